// Every change is sent as it is typed. Until the server has answered, it is kept on this machine:
// a lost connection, a closed window or a crash loses nothing.

const DELAY = 400;
const LONGEST_WAIT = 30000;

export function saveAsTyped(form) {
  const state = document.getElementById("save-state");
  const saved = document.getElementById("saved");
  const kept = keptCells(form.dataset.keep);
  const waiting = new Map(); // name → value, not yet acknowledged
  let inFlight = null;
  let timer = 0;
  let wait = 0;
  let isStopped = false;
  let leaving = null; // the button that was pressed while something was still being saved

  const say = (text) => {
    state.querySelector("[data-text]").textContent = text;
    state.hidden = !text;
  };
  const keep = () => kept.write(form.dataset.version, waiting, inFlight);

  function changed(field) {
    if (isStopped) return;
    waiting.set(field.name, valueOf(form, field.name));
    keep();
    clearTimeout(timer);
    timer = setTimeout(send, DELAY);
  }

  async function send() {
    clearTimeout(timer);
    if (inFlight || isStopped || waiting.size === 0) return;
    inFlight = new Map(waiting);
    waiting.clear();
    saved.textContent = form.dataset.saving;
    try {
      const response = await fetch(form.dataset.save, {
        method: "POST",
        body: bodyOf(form, inFlight),
        headers: { "HX-Request": "true", "X-CSRFToken": token(form) },
        credentials: "same-origin",
        keepalive: true,
      });
      if (response.ok) acknowledged(await response.json());
      else await refused(response);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      tryLater(state.dataset.lost);
    }
  }

  function acknowledged(answer) {
    const sent = inFlight;
    inFlight = null;
    wait = 0;
    form.dataset.version = answer.version;
    keep();
    say("");
    saved.textContent = form.dataset.saved.replace("{time}", clock(form.dataset.zone));
    show(form, answer, (name) => waiting.has(name), sent);
    if (waiting.size) send();
    else if (leaving) {
      const button = leaving === true ? null : leaving;
      leaving = null;
      form.requestSubmit(button);
    }
  }

  async function refused(response) {
    if (response.status === 409 || response.status === 404) {
      isStopped = true;
      putBack();
      const answer = response.status === 409 ? await response.json() : {};
      say(answer.message || state.dataset.failed);
      saved.textContent = "";
    } else {
      const isSignedOut = response.status === 401 || response.status === 403;
      tryLater(isSignedOut ? state.dataset.signedOut : state.dataset.failed);
    }
  }

  function putBack() {
    for (const [name, value] of inFlight || []) if (!waiting.has(name)) waiting.set(name, value);
    inFlight = null;
    keep();
  }

  function tryLater(words) {
    putBack();
    leaving = null;
    saved.textContent = "";
    say(words.replace("{n}", String(waiting.size)));
    wait = Math.min(wait ? wait * 2 : 1000, LONGEST_WAIT);
    timer = setTimeout(send, wait);
  }

  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-saves]")) changed(event.target);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-saves]")) send();
    // A chosen file goes with the whole form, which saves everything else on it too.
    if (event.target.matches("[data-sends]")) form.requestSubmit();
  });
  window.addEventListener("online", () => { wait = 0; send(); });
  window.addEventListener("pagehide", () => send());
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  // The whole form goes only after what was typed has been saved: without a connection the page
  // stays, and says so.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || isStopped || (waiting.size === 0 && !inFlight)) return;
    event.preventDefault();
    leaving = event.submitter || true;
    send();
  });
  window.addEventListener("beforeunload", (event) => {
    if ((waiting.size || inFlight) && !navigator.onLine) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    // Back from the browser's own memory: what it shows may be old.
    if (event.persisted) window.location.reload();
  });

  // On a slow line somebody types before this script has come: that is to be saved as well.
  for (const field of form.querySelectorAll("[data-saves]")) {
    if (wasTypedEarlier(field)) waiting.set(field.name, valueOf(form, field.name));
  }
  const typed = new Set(waiting.keys());
  const restored = kept.read(form.dataset.version).filter(
    ([name, value]) => !typed.has(name) && putValue(form, name, value),
  );
  for (const [name, value] of restored) waiting.set(name, value);
  if (waiting.size) {
    keep();
    if (restored.length) say(state.dataset.restored.replace("{n}", String(restored.length)));
    send();
  }
}

// What was typed and not acknowledged, in this browser, for this report and this person.
function keptCells(key) {
  const name = `giaoban:${key}`;
  const store = (value) => {
    try {
      if (value) localStorage.setItem(name, JSON.stringify(value));
      else localStorage.removeItem(name);
    } catch { /* a browser that keeps nothing still saves as long as it is connected */ }
  };
  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(name)) || null;
    } catch {
      return null;
    }
  };
  return {
    write(version, waiting, inFlight) {
      const cells = [...new Map([...(inFlight || []), ...waiting])];
      store(cells.length ? { version, cells } : null);
    },
    read(version) {
      const found = load();
      if (!found) return [];
      // Of a draft that is gone nothing is put into another one; a first draft was begun meanwhile.
      const isSame = found.version === version || (found.version === "0" && /^1-/.test(version));
      if (!isSame) {
        store(null);
        return [];
      }
      return found.cells;
    },
  };
}

