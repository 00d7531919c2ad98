#include "model/admin/web/controls.h"

#include <algorithm>
#include <string>

#include "model/admin/web/page.h"

namespace hexad::admin::web {
namespace {

std::string id_for(std::string_view name) { return "i-" + std::string(name); }

void write_rows(Html& html, const Node& node, const std::string& above) {
  std::string path = above.empty() ? node.name : above + " " + node.name;
  if (node.item > 0) path += " " + std::to_string(node.item);
  if (node.children.empty()) {
    html.element("dt", path).element("dd", node.value.empty() ? "-" : node.value);
    return;
  }
  for (const Node& child : node.children) write_rows(html, child, path);
}

}  // namespace

void write_check_cell(Html& html, const Visit& visit, std::string_view name, std::string_view value,
                      std::string_view label) {
  html.open("td", {{"class", "tight"}});
  html.empty("input", {{"type", "checkbox"},
                       {"name", name},
                       {"value", value},
                       {"aria-label", label},
                       flag("checked", visit.parameter("select") == "all")});
  html.close();
}

void write_select_links(Html& html, const Visit& visit) {
  html.element("a", "Select all",
               {{"class", "button quiet"}, {"href", visit.url() + "?select=all"}, {"data-select", "all"}});
  html.element("a", "Unselect all", {{"class", "button quiet"}, {"href", visit.url()}, {"data-select", "none"}});
}

void write_button(Html& html, std::string_view text, std::string_view action) {
  html.element("button", text, {{"name", "do"}, {"value", action}});
}

void open_table(Html& html, const std::vector<Heading>& headings, std::string_view name) {
  html.open("div", {{"class", name == "log" ? "scroll log" : "scroll"}});
  html.open("table", {when(!name.empty(), "id", name)}).open("thead").open("tr");
  for (const Heading& heading : headings) {
    html.element("th", heading.text, {{"scope", "col"}, when(heading.tight, "class", "tight")});
  }
  html.close().close().open("tbody");
}

void close_table(Html& html) { html.close().close().close(); }

void write_input(Html& html, const Input& input) {
  const std::string id = id_for(input.name);
  html.open("div", {{"class", "field"}});
  html.element("label", input.label, {{"for", id}});
  html.open("div", {{"class", "control"}});
  if (input.type == "textarea") {
    html.element(
        "textarea", input.value,
        {{"id", id}, {"name", input.name}, {"rows", "8"}, {"spellcheck", "false"}, flag("required", input.required)});
  } else {
    const bool secret = input.type == "password";
    html.empty("input", {{"type", input.type},
                         {"id", id},
                         {"name", input.name},
                         when(input.type != "file", "value", input.value),
                         when(secret, "autocomplete", "new-password"),
                         flag("required", input.required)});
  }
  html.close();
  if (!input.hint.empty()) html.element("p", input.hint, {{"class", "hint"}});
  html.close();
}

void write_choice(Html& html, std::string_view label, std::string_view name, const std::vector<std::string_view>& words,
                  std::string_view chosen, std::string_view hint) {
  const std::string id = id_for(name);
  html.open("div", {{"class", "field"}});
  html.element("label", label, {{"for", id}});
  html.open("div", {{"class", "control"}}).open("select", {{"id", id}, {"name", name}});
  for (const std::string_view word : words) {
    html.element("option", word, {{"value", word}, flag("selected", word == chosen)});
  }
  html.close().close();
  if (!hint.empty()) html.element("p", hint, {{"class", "hint"}});
  html.close();
}

void ask(Visit& visit, std::string_view question, std::string_view sentence, const Arguments& fields) {
  Html html;
  html.open("section", {{"class", "dialog"},
                        {"role", "alertdialog"},
                        {"aria-labelledby", "question"},
                        {"aria-describedby", "sentence"}});
  html.element("h2", question, {{"id", "question"}}).element("p", sentence, {{"id", "sentence"}});
  visit.open_form(html);
  for (const auto& field : fields) html.hidden(field.first, field.second);
  html.hidden("confirm", "yes");
  html.open("p", {{"class", "buttons"}});
  html.element("button", "OK", {{"id", "ok"}, {"data-focus", "1"}});
  html.element("a", "Cancel", {{"class", "button quiet"}, {"href", visit.url()}});
  html.close().close().close();
  visit.show(html);
}

bool confirmed(const Visit& visit) { return visit.form().text("confirm") == "yes"; }

void write_absent(Html& html, std::string_view what) {
  html.open("p", {{"class", "empty"}}).text(what).text(": not available on this peer.").close();
}

void write_fact(Html& html, std::string_view name, std::string_view value) {
  html.element("dt", name).element("dd", value.empty() ? "-" : value);
}

void write_leaves(Html& html, const Node& node) {
  html.open("dl", {{"class", "facts"}});
  for (const Node& child : node.children) write_rows(html, child, {});
  if (node.children.empty()) write_fact(html, node.name, node.value);
  html.close();
}

}  // namespace hexad::admin::web
