/* Lists filter themselves while one types: the form's page is fetched, and its parts are taken over from it. Without this,
   the form's button does the same by loading the page. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-live]");
  if (!form || !window.fetch || !window.DOMParser || !window.URLSearchParams) { return; }

  /* settled: where the entry of the history stood before somebody typed; submitting puts it back, below the new one */
  var PAUSE = 250, timer = 0, asked = null, shown = here(), settled = here();

  /* Addresses are paths here: an address may have a password before its host, which scripts can't ask for. */
  function path(url) {
    var whole = new URL(url, location.href);
    return whole.pathname + whole.search;
  }

  function here() { return path(location.href); }

  /* The page that the form stands for, without what is empty. */
  function address() {
    var words = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (String(value).trim()) { words.append(name, String(value).trim()); }
    });
    var query = words.toString();
    return path(form.getAttribute("action") + (query ? "?" + query : ""));
  }

  function replace(old, made) {
    old.replaceChildren.apply(old, Array.from(made.childNodes).map(function (node) { return document.importNode(node, true); }));
  }

  /* The heading that sorted is there anew, and has the focus again. */
  function focused() {
    var link = document.activeElement && document.activeElement.closest("[data-part] th a");
    return link ? Array.from(document.querySelectorAll("[data-part] th a")).indexOf(link) : -1;
  }

  function takeOver(page, fields) {
    var focus = focused();
    document.querySelectorAll("[data-part]").forEach(function (part) {
      var made = page.querySelector("[data-part='" + part.dataset.part + "']");
      if (made) {
        replace(part, made);
        part.dispatchEvent(new CustomEvent("licences:part", { bubbles: true }));
      }
    });
    var found = document.getElementById("found"), said = page.getElementById("found");
    if (found && said) { found.textContent = said.textContent; }
    if (fields) {
      Array.from(form.elements).forEach(function (field) {
        var made = field.name && page.getElementById(field.id);
        if (made) { field.value = made.value; }
      });
    }
    if (focus >= 0) {
      var link = document.querySelectorAll("[data-part] th a")[focus];
      if (link) { link.focus(); }
    }
  }

  function remember(url, keep) {
    if (keep === "replace") {
      history.replaceState(null, "", url);
    } else {
      if (keep === "push" && url !== settled) {
        if (here() !== settled) { history.replaceState(null, "", settled); }
        history.pushState(null, "", url);
      }
      settled = url;
    }
  }

  /* keep: what becomes of the history: "replace", "push" or "" (it is there already). fields: the form follows, too. */
  function show(url, keep, fields) {
    clearTimeout(timer);
    if (asked) { asked.abort(); }
    if (url === shown) {
      asked = null;
      document.body.removeAttribute("aria-busy");
      remember(url, keep);
      return;
    }
    var mine = asked = new AbortController();
    document.body.setAttribute("aria-busy", "true");
    fetch(location.origin + url, { headers: { "Accept": "text/html" }, credentials: "same-origin", signal: mine.signal }).then(function (answer) {
      if (!answer.ok || answer.redirected) { throw new Error("not a list"); }
      return answer.text();
    }).then(function (text) {
      if (mine !== asked) { return; }
      var page = new DOMParser().parseFromString(text, "text/html");
      if (!page.querySelector("form[data-live]")) { throw new Error("not a list"); }
      shown = url;
      takeOver(page, fields);
      document.title = page.title;
      remember(url, keep);
      document.body.removeAttribute("aria-busy");
    }).catch(function (error) {
      /* whatever is wrong, the page itself can say it */
      if (error.name !== "AbortError") { location.assign(url); }
    });
  }

  form.addEventListener("input", function (event) {
    if (event.target.type !== "search" || event.isComposing) { return; }
    clearTimeout(timer);
    timer = setTimeout(function () { show(address(), "replace", false); }, PAUSE);
  });
  form.addEventListener("change", function (event) {
    if (event.target.tagName === "SELECT") { show(address(), "push", false); }
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    show(address(), "push", false);
  });

  /* Headings and pages of the list, and what clears the search; not when they are to be opened elsewhere. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-part='results'] th a, [data-part='results'] .empty a, [data-part='clear'] a");
    var list = path(form.getAttribute("action"));
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey ||
        path(link.href).split("?")[0] !== list) { return; }
    event.preventDefault();
    show(path(link.href), "push", true);
    if (!link.closest("th")) { form.querySelector("input[type=search]").focus(); }
  });

  window.addEventListener("popstate", function () { show(here(), "", true); });
}());
