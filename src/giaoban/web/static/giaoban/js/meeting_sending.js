// A form of a meeting's record is sent without leaving the page, so that nothing typed goes with it.

export class Refused extends Error {
  constructor(answer) {
    super(answer.message);
    this.answer = answer;
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

// The server's answer; Refused with its reasons, or an error in words that say what to do.
export async function send(form, button) {
  const said = document.getElementById("connection").dataset;
  const address = (button && button.getAttribute("formaction")) || form.getAttribute("action") || location.href;
  const body = new FormData(form, button);
  body.set("csrfmiddlewaretoken", token() || body.get("csrfmiddlewaretoken"));
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers: { "X-Running": "1" }, redirect: "manual" });
  } catch {
    throw new Error(said.lost);
  }
  if (answer.status === 422) throw new Refused(await answer.json());
  if (isOut(answer)) throw new Error(said.signedOut);
  if (!answer.ok) throw new Error(answer.status === 404 ? said.missing : said.failed);
  return answer.json();
}

// Beside the form's button, with the fields that are to be mended.
export function sayRefused(form, error) {
  const given = error.answer || {};
  let place = form.querySelector("[data-refused]");
  if (!place) {
    place = document.createElement("div");
    place.dataset.refused = "";
    place.setAttribute("role", "alert");
    form.prepend(place);
  }
  if (given.html) place.innerHTML = given.html;
  else place.textContent = error.message;
  place.className = given.html ? "" : "notice late";
  for (const id of given.invalid || []) {
    const field = document.getElementById(id);
    if (field) field.setAttribute("aria-invalid", "true");
  }
  // What somebody else saved meanwhile is said above: saving once more goes on from there.
  if (given.revision && form.elements.revision) form.elements.revision.value = given.revision;
  const summary = place.querySelector("[tabindex]");
  if (summary) summary.focus();
  place.scrollIntoView({ block: "nearest" });
}

export function sayTaken(form) {
  const place = form.querySelector("[data-refused]");
  if (place) place.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}
