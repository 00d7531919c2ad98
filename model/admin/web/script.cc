#include "model/admin/web/assets.h"

namespace hexad::admin::web {

namespace {

constexpr std::string_view kScript = R"js("use strict";
(function () {
  // Select all and Unselect all, without loading the page anew.
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-select]");
    var form = link && link.closest("form");
    if (!form) return;
    event.preventDefault();
    form.querySelectorAll("tbody input[type=checkbox]").forEach(function (box) {
      box.checked = link.getAttribute("data-select") === "all";
    });
  });

  // A page of status fetches itself anew while nobody works in it. The header says that no person asked.
  var main = document.getElementById("content");
  var every = main ? Number(main.getAttribute("data-refresh")) : 0;
  if (every > 0) {
    window.setInterval(function () {
      var busy = main.contains(document.activeElement) && document.activeElement !== main;
      if (document.hidden || busy || main.querySelector("input[type=checkbox]:checked")) return;
      fetch(window.location.href, {headers: {"X-Hexad-Refresh": "1"}, redirect: "error"}).then(function (answer) {
        return answer.ok ? answer.text() : Promise.reject(answer.status);
      }).then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var fresh = page.getElementById("content");
        if (fresh) main.replaceChildren.apply(main, Array.from(fresh.childNodes));
      }).catch(function () { every = 0; });
    }, every * 1000);
  }

  // The first field that is wrong, else the first of a login, has the focus.
  var first = document.querySelector(".field.wrong input, .field.wrong select") ||
              document.querySelector("[data-focus]");
  if (first) first.focus();

  // Seconds that are left, counted down.
  document.querySelectorAll("[data-countdown]").forEach(function (place) {
    var left = Number(place.getAttribute("data-countdown"));
    var timer = window.setInterval(function () {
      left -= 1;
      place.textContent = String(Math.max(left, 0));
      if (left <= 0) { window.clearInterval(timer); window.location.reload(); }
    }, 1000);
  });

  // An upload tells how far it is.
  document.querySelectorAll("form[data-progress=upload]").forEach(function (form) {
    var bar = form.querySelector("progress");
    if (!bar) return;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var request = new XMLHttpRequest();
      bar.hidden = false;
      bar.max = 100;
      request.upload.addEventListener("progress", function (step) {
        if (step.lengthComputable) bar.value = 100 * step.loaded / step.total;
      });
      request.addEventListener("load", function () {
        var page = new DOMParser().parseFromString(request.responseText, "text/html");
        document.title = page.title;
        document.body.replaceChildren.apply(document.body, Array.from(page.body.childNodes));
        if (request.responseURL) window.history.replaceState(null, "", request.responseURL);
      });
      request.addEventListener("error", function () { bar.hidden = true; form.submit(); });
      var body = new FormData(form);
      if (event.submitter && event.submitter.name) body.append(event.submitter.name, event.submitter.value);
      request.open("POST", form.getAttribute("action"));
      request.send(body);
    });
  });
})();
)js";

}  // namespace

std::string_view script() { return kScript; }

}  // namespace hexad::admin::web
