// Small comforts; every page works without them.
"use strict";

// A form that must not be sent twice: its button rests after the first click. (The server would see the twin anyway.)
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.once === undefined) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; // she came back to it
});

// Which result of a search was opened is counted, without a word about who opened it.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-opened] a[href*='/articles/']") : null;
  if (!link) return;
  const { opened, words, language } = link.closest("[data-opened]").dataset;
  navigator.sendBeacon?.(opened, new URLSearchParams({ words, language, article: link.pathname }));
});

// After a page that found faults, the reader begins at their summary.
document.getElementById("error-summary")?.focus();
