// Writing a section: saved as it is typed, kept on this machine until the server has it, and with
// figures put in at the caret.
const form = document.querySelector("form[data-autosave]");

function autosave() {
  const box = form.querySelector("textarea");
  const title = form.querySelector("[name=title]");
  const revision = form.querySelector("[name=revision]");
  const status = form.querySelector("[data-status]");
  const conflict = form.querySelector("[data-conflict]");
  const store = `giaoban:section:${form.getAttribute("action")}`;
  const written = () => JSON.stringify({ title: title.value, text: box.value });
  let saved = written();
  let waiting = 0;
  let retry = 0;
  let isSending = false;
  let isOver = false;

  const held = JSON.parse(localStorage.getItem(store) || "null");
  if (held && conflict.hidden && (held.title !== title.value || held.text !== box.value)) {
    title.value = held.title;
    box.value = held.text;
    revision.value = held.revision;
  }

  const keep = (isSubmitted = false) => localStorage.setItem(store, JSON.stringify({ title: title.value, text: box.value, revision: revision.value, isSubmitted }));
  const forget = () => localStorage.removeItem(store);
  const later = (delay) => { clearTimeout(waiting); waiting = setTimeout(send, delay); };

  function show(answer) {
    revision.value = answer.revision;
    retry = 0;
    status.textContent = `${form.dataset.saved} ${answer.saved_at}`;
    conflict.hidden = true;
    const list = form.querySelector("[data-problems]");
    list.replaceChildren(...answer.problems.map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    }));
    const preview = document.querySelector("[data-preview]");
    preview.innerHTML = answer.preview;
    if (window.htmx) window.htmx.process(preview);
  }

  // Whoever is told so keeps their text: with a colleague's beside it, or to be copied elsewhere.
  function refuse(code, answer) {
    isOver = code === 404 || code === 410;
    box.readOnly = title.readOnly = isOver;
    for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = isOver;
    status.textContent = "";
    conflict.hidden = false;
    conflict.querySelector("[data-message]").textContent = answer.message;
    conflict.querySelector("[data-theirs]").textContent = answer.theirs;
    conflict.querySelector("[data-copy]").hidden = code === 409;
  }

  function again(words) {
    status.textContent = words;
    retry = Math.min(retry + 1, 5);
    later(1000 * 2 ** retry);
  }

  async function send() {
    if (isOver) return;
    if (isSending) { later(300); return; }
    const sent = written();
    if (sent === saved && conflict.hidden) { forget(); return; }
    isSending = true;
    status.textContent = form.dataset.saving;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, redirect: "manual" });
      if (response.ok) {
        show(await response.json());
        saved = sent;
        if (written() === sent) forget(); else later(500);
      } else if ([409, 410, 422].includes(response.status)) {
        refuse(response.status, await response.json());
      } else if (response.status === 404) {
        refuse(404, { message: form.dataset.gone, theirs: "" });
      } else if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
        status.textContent = form.dataset.signedOut;
        later(15000);
      } else {
        again(form.dataset.failed);
      }
    } catch {
      again(form.dataset.lost);
    } finally {
      isSending = false;
    }
  }

  conflict.querySelector("[data-copy]").addEventListener("click", () => {
    box.select();
    // The newer way asks for an encrypted line, which a committee's own network may not have.
    if (document.execCommand("copy")) status.textContent = form.dataset.copied;
  });
  form.addEventListener("input", () => { keep(); later(700); });
  form.addEventListener("submit", () => keep(true));
  window.addEventListener("online", () => later(0));
  window.addEventListener("pagehide", () => { if (written() !== saved) keep(); });
  if (written() !== saved) later(0);
  else forget();
}

// The page without an editor came back from the server: what was submitted has arrived.
function forgetSubmitted() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("giaoban:section:")) continue;
    if (JSON.parse(localStorage.getItem(key)).isSubmitted) localStorage.removeItem(key);
  }
}

function insertFigures() {
  const helper = form.querySelector("[data-insert]");
  const box = form.querySelector("textarea");
  const name = helper.querySelector("#insert-name");
  const view = helper.querySelector("#insert-view");
  const unit = helper.querySelector("#insert-unit");
  helper.hidden = false;

  const put = (text) => {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  };
  const adapt = () => {
    const isIndicator = name.selectedOptions[0] && "indicator" in name.selectedOptions[0].dataset;
    view.disabled = !isIndicator;
    if (unit) unit.disabled = !isIndicator;
  };
  name.addEventListener("change", adapt);
  adapt();
  helper.querySelector("[data-put]").addEventListener("click", () => {
    const place = unit && !unit.disabled && unit.value ? `@${unit.value}` : "";
    const what = view.disabled || view.value === "now" ? "" : `|${view.value}`;
    put(`[[${name.value}${place}${what}]]`);
  });
  for (const button of helper.querySelectorAll("[data-part]")) {
    button.addEventListener("click", () => {
      const before = box.value.slice(0, box.selectionStart);
      put(`${before && !before.endsWith("\n") ? "\n" : ""}[[${button.dataset.part}]]\n`);
    });
  }
}

if (form) {
  autosave();
  if (form.querySelector("[data-insert]")) insertFigures();
} else {
  forgetSubmitted();
}
