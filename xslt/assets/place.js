/* Changes in place: data-dialog opens the part "edit" of a page in a dialog; a form's answer is taken over by its page. Without
   this, links and forms lead to the same pages. */
(function () {
  "use strict";

  var main = document.getElementById("main");
  if (!main || !window.fetch || !window.HTMLDialogElement || !main.replaceChildren) { return; }

  var PAUSE = 250, timer = 0, asked = null, dialog = null, opener = "", shown = here(), said = null;

  /* Addresses are paths here: an address may have a password before its host, which scripts can't ask for. */
  function path(url) {
    var whole = new URL(url, location.href);
    return whole.pathname + whole.search;
  }

  function here() { return path(location.href); }

  function own(node) { return document.importNode(node, true); }

  function part(page, name) { return page.querySelector("[data-part='" + name + "']"); }

  /* The newest question alone is waited for. */
  function ask(url, body) {
    if (asked) { asked.abort(); }
    var mine = asked = new AbortController(), options = { headers: { "Accept": "text/html" }, credentials: "same-origin", signal: mine.signal };
    if (body) {
      options.method = "POST";
      options.body = body;
    }
    document.body.setAttribute("aria-busy", "true");
    return fetch(location.origin + path(url), options).then(function (answer) {
      return answer.text().then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        if (!page.getElementById("main")) { throw new Error("not a page"); }
        return { page: page, main: page.getElementById("main"), ok: answer.ok, moved: answer.redirected, url: path(answer.url) };
      });
    }).finally(function () {
      if (mine === asked) { document.body.removeAttribute("aria-busy"); }
    });
  }

  /* --- the page takes over an answer --- */

  function say(text) {
    if (!said) {
      said = document.createElement("p");
      said.className = "hidden";
      said.setAttribute("role", "status");
      document.body.appendChild(said);
    }
    said.textContent = text;
  }

  function rows() {
    var texts = {};
    main.querySelectorAll("tr[id]").forEach(function (row) { texts[row.id] = row.textContent; });
    return texts;
  }

  /* The field that is wrong, or what was switched, or the notice. */
  function lookAtIt() {
    var target = main.querySelector("[aria-invalid='true'], [autofocus]"), notice = main.querySelector(".notice, .trouble");
    if (notice && target) { say(notice.textContent.trim().replace(/\s+/g, " ")); }
    target = target || notice || main;
    if (!target.matches("input, button, select, a, main")) { target.setAttribute("tabindex", "-1"); }
    target.focus();
  }

  function takeOver(answer) {
    var before = rows();
    main.replaceChildren.apply(main, Array.from(answer.main.childNodes).map(own));
    main.querySelectorAll("tr[id]").forEach(function (row) {
      if (before[row.id] !== undefined && before[row.id] !== row.textContent) { row.classList.add("changed"); }
    });
    document.title = answer.page.title;
    shown = answer.url;
    main.dispatchEvent(new CustomEvent("licences:part", { bubbles: true }));
  }

  /* --- the dialog --- */

  function closed() {
    var link;
    if (!dialog) { return; }
    clearTimeout(timer);
    dialog.remove();
    dialog = null;
    link = Array.from(main.querySelectorAll("a[data-dialog]")).find(function (one) { return path(one.href) === opener; });
    if (link) { link.focus(); }
  }

  /* The dialog is an entry of the history; going back is what closes it. */
  function close() { history.back(); }

  function button() {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "close";
    made.textContent = "\u00d7";
    made.setAttribute("aria-label", main.parentNode.dataset.close || "Close");
    made.addEventListener("click", close);
    return made;
  }

  function show(edit, title) {
    var heading = document.createElement("h2");
    dialog = document.createElement("dialog");
    dialog.className = "place";
    heading.id = "place-title";
    heading.append.apply(heading, Array.from(title.childNodes));
    dialog.setAttribute("aria-labelledby", "place-title");
    dialog.append(button(), heading, edit);
    main.appendChild(dialog);
    dialog.addEventListener("cancel", function (event) {
      event.preventDefault();
      close();
    });
    dialog.dispatchEvent(new CustomEvent("licences:part", { bubbles: true }));
    dialog.showModal();
    heading.tabIndex = -1;
    heading.focus();
  }

  /* What the server says of the number as typed: its preview, or beside the field what is wrong with it. */
  function judge(page) {
    var field = dialog.querySelector("#quantity"), place = part(dialog, "preview"), made = part(page, "preview");
    var old = dialog.querySelector("#quantity-problem"), wrong = page.getElementById("quantity-problem");
    var alert = page.querySelector(".notice[role=alert], .trouble");
    var order = place.querySelector("#order-number"), typed = order && order.value !== order.defaultValue ? order.value : null;
    if (old) { old.remove(); }
    if (wrong && field) { field.closest(".stepper").before(own(wrong)); }
    if (field) {
      field.toggleAttribute("aria-invalid", false);
      if (wrong) { field.setAttribute("aria-invalid", "true"); }
      field.setAttribute("aria-describedby", wrong ? "quantity-hint quantity-problem" : "quantity-hint");
      field.closest(".field").classList.toggle("wrong", !!wrong);
    }
    place.replaceChildren.apply(place, made ? Array.from(made.childNodes).map(own) : []);
    order = place.querySelector("#order-number");
    if (order && typed !== null) { order.value = typed; }
    if (alert && !wrong) { place.prepend(own(alert)); }
    place.dispatchEvent(new CustomEvent("licences:part", { bubbles: true }));
  }

  /* then: whether the button that confirms gets the focus */
  function preview(then) {
    var field = dialog && dialog.querySelector("#quantity");
    if (!field) { return; }
    clearTimeout(timer);
    ask(field.form.getAttribute("action") + "?quantity=" + encodeURIComponent(field.value.trim())).then(function (answer) {
      if (!dialog || !dialog.contains(field)) { return; }
      judge(answer.page);
      var confirm = dialog.querySelector("form.confirm .primary");
      if (then && confirm) { confirm.focus(); }
    }).catch(function (error) {
      if (error.name !== "AbortError") { location.assign(field.form.getAttribute("action") + "?quantity=" + encodeURIComponent(field.value.trim())); }
    });
  }

  /* The form as the answer has it */
  function renew(answer) {
    var edit = part(answer.page, "edit"), target;
    if (!edit) { throw new Error("nothing to edit"); }
    part(dialog, "edit").replaceWith(own(edit));
    dialog.dispatchEvent(new CustomEvent("licences:part", { bubbles: true }));
    target = dialog.querySelector("[aria-invalid='true'], .warning, .notice") || dialog;
    if (!target.matches("input, dialog")) { target.tabIndex = -1; }
    target.focus();
  }

  /* What a form of the page has asked first */
  function ponder(answer) {
    var edit = part(answer.page, "edit");
    if (!edit || !answer.ok) { throw new Error("nothing to edit"); }
    history.pushState({ dialog: true }, "", here());
    opener = "";
    show(own(edit), own(answer.main.querySelector("h1")));
  }

  function open(url, push) {
    var address = new URL(url, location.href), quantity = address.searchParams.get("quantity");
    ask(address.pathname).then(function (answer) {
      var edit = part(answer.page, "edit"), field;
      if (!edit || !answer.ok) { throw new Error("nothing to edit"); }
      if (push) { history.pushState({ dialog: true }, "", path(url)); }
      opener = path(url);
      show(own(edit), own(answer.main.querySelector("h1")));
      field = dialog.querySelector("#quantity, input:not([type=hidden])");
      if (!field) { return; }
      if (quantity) {
        field.value = quantity;
        preview(false);
      }
      field.focus();
      field.select();
    }).catch(function (error) {
      /* whatever is wrong, the page itself can say it */
      if (error.name !== "AbortError") { location.assign(url); }
    });
  }

  /* --- what is sent --- */

  function send(form, submitter) {
    var body = new URLSearchParams(new FormData(form)), inside = dialog && dialog.contains(form);
    var address = submitter && submitter.getAttribute("formaction") || form.getAttribute("action");
    if (submitter && submitter.name) { body.append(submitter.name, submitter.value); }
    ask(address, body).then(function (answer) {
      delete form.dataset.sent;
      if (inside && !answer.moved && !dialog.querySelector("#quantity")) {
        renew(answer);
        return;
      }
      if (!inside && form.classList.contains("bulk") && !answer.moved) {
        ponder(answer);
        return;
      }
      if (inside && !answer.moved) {
        judge(answer.page);
        (dialog.querySelector("[role=alert], [aria-invalid]") || dialog).scrollIntoView({ block: "nearest" });
        return;
      }
      if (answer.moved && answer.url.split("?")[0] !== shown.split("?")[0]) {
        location.assign(answer.url);
        return;
      }
      if (inside) { closed(); }
      takeOver(answer);
      if (answer.moved) { history.replaceState(null, "", answer.url); }
      lookAtIt();
    }).catch(function (error) {
      /* the server takes a confirmation once, so it can be sent again as if this were not here */
      if (error.name !== "AbortError") { form.submit(); }
    });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    if (link.dataset.dialog && !dialog) {
      event.preventDefault();
      open(link.href, true);
    } else if (dialog && link.closest("dialog .buttons")) {
      event.preventDefault();
      close();
    }
  });

  document.addEventListener("submit", function (event) {
    var form = event.target, inside = dialog && dialog.contains(form);
    if (event.defaultPrevented) { return; }
    if (inside && form.getAttribute("method") === "get") {
      event.preventDefault();
      preview(true);
    } else if (form.getAttribute("method") === "post" && main.contains(form)) {
      event.preventDefault();
      send(form, event.submitter);
    }
  });

  document.addEventListener("input", function (event) {
    if (!dialog || event.target.id !== "quantity" || !dialog.contains(event.target)) { return; }
    clearTimeout(timer);
    timer = setTimeout(function () { preview(false); }, PAUSE);
  });

  window.addEventListener("popstate", function () {
    var was = dialog;
    closed();
    if (document.querySelector("form[data-live]")) { return; }
    if (here().split("?")[0] !== shown.split("?")[0] && !(history.state && history.state.dialog)) {
      location.reload();
    } else if (!was && history.state && history.state.dialog) {
      open(here(), false);
    }
  });
}());
