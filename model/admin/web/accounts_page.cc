#include "model/admin/web/accounts_page.h"

#include <fmt/format.h>

#include "model/admin/web/controls.h"
#include "model/admin/web/status_pages.h"

namespace hexad::admin::web {
namespace {

std::string_view level_of(const Account& account) {
  return account.role == Role::read_only ? "Read-only" : "Read-write";
}

std::string_view word(bool on) { return on ? "On" : "Off"; }

}  // namespace

void AccountsPage::show(Visit& visit) {
  if (!visit.parameter("name").empty() || visit.parameter("new") == "1") {
    return show_account(visit, visit.parameter("name"));
  }
  Html html;
  if (visit.may_change()) visit.open_form(html);
  std::vector<Heading> headings = {{"Name"},       {"Access level"}, {"Web access"},
                                   {"API access"}, {"State"},        {"Actions", true}};
  if (visit.may_change()) headings.insert(headings.begin(), {"", true});
  open_table(html, headings, "accounts");
  for (const Account* account : visit.services().accounts.all()) {
    if (account->role == Role::root) continue;
    html.open("tr");
    if (visit.may_change()) write_check_cell(html, visit, "account", account->name, "Select " + account->name);
    html.open("td").text(account->name);
    if (account->default_password) html.text(" (default password)");
    html.close().element("td", level_of(*account));
    html.element("td", word(account->web_access)).element("td", word(account->api_access));
    html.element("td", account->enabled ? "Enabled" : "Disabled");
    html.open("td", {{"class", "tight"}});
    html.link(visit.url() + "?name=" + http::percent_encoded(account->name), visit.may_change() ? "View/Edit" : "View");
    html.close().close();
  }
  close_table(html);
  if (visit.may_change()) {
    html.open("p", {{"class", "buttons"}});
    html.element("a", "New", {{"class", "button"}, {"href", visit.url() + "?new=1"}});
    write_button(html, "Delete", "delete");
    write_select_links(html, visit);
    html.close().close();
  }
  visit.show(html);
}

void AccountsPage::show_account(Visit& visit, std::string_view name, int status) {
  const Account* account = visit.services().accounts.find(name);
  const bool is_new = name.empty() || account == nullptr;
  if (account != nullptr && account->role == Role::root) return visit.refuse(404, "There is no such account.");
  if (is_new && !name.empty() && visit.form().text("do").empty()) return visit.refuse(404, "There is no such account.");
  Account blank;
  const Account& shown = account == nullptr ? blank : *account;
  Html html;
  if (!visit.may_change()) {
    html.open("dl", {{"class", "facts"}});
    write_fact(html, "Name", shown.name);
    write_fact(html, "Access level", level_of(shown));
    html.close();
    return visit.show(html, status);
  }
  visit.open_form(html);
  html.open("fieldset").element("legend", is_new ? "New account" : fmt::format("Account {}", shown.name));
  if (is_new) {
    write_input(html, {"Name", "Name", "text", name, "At most 128 characters.", true});
  } else {
    html.hidden("Name", shown.name);
  }
  write_choice(html, "Access level", "Role", {"Administrator", "ReadOnly"},
               shown.role == Role::read_only ? "ReadOnly" : "Administrator",
               "Administrator may change everything, ReadOnly may look at everything.");
  write_input(html,
              {"Password", "Password", "password", "", is_new ? "" : "Leave empty to keep the present one.", is_new});
  write_input(html, {"Confirm password", "Confirm", "password", "", "", is_new});
  write_choice(html, "Web access", "WebAccess", {"On", "Off"}, word(shown.web_access));
  write_choice(html, "API access", "APIAccess", {"On", "Off"}, word(shown.api_access));
  write_choice(html, "State", "Enabled", {"On", "Off"}, word(shown.enabled), "An account that is off cannot be used.");
  html.close().open("p", {{"class", "buttons"}});
  write_button(html, "Save", is_new ? "create" : "save");
  html.element("a", "Cancel", {{"class", "button quiet"}, {"href", visit.url()}});
  html.close().close();
  visit.show(html, status);
}

void AccountsPage::save(Visit& visit) {
  const Form& form = visit.form();
  const std::string name(form.text("Name"));
  const auto again = [&](std::string sentence) {
    visit.tell({"Nothing has been saved: " + sentence, false});
    show_account(visit, name, 422);
  };
  const bool creates = form.text("do") == "create";
  if (name.empty()) return again("an account needs a name");
  if (creates && visit.services().accounts.find(name) != nullptr) return again("there is an account of this name");
  if (form.text("Password") != form.text("Confirm")) return again("the two passwords differ");
  if (creates && form.text("Password").empty()) return again("a new account needs a password");
  Arguments arguments;
  for (const std::string_view field : {"Name", "Password", "Role", "Enabled", "WebAccess", "APIAccess"}) {
    if (!form.text(field).empty()) arguments.emplace_back(std::string(field), std::string(form.text(field)));
  }
  visit.run_and_return("AccountPut", arguments, visit.url(), "The account has been saved.");
}

void AccountsPage::act(Visit& visit) {
  const std::string_view action = visit.form().text("do");
  if (action == "create" || action == "save") return save(visit);
  if (action != "delete") return visit.refuse(400, "This page has no such button.");
  std::vector<Arguments> calls;
  Arguments again = {{"do", "delete"}};
  for (const std::string_view name : visit.form().all("account")) {
    calls.push_back({{"Name", std::string(name)}});
    again.emplace_back("account", std::string(name));
  }
  if (calls.empty()) return visit.leave(visit.url(), {"Select at least one account first.", false});
  if (!confirmed(visit)) {
    return ask(visit, "Delete accounts?", "Whoever uses them can log in no more.", again);
  }
  run_each(visit, "AccountDelete", std::move(calls), "deleted");
}

}  // namespace hexad::admin::web
