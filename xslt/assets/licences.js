/* Comfort only: every page works without it. Buttons beside the pencil's field, one click per form. */
(function () {
  "use strict";

  function step(input, by) {
    var least = Number(input.dataset.least || 0), ceiling = Number(input.dataset.ceiling || Infinity);
    var text = input.value.trim();
    if (!/^[0-9]{1,9}$/.test(text)) { return; }
    input.value = String(Math.min(ceiling, Math.max(least, Number(text) + by)));
  }

  function button(input, by, label) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "step";
    made.textContent = by < 0 ? "\u2212" : "+";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", function () { step(input, by); });
    return made;
  }

  document.querySelectorAll(".stepper").forEach(function (stepper) {
    var input = stepper.querySelector("input");
    stepper.insertBefore(button(input, -1, stepper.dataset.fewer || "-1"), input);
    stepper.appendChild(button(input, 1, stepper.dataset.more || "+1"));
    input.addEventListener("keydown", function (event) {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") { return; }
      event.preventDefault();
      step(input, event.key === "ArrowUp" ? 1 : -1);
    });
  });

  /* Of lists, also where a search has put a new one into the page (search.js). */
  function dress(part) {
    /* One tick for everybody on the page. */
    part.querySelectorAll("th.tick[data-all]").forEach(function (head) {
      var all = document.createElement("input");
      var each = head.closest("form").querySelectorAll("td.tick input");
      all.type = "checkbox";
      all.setAttribute("aria-label", head.dataset.all);
      all.addEventListener("change", function () {
        each.forEach(function (one) { one.checked = all.checked; });
      });
      head.appendChild(all);
    });

    /* A module is chosen only for what concerns one. */
    part.querySelectorAll("#bulk-action").forEach(function (action) {
      var module = document.getElementById("bulk-module");
      function show() {
        module.closest(".field").hidden = action.value !== "assign" && action.value !== "unassign";
      }
      if (!module) { return; }
      action.addEventListener("change", show);
      show();
    });

    /* The server takes a confirmation once; this only spares the wait for a second answer. */
    part.querySelectorAll("form[method=post]").forEach(function (form) {
      form.addEventListener("submit", function (event) {
        if (form.dataset.sent) { event.preventDefault(); }
        form.dataset.sent = "yes";
      });
    });
  }

  dress(document);
  document.addEventListener("licences:part", function (event) { dress(event.target); });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
}());
