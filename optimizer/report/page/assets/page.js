// Starts the page: the bar at the top, the settings and sources at the end, and the first drawing.
(function (r) {
  "use strict";
  const { t, el, $ } = r;
  r.part(() => {
    $("brand").textContent = t("brand");
  });
  r.recall();
  r.draw();
  window.addEventListener("hashchange", () => {
    r.recall();
    r.draw();
  });
})(window.rooted);
