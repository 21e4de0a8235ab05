// Whoever chose a name at the door sees it as soon as the secretary has let them in.
if (document.querySelector("[data-waits]")) setTimeout(() => location.reload(), 5000);
