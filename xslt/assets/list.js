/* Lists: one tick for all of the page, a bar that comes with the first who is chosen, and keys. The list works without it. */
(function () {
  "use strict";

  var form = null;

  function boxes() { return Array.from(form.querySelectorAll("td.tick input")); }

  /* The bar says how many are chosen, in the server's words for one and for two. */
  function count() {
    var bar = form.querySelector(".bulk-bar"), said = bar.querySelector(".chosen"), everybody = bar.querySelector("[name=all]");
    var all = form.querySelector("th.tick input"), ticked = boxes().filter(function (box) { return box.checked; }).length;
    var on = ticked > 0 || (everybody && everybody.checked);
    bar.hidden = !on;
    bar.classList.toggle("on", on);
    said.hidden = everybody ? everybody.checked : false;
    said.textContent = ticked === 1 ? said.dataset.one : said.dataset.two.replace("2", String(ticked));
    if (all) {
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
    }
  }

  function dress(part) {
    var head = part.querySelector("th.tick[data-all]"), all, label;
    form = document.querySelector("form.bulk");
    if (!form || !head || head.querySelector("input")) { return; }
    all = document.createElement("input");
    label = document.createElement("label");
    all.type = "checkbox";
    all.setAttribute("aria-label", head.dataset.all);
    all.addEventListener("change", function () {
      boxes().forEach(function (box) { box.checked = all.checked; });
    });
    label.appendChild(all);
    head.appendChild(label);
    form.addEventListener("change", count);
    count();
  }

  /* The same column's link or box in the next row, from the search field in the first. */
  function move(from, by) {
    var rows = Array.from(document.querySelectorAll(".sorted tbody tr")), row = from.closest("tbody tr");
    var next = rows[row ? rows.indexOf(row) + by : (by > 0 ? 0 : -1)];
    if (next) { (next.querySelector(from.type === "checkbox" ? ".tick input" : "th a") || next.querySelector("a")).focus(); }
    return next;
  }

  document.addEventListener("keydown", function (event) {
    var at = event.target, search = document.getElementById("q");
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) { return; }
    if (event.key === "/" && search && !at.matches("input:not([type=checkbox]), select, textarea")) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (at === search || at.matches(".sorted tbody a, .sorted tbody input"))) {
      if (move(at, event.key === "ArrowDown" ? 1 : -1)) { event.preventDefault(); }
    }
  });

  dress(document);
  document.addEventListener("licences:part", function (event) { dress(event.target); });
  window.addEventListener("pageshow", function () { if (form) { count(); } });
}());
