// Every change is sent as it is typed. Until the server has answered, it is kept on this machine
// with what the page knew to be stored there: a lost connection, a closed window or a machine
// without power loses nothing, and nothing newer is overwritten when it is sent at last.

import { show } from "./report_answer.js";
import { showConflicts } from "./report_conflicts.js";
import { knownOf, labelOf, putValue, valueOf, wasTypedEarlier } from "./report_fields.js";
import { openKept } from "./report_kept.js";
import { takeInPlace } from "./report_taking.js";

const DELAY = 400;
const LONGEST_WAIT = 30000;
const PATIENCE = 25000; // a dead line says nothing at all
const MOST_WHEN_LEAVING = 60000; // bytes that a browser still sends for a page that is gone

export function saveAsTyped(form) {
  const state = document.getElementById("save-state");
  const saved = document.getElementById("saved");
  const kept = openKept(form.dataset.keep);
  const conflicts = showConflicts(form, kept);
  const words = document.getElementById("conflicts").dataset;
  const waiting = new Map(); // name → { value, known, sent }, not yet acknowledged
  let inFlight = null;
  let timer = 0;
  let wait = 0;
  let isStopped = false;
  let leaving = null; // the button that was pressed while something was still being saved

  const say = (text, isSignedOut = false) => {
    state.querySelector("[data-text]").textContent = text;
    state.querySelector("[data-sign-in]").hidden = !isSignedOut;
    state.hidden = !text;
  };

  // For whoever watches from outside: how many cells are not on the server yet. It is not said
  // before what lies on this machine was read.
  const count = () => { form.dataset.unsaved = waiting.size + (inFlight ? inFlight.size : 0); };

  function keep(name) {
    const { value, known, sent } = waiting.get(name);
    const label = labelOf(form, name, words);
    kept.put(name, { value, known, sent, label, version: form.dataset.version });
  }

  function changed(field) {
    const { name } = field;
    const value = valueOf(form, name);
    const flying = inFlight?.get(name);
    const before = waiting.get(name)
      || (flying && { known: flying.known, sent: [...flying.sent, flying.value] })
      || { known: knownOf(form, name), sent: [] };
    waiting.set(name, { ...before, value });
    conflicts.typed(name);
    keep(name);
    if (name.startsWith("cell-")) withItsMark(name.slice("cell-".length));
    count();
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(send, DELAY);
  }

  // Where no number stood, a mark for estimates could not be stored: it goes with the number.
  function withItsMark(code) {
    const mark = form.elements[`estimate-${code}`];
    if (mark && mark.checked && !knownOf(form, mark.name) && !waiting.has(mark.name)) changed(mark);
  }

  const taking = takeInPlace(form, { send, changed });

  async function send() {
    clearTimeout(timer);
    if (inFlight || isStopped || (waiting.size === 0 && !taking.isWaiting())) return;
    inFlight = new Map(waiting);
    waiting.clear();
    saved.textContent = form.dataset.saving;
    const { body, size } = bodyOf(form, inFlight);
    taking.write(body);
    try {
      const response = await fetch(form.dataset.save, {
        method: "POST",
        body,
        headers: { "HX-Request": "true", "X-CSRFToken": token(form) },
        credentials: "same-origin",
        keepalive: size < MOST_WHEN_LEAVING,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.ok) acknowledged(await response.json());
      else await refused(response);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      tryLater(state.dataset.lost);
    }
  }

  async function acknowledged(answer) {
    const sent = inFlight;
    inFlight = null;
    wait = 0;
    taking.acknowledged();
    form.dataset.version = answer.version;
    const inConflict = new Set(answer.conflicts.map((each) => each.name));
    const isTypedAgain = (name) => waiting.has(name);
    for (const [name, { value }] of sent) {
      if (isTypedAgain(name)) {
        // What is typed now was typed upon what was sent.
        if (!inConflict.has(name)) Object.assign(waiting.get(name), { known: value, sent: [] });
        keep(name);
      } else if (!answer.unreadable.includes(name)) kept.drop(name);
    }
    say("");
    saved.textContent = form.dataset.saved.replace("{time}", clock(form.dataset.zone));
    if (answer.taken) taking.remember(answer.taken);
    show(form, answer, isTypedAgain, sent);
    if (answer.taken) taking.answered(answer.taken);
    for (const each of answer.conflicts) {
      if (!isTypedAgain(each.name)) conflicts.add({ mine: sent.get(each.name)?.value || "", ...each });
    }
    if (answer.conflicts.length) conflicts.say(answer.before);
    count();
    if (waiting.size || taking.isWaiting()) send();
    else if (leaving) {
      const button = leaving === true ? null : leaving;
      leaving = null;
      if (isHeldUp(button)) return;
      await kept.settled();
      form.requestSubmit(button);
    }
  }

  async function refused(response) {
    if (response.status === 409 || response.status === 404) {
      isStopped = true;
      leaving = null;
      putBack();
      const answer = response.status === 409 ? await response.json() : {};
      say(`${answer.message || state.dataset.failed} ${state.dataset.kept.replace("{n}", String(waiting.size))}`);
      saved.textContent = "";
    } else {
      const isSignedOut = response.status === 401 || response.status === 403;
      tryLater(isSignedOut ? state.dataset.signedOut : state.dataset.failed, isSignedOut);
    }
  }

  // It may have been stored although no answer came: both are true until the next one.
  function putBack() {
    for (const [name, { value, known, sent }] of inFlight || []) {
      if (!waiting.has(name)) waiting.set(name, { value, known, sent: [...new Set([...sent, value])] });
    }
    inFlight = null;
    count();
  }

  function tryLater(text, isSignedOut = false) {
    putBack();
    leaving = null;
    saved.textContent = "";
    taking.failed();
    if (waiting.size === 0 && !isSignedOut) return;
    say(text.replace("{n}", String(waiting.size)), isSignedOut);
    wait = Math.min(wait ? wait * 2 : 1000, LONGEST_WAIT);
    timer = setTimeout(send, wait);
  }

  const tryNow = () => {
    if (waiting.size === 0) return;
    wait = 0;
    send();
  };

  // A report is not sent while two people mean different things in a cell.
  function isHeldUp(button) {
    if (!conflicts.isOpen() || !button || button.value !== "submit") return false;
    conflicts.show();
    return true;
  }

  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-saves]")) changed(event.target);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-saves]")) send();
    // A chosen file goes with the whole form, which saves everything else on it too.
    if (event.target.matches("[data-sends]")) form.requestSubmit();
  });
  window.addEventListener("online", tryNow);
  window.addEventListener("focus", tryNow); // back from signing in, in another tab
  window.addEventListener("pagehide", () => send());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) send();
    else tryNow();
  });
  // The whole form goes only after what was typed has been saved: without a connection the page
  // stays, and says so.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || isStopped) return;
    if (waiting.size || inFlight) {
      event.preventDefault();
      leaving = event.submitter || true;
      send();
    } else if (isHeldUp(event.submitter)) event.preventDefault();
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
    if (wasTypedEarlier(field)) changed(field);
  }
  restore();

  async function restore() {
    const entries = await kept.all();
    let restored = 0;
    for (const entry of entries) {
      if (waiting.has(entry.cell)) continue;
      if (entry.conflict) again(entry);
      else if (putBackTyped(entry)) restored += 1;
    }
    count();
    if (waiting.size === 0) return;
    if (restored) say(state.dataset.restored.replace("{n}", String(restored)));
    send();
  }

  function again({ cell, conflict }) {
    const isSettled = conflict.column === undefined && knownOf(form, conflict.name) === conflict.mine;
    kept.drop(cell);
    if (!isSettled) conflicts.add(conflict);
  }

  function putBackTyped({ cell, value, known, sent, label, version }) {
    if (!isSameDraft(version, form.dataset.version) || !mayStand(form, cell)) {
      // Another draft by now: nobody but the person can say what still holds.
      again({ cell, conflict: { name: cell, mine: value, label } });
      return false;
    }
    if (form.elements[cell] && !putValue(form, cell, value)) {
      kept.drop(cell);
      return false;
    }
    waiting.set(cell, { value, known, sent });
    return true;
  }
}

function isSameDraft(kept, shown) {
  // A first draft was begun meanwhile: by oneself, or by whoever else fills in the report.
  return kept === shown || (kept === "0" && /^1-/.test(shown));
}

// A reason has its field only while its warning is shown.
function mayStand(form, name) {
  return Boolean(form.elements[name]) || name.startsWith("reason-");
}

// The cookie is newer than the form where somebody signed in again in another tab.
function token(form) {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
}

// What was typed, what the page knew before, and what it sent in vain since then.
function bodyOf(form, cells) {
  const body = new FormData();
  let size = 0;
  const put = (name, value) => {
    body.append(name, value);
    size += (name.length + value.length) * 3 + 150;
  };
  put("as", form.dataset.as);
  for (const [name, { value, known, sent }] of cells) {
    put(name, value);
    put(`was-${name}`, known);
    for (const each of sent) put(`sent-${name}`, each);
  }
  return { body, size };
}

// The hour of the installation, as the server writes it: a computer's own zone may be set wrong.
function clock(zone) {
  const shown = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  return new Intl.DateTimeFormat("vi", shown).format(new Date());
}
