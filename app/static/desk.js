// What was found is one list to walk through: down from the box, up and down from link to link. Without this script, Tab.
"use strict";

document.querySelector(".walk-hint")?.removeAttribute("hidden");

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stops = [document.getElementById("q"), ...document.querySelectorAll("a[data-hit]")];
  const at = stops.indexOf(document.activeElement);
  const next = at < 0 ? undefined : stops[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
