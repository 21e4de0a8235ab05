// Notes of an item: stored as they are typed, kept on this machine until the server has them, joined
// with what somebody else typed meanwhile. Nothing that was typed is ever taken out of the box.
import { hold, isHeldElsewhere, isHere } from "./meeting_kept.js";
import { isOut, token } from "./meeting_sending.js";

const PAUSE = 800;
const SIGNED_OUT = 15000;
const UNKNOWN = -1; // the server joins by the text that was begun from

// `kept` is what lies on this machine from before, if anything.
export function keepNotes(form, store, kept) {
  const box = form.querySelector("[name=typed]");
  const status = form.querySelector("[data-status]");
  const cell = form.getAttribute("action");
  const said = document.getElementById("connection").dataset;
  let base = form.querySelector("[name=base]").value;
  let revision = Number(form.querySelector("[name=revision]").value);
  let waiting = 0;
  let tries = 0;
  let isSending = false;
  hold(cell);

  const keep = () => store.put(cell, { label: form.dataset.label, where: `?item=${form.dataset.item}`, at: Date.now(), base, typed: box.value, isNotes: true });
  const drop = () => store.drop(cell);
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
    if (sent === base) { drop(); return; }
    isSending = true;
    say(form.dataset.saving);
    try {
      const answer = await post(form.action, { base, typed: sent, revision });
      if (answer.ok) stored(sent, await answer.json());
      else if (answer.status === 422) say((await answer.json()).message, true);
      else if (isOut(answer)) again(form.dataset.signedOut, SIGNED_OUT);
      else again(answer.status === 404 ? said.missing : said.failed);
    } catch {
      again(form.dataset.lost);
    } finally {
      isSending = false;
    }
  }

  function stored(sent, answer) {
    tries = 0;
    const isJoined = answer.text !== sent;
    say(answer.twice.length ? answer.words : form.dataset[isJoined ? "joined" : "saved"]);
    if (box.value === sent) {
      replace(box, answer.text);
      base = answer.text;
      revision = answer.revision;
      drop();
      return;
    }
    base = sent;
    revision = isJoined ? UNKNOWN : answer.revision;
    keep();
    later(PAUSE);
  }

  const isTouched = box.value !== base; // while the page was still loading
  if (kept && kept.typed !== box.value) {
    box.value = isTouched ? `${kept.typed}\n${box.value}` : kept.typed;
    if (kept.base !== base) revision = UNKNOWN;
    base = kept.base;
    later(0);
  } else if (kept) {
    drop();
  }
  if (isTouched) later(0);
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

// Notes of other items that were typed as the line broke: sent from whichever page comes next. The
// answer is what the server refused, to be shown; it is asked once a page.
export async function sendLeftOver(store, refused) {
  for (const kept of await store.all()) {
    if (!kept.isNotes || isHere(kept.cell) || refused.has(kept.cell)) continue;
    if (await isHeldElsewhere(kept.cell)) continue;
    let answer;
    try {
      answer = await post(kept.cell, { base: kept.base, typed: kept.typed, revision: UNKNOWN });
    } catch {
      return;
    }
    if (answer.ok) store.drop(kept.cell);
    else if (answer.status === 422 || answer.status === 404) refused.add(kept.cell);
  }
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
