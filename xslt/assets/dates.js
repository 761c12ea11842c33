/* A calendar beside a field for a date, which the field takes over in its own order. Without this, the date is typed. */
(function () {
  "use strict";

  /* data-order is how 2003-02-01 is written here */
  function written(iso, order) {
    var parts = iso.split("-");
    return order.replace(/\d+/g, function (digits) {
      var part = parts[3 - Number(digits.slice(-1))];
      return digits.length === 1 ? String(Number(part)) : part;
    });
  }

  function dress(field) {
    var picker = document.createElement("input"), button = document.createElement("button");
    if (!picker.showPicker || field.nextElementSibling) { return; }
    picker.type = "date";
    picker.tabIndex = -1;
    picker.setAttribute("aria-hidden", "true");
    button.type = "button";
    button.className = "pick";
    button.setAttribute("aria-label", field.dataset.pick);
    button.addEventListener("click", function () {
      picker.value = field.dataset.date;
      picker.showPicker();
    });
    picker.addEventListener("change", function () {
      field.dataset.date = picker.value;
      field.value = picker.value ? written(picker.value, field.dataset.order) : "";
      field.focus();
    });
    field.after(picker, button);
  }

  function dressAll(part) { part.querySelectorAll("input[data-pick]").forEach(dress); }

  dressAll(document);
  document.addEventListener("licences:part", function (event) { dressAll(event.target); });
}());
