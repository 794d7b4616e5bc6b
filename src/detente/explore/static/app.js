// Keys for what links and forms already do: nothing here is needed to read.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = document.getElementById("q");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  }
  if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && event.target.closest(".chart a")) {
    const points = Array.from(event.target.closest(".chart").querySelectorAll("a[href]:not(.turning)"));
    const next = points[points.indexOf(event.target.closest("a")) + (event.key === "ArrowRight" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  }
});
