#include "model/admin/web/firewall_page.h"

#include <fmt/format.h>

#include "model/admin/web/controls.h"
#include "model/admin/web/layout.h"
#include "model/admin/web/status_pages.h"

namespace hexad::admin::web {
namespace {

constexpr std::string_view kPrefixLength = "Firewall Rule [1..500] PrefixLength";
constexpr std::string_view kActivate = "FirewallRulesActivate";
constexpr std::string_view kAccept = "FirewallRulesAccept";
constexpr std::string_view kRevert = "FirewallRulesRevert";

void write_moves(Html& html, const Node& rule, bool editable) {
  html.open("td", {{"class", "tight rearrange"}});
  const std::string number = std::to_string(rule.item);
  for (const auto& [leaf_name, arrow, word] :
       {std::array<std::string_view, 3>{"MoveUp", "\u2191", "up"}, {"MoveDown", "\u2193", "down"}}) {
    if (leaf(rule, leaf_name) != "True") continue;
    const std::string label = fmt::format("Move rule {} {}", leaf(rule, "Priority"), word);
    html.element("button", arrow,
                 {{"class", "quiet small"},
                  {"name", "do"},
                  {"value", fmt::format("{} {}", word, number)},
                  {"aria-label", label},
                  flag("disabled", !editable)});
  }
  html.close();
}

void write_rule(Html& html, Visit& visit, const ListSection& list, const Node& rule) {
  const std::string state = leaf(rule, "State");
  html.open("tr", {when(state != "Active", "class", "pending"), {"data-rule", std::to_string(rule.item)}});
  const std::string number = std::to_string(rule.item);
  if (visit.may_change()) write_check_cell(html, visit, "rule", number, "Select rule " + leaf(rule, "Priority"));
  for (const std::string_view name : {"Priority", "Interface", "Address", "PrefixLength", "Service", "Transport",
                                      "StartPort", "EndPort", "Action", "Description"}) {
    html.element("td", leaf(rule, name));
  }
  write_moves(html, rule, visit.may_change());
  html.element("td", state, {{"class", "tight"}});
  html.open("td", {{"class", "tight"}});
  if (state != "Pending delete") {
    html.link(visit.url() + "?" + list.entry_query(rule.item), visit.may_change() ? "View/Edit" : "View");
  }
  html.close().close();
}

std::string_view command_of(std::string_view action) {
  if (action == "delete") return "FirewallRuleDelete";
  if (action == "undelete") return "FirewallRuleUndelete";
  return {};
}

}  // namespace

void FirewallPage::above(Html& html, Visit& visit) {
  const Node firewall = visit.services().status.read("Firewall");
  const std::string left = leaf(firewall, "Activation SecondsLeft");
  if (left.empty()) return;
  html.open("section", {{"class", "dialog"}, {"role", "alertdialog"}, {"aria-labelledby", "question"}});
  html.element("h2", "Accept the firewall rules?", {{"id", "question"}});
  html.open("p").text("Firewall rules activated. The previous rules come back in ");
  html.element("strong", left, {{"data-countdown", left}}).text(" seconds unless these are accepted.").close();
  if (visit.may_change()) {
    visit.open_form(html);
    html.open("p", {{"class", "buttons"}});
    html.element("button", "Accept changes", {{"name", "do"}, {"value", kAccept}, {"data-focus", "1"}});
    html.element("button", "Rollback configuration", {{"class", "quiet"}, {"name", "do"}, {"value", "rollback"}});
    html.close().close();
  }
  html.close();
}

void FirewallPage::write_list(Html& html, Visit& visit, const ListSection& list) {
  if (!visit.services().status.has("Firewall") || !visit.has_command(kActivate)) {
    write_absent(html, "Activation of firewall rules");
    return list.write_table(html, visit);
  }
  const Node firewall = visit.services().status.read("Firewall");
  if (visit.may_change()) visit.open_form(html);
  std::vector<Heading> headings = {{"Priority"},     {"Interface"},   {"IP address"},      {"Prefix length"},
                                   {"Service"},      {"Transport"},   {"Start port"},      {"End port"},
                                   {"Action"},       {"Description"}, {"Rearrange", true}, {"State", true},
                                   {"Actions", true}};
  if (visit.may_change()) headings.insert(headings.begin(), {"", true});
  open_table(html, headings, "firewall-rules");
  bool pending = false;
  for (const Node& rule : firewall.children) {
    if (rule.item == 0) continue;
    pending = pending || leaf(rule, "State") != "Active";
    write_rule(html, visit, list, rule);
  }
  close_table(html);
  html.element("p", "Firewall rules are applied in priority order, with 1 being the highest priority.",
               {{"class", "hint"}});
  if (!visit.may_change()) return;
  html.open("p", {{"class", "buttons"}});
  html.element("a", "New", {{"class", "button"}, {"href", visit.url() + "?" + list.new_query()}});
  write_button(html, "Delete", "delete");
  write_button(html, "Undelete", "undelete");
  write_select_links(html, visit);
  write_button(html, "Activate firewall rules", kActivate);
  if (pending) html.element("button", "Revert all changes", {{"class", "quiet"}, {"name", "do"}, {"value", kRevert}});
  html.close().close();
}

SettingsForm::Beside FirewallPage::beside(Visit& visit) {
  return [firewall = visit.services().status.read("Firewall")](Html& html, const config::SettingRef& ref) {
    if (ref.setting->path != kPrefixLength) return;
    const Node* rule = firewall.find("Rule", ref.indices[0]);
    const std::string range = rule == nullptr ? std::string() : leaf(*rule, "AddressRange");
    if (!range.empty()) html.element("span", "Address range: " + range, {{"class", "state"}});
  };
}

bool FirewallPage::act_on(Visit& visit, std::string_view action) {
  for (const std::string_view command : {kActivate, kAccept, kRevert}) {
    if (action != command && !(command == kRevert && action == "rollback")) continue;
    if (!visit.has_command(command)) return visit.refuse(404, "This is not available on this peer."), true;
    visit.run(command, {}, [&visit](const CommandResult& result) {
      std::string text = result.description.empty() ? result.cause : result.description;
      for (const Node& warning : result.fields) text += (text.ends_with('.') ? " " : ". ") + warning.value + ".";
      visit.leave(visit.url(), {text, result.ok});
    });
    return true;
  }
  for (const std::string_view word : {"up", "down"}) {
    if (!action.starts_with(word) || action.size() < word.size() + 2) continue;
    visit.run_and_return(
        "FirewallRuleMove",
        {{"Rule", std::string(action.substr(word.size() + 1))}, {"Direction", word == "up" ? "Up" : "Down"}},
        visit.url(), "The rule has been moved.");
    return true;
  }
  const std::string_view command = command_of(action);
  if (command.empty() || visit.form().find("list")) return false;
  std::vector<Arguments> calls;
  for (const std::string_view rule : visit.form().all("rule")) calls.push_back({{"Rule", std::string(rule)}});
  if (calls.empty()) {
    visit.leave(visit.url(), {"Select at least one rule first.", false});
  } else {
    run_each(visit, command, std::move(calls), action == "delete" ? "marked for deletion" : "restored");
  }
  return true;
}

}  // namespace hexad::admin::web