function valueOf(form, name) {
  const field = form.elements[name];
  if (field && field.type === "checkbox") return field.checked ? field.value : "";
  return field ? field.value : "";
}

// Whether a field no longer holds what the server wrote into it.
function wasTypedEarlier(field) {
  if (field.type === "hidden") return false;
  if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
  if (field.options) {
    const written = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(written, 0);
  }
  return field.value !== field.defaultValue;
}

function putValue(form, name, value) {
  const field = form.elements[name];
  if (!field) return false;
  if (field.type === "checkbox") {
    if (field.checked === (value === field.value)) return false;
    field.checked = !field.checked;
    return true;
  }
  if (field.value === value) return false;
  field.value = value;
  redrawn(form, name);
  return true;
}

// Of a list the field is hidden: its rows are drawn from it.
function redrawn(form, name) {
  if (!name.startsWith("rows-")) return;
  form.dispatchEvent(new CustomEvent("list-redrawn", { detail: { name } }));
}

// The cookie is newer than the form where somebody signed in again in another tab.
function token(form) {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
}

function bodyOf(form, cells) {
  const body = new FormData();
  for (const [name, value] of cells) {
    body.set(name, value);
    const known = form.elements[`was-${name}`];
    if (known) body.set(known.name, known.value);
  }
  return body;
}

// Put the server's answer on the page; a cell in which somebody types again is left alone.
function show(form, answer, isTypedAgain, sent) {
  const unreadable = new Set(answer.unreadable);
  for (const [name, cell] of Object.entries(answer.cells)) {
    const known = form.elements[`was-${name}`];
    const code = name.slice("cell-".length);
    if (!known) {
      const figure = form.querySelector(`[data-figure="${code}"]`);
      if (figure) figure.textContent = cell.figure;
      continue;
    }
    const isOthers = known.value !== cell.text && !sent.has(name);
    known.value = cell.text;
    const field = form.elements[name];
    if (unreadable.has(name) || isTypedAgain(name)) continue;
    const isBeingTyped = field === document.activeElement && sent.has(name);
    if (field.value !== cell.text && !isBeingTyped) {
      field.value = cell.text;
      if (isOthers && field.closest) field.closest("tr").classList.add("flash");
    }
  }
  for (const name of answer.newer) {
    const field = form.elements[name];
    if (field) field.value = answer.cells[name].text;
  }
  for (const [name, list] of Object.entries(answer.lists)) {
    showList(form, name, list, isTypedAgain(name), sent.has(name));
  }
  for (const [key, figure] of Object.entries(answer.sums)) {
    for (const place of form.querySelectorAll(`[data-sum="${key}"]`)) {
      place.textContent = figure;
      place.parentElement.hidden = !figure;
    }
  }
  for (const [code, html] of Object.entries(answer.below)) showBelow(form, code, html);
  for (const [code, mark] of Object.entries(answer.marks)) showMark(form, code, mark);
  for (const place of form.querySelectorAll("[data-too-long]")) {
    const name = place.dataset.tooLong;
    if (!sent.has(name)) continue;
    place.textContent = answer.too_long[name] || "";
    place.hidden = !place.textContent;
    if (place.hidden) form.elements[name].removeAttribute("aria-invalid");
    else form.elements[name].setAttribute("aria-invalid", "true");
  }
  for (const id of ["jumps", "offers", "sections", "counts"]) {
    const place = document.getElementById(id);
    if (place && place.innerHTML !== answer[id]) place.innerHTML = answer[id];
  }
}

// The rows of somebody else are drawn; one's own stay as they are typed.
function showList(form, name, list, isTypedAgain, wasSent) {
  const known = form.elements[`was-${name}`];
  if (!known) return;
  const isOthers = list.is_newer || (known.value !== list.known && !wasSent);
  known.value = list.known;
  if (isTypedAgain) return;
  if (isOthers) {
    form.elements[name].value = list.known;
    redrawn(form, name);
  }
  const detail = { name, answer: list, wasSent: wasSent || isOthers };
  form.dispatchEvent(new CustomEvent("list-answered", { detail }));
}

function showBelow(form, code, html) {
  const place = form.querySelector(`[data-below="${code}"]`);
  if (!place || place.dataset.html === html) return;
  const writing = place.contains(document.activeElement) ? document.activeElement : null;
  if (writing && html.includes(`name="${writing.name}"`)) return; // a reason is being written
  // A reason that is too long to be stored stays as it was typed.
  const reasons = [...place.querySelectorAll("textarea")];
  if (reasons.some((field) => field.value.length > field.maxLength)) return;
  place.innerHTML = html;
  place.dataset.html = html;
  place.parentElement.hidden = !html;
}

function showMark(form, code, mark) {
  const field = document.getElementById(`cell-${code}`);
  if (!field || !field.classList.contains("input")) return;
  if (mark === "error") field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  field.classList.toggle("has-warning", mark === "warning");
}

// The hour of the installation, as the server writes it: a computer's own zone may be set wrong.
function clock(zone) {
  const shown = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  return new Intl.DateTimeFormat("vi", shown).format(new Date());
}
