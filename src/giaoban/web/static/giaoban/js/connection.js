// A request of htmx that fails says so in words; the words come with the page, in its language.

export function sayWhenTheConnectionFails() {
  const place = document.getElementById("connection");
  if (!place) return;
  const say = (text) => {
    place.querySelector("[data-text]").textContent = text;
    place.hidden = false;
  };
  document.body.addEventListener("htmx:sendError", () => say(place.dataset.lost));
  document.body.addEventListener("htmx:timeout", () => say(place.dataset.lost));
  document.body.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 403) say(place.dataset.signedOut);
    else if (status >= 500) say(place.dataset.failed);
    else if (status === 404) say(place.dataset.missing);
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) place.hidden = true;
  });
}
