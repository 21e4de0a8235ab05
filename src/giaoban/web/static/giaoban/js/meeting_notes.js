// Notes of an item: stored as they are typed, kept on this machine until the server has them, joined
// with what somebody else typed meanwhile. Nothing that was typed is ever taken out of the box.

const KEPT = "giaoban:notes:";
const PAUSE = 800;
const SIGNED_OUT = 15000;
const UNKNOWN = -1; // the server joins by the text that was begun from

export function keepNotes(form) {
  const box = form.querySelector("[name=typed]");
  const status = form.querySelector("[data-status]");
  const key = KEPT + form.getAttribute("action");
  let base = form.querySelector("[name=base]").value;
  let revision = Number(form.querySelector("[name=revision]").value);
  let waiting = 0;
  let tries = 0;
  let isSending = false;

  const kept = read(key);
  if (kept && kept.typed !== box.value) {
    if (kept.base !== base) {
      base = kept.base;
      revision = UNKNOWN;
    }
    box.value = kept.typed;
    later(0);
  } else {
    drop(key);
  }

  const keep = () => put(key, { base, typed: box.value });
  const say = (words, isLost = false) => {
    status.textContent = words;
    status.classList.toggle("unsaved", isLost);
  };

  function later(delay) {
    clearTimeout(waiting);
    waiting = setTimeout(send, delay);
  }

  function again(words, delay) {
    tries = Math.min(tries + 1, 5);
    say(words, true);
    later(delay || 1000 * 2 ** tries);
  }

  async function send() {
    if (isSending) { later(300); return; }
    const sent = box.value;
    if (sent === base) { drop(key); return; }
    isSending = true;
    say(form.dataset.saving);
    try {
      const answer = await post(form.action, { base, typed: sent, revision });
      if (answer.ok) stored(sent, await answer.json());
      else if (answer.status === 422) say((await answer.json()).message, true);
      else if (isOut(answer)) again(form.dataset.signedOut, SIGNED_OUT);
      else again(form.dataset.lost);
    } catch {
      again(form.dataset.lost);
    } finally {
      isSending = false;
    }
  }

  function stored(sent, answer) {
    tries = 0;
    const isJoined = answer.text !== sent;
    say(isJoined ? form.dataset.joined : form.dataset.saved);
    if (box.value === sent) {
      replace(box, answer.text);
      base = answer.text;
      revision = answer.revision;
      drop(key);
      return;
    }
    base = sent;
    revision = isJoined ? UNKNOWN : answer.revision;
    keep();
    later(PAUSE);
  }

  box.addEventListener("input", () => { keep(); later(PAUSE); });
  form.addEventListener("submit", (event) => { event.preventDefault(); later(0); });
  window.addEventListener("online", () => { if (box.value !== base) later(0); });

  return {
    get revision() { return revision; },
    // What somebody else stored; where something is typed here, the next saving joins the two.
    receive(item, text, newer) {
      if (String(item) !== form.dataset.item || isSending || box.value !== base) return;
      replace(box, text);
      base = text;
      revision = newer;
    },
  };
}

// Notes of other items that were typed as the line broke: sent from whichever page comes next.
export async function sendLeftOver(shown) {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(KEPT) || key === KEPT + shown) continue;
    const kept = read(key);
    if (!kept) continue;
    try {
      const answer = await post(key.slice(KEPT.length), { ...kept, revision: UNKNOWN });
      const now = read(key);
      if (answer.ok && now && now.typed === kept.typed) drop(key);
    } catch {
      return;
    }
  }
}

export function isOut(answer) {
  return answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
}

// Signing in again changes the token; the newest one lies in the cookie.
export function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : "";
}

function post(address, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  const headers = { "X-Running": "1", "X-CSRFToken": token() };
  return fetch(address, { method: "POST", body, headers, redirect: "manual" });
}

// The caret stays with the words that it stood at.
function replace(box, text) {
  const before = box.value;
  if (before === text) return;
  let head = 0;
  while (head < Math.min(before.length, text.length) && before[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, text.length) - head && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  const moved = (place) => (place <= head ? place : Math.max(head, text.length - Math.max(tail, before.length - place)));
  const [start, end, top] = [moved(box.selectionStart), moved(box.selectionEnd), box.scrollTop];
  box.value = text;
  if (document.activeElement === box) box.setSelectionRange(start, end);
  box.scrollTop = top;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) || "null");
  } catch {
    return null;
  }
}

function put(key, kept) {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing still saves as long as it is connected.
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
