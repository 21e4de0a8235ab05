// <form data-unsaved> that was open for long is sent only while one is still signed in, so that
// what was typed is not lost on the way to the sign-in page.

const LONG = 10 * 60 * 1000;

const place = document.getElementById("connection");
let isSure = false;

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-unsaved]");
  if (!place || !form || isSure || performance.now() < LONG) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await isSignedOut()) {
    place.querySelector("[data-text]").textContent = place.dataset.signedOut;
    place.hidden = false;
    place.scrollIntoView({ block: "center" });
    return;
  }
  place.hidden = true;
  freshen(form);
  isSure = true;
  form.requestSubmit(event.submitter);
  isSure = false;
}, true);

async function isSignedOut() {
  try {
    const address = document.querySelector("form[role=search][action]").action;
    const answer = await fetch(address, { method: "HEAD", redirect: "manual", cache: "no-store" });
    return answer.type === "opaqueredirect";
  } catch {
    return false; // whether the line is gone, the browser says by itself
  }
}

// Signing in again changes the token that every form bears.
function freshen(form) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  const field = form.elements.csrfmiddlewaretoken;
  if (token && field) field.value = token[1];
}
