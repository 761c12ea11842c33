/* Comfort only: every page works without it. Buttons beside a number, one click per form, menus that close. */
(function () {
  "use strict";

  function step(input, by) {
    var least = Number(input.dataset.least || 0), ceiling = Number(input.dataset.ceiling || Infinity);
    var text = input.value.trim();
    if (!/^[0-9]{1,9}$/.test(text)) { return; }
    input.value = String(Math.min(ceiling, Math.max(least, Number(text) + by)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
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

  /* Also what has been put into the page later (search.js, place.js). */
  function dress(part) {
    part.querySelectorAll(".stepper").forEach(function (stepper) {
      var input = stepper.querySelector("input");
      if (stepper.querySelector("button")) { return; }
      stepper.insertBefore(button(input, -1, stepper.dataset.fewer || "-1"), input);
      stepper.appendChild(button(input, 1, stepper.dataset.more || "+1"));
      input.addEventListener("keydown", function (event) {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") { return; }
        event.preventDefault();
        step(input, event.key === "ArrowUp" ? 1 : -1);
      });
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
      if (form.dataset.once) { return; }
      form.dataset.once = "yes";
      form.addEventListener("submit", function (event) {
        if (form.dataset.sent) {
          event.preventDefault();
          event.stopPropagation();
        }
        form.dataset.sent = "yes";
      });
    });
  }

  dress(document);
  document.addEventListener("licences:part", function (event) { dress(event.target); });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  /* A menu closes with Escape, and when something else is looked at. */
  function shut(but) {
    document.querySelectorAll(".row-menu[open]").forEach(function (menu) { if (menu !== but) { menu.open = false; } });
  }
  document.addEventListener("click", function (event) { shut(event.target.closest(".row-menu")); });
  document.addEventListener("focusin", function (event) { shut(event.target.closest(".row-menu")); });
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && event.target.closest(".row-menu[open]");
    if (!menu) { return; }
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}());
