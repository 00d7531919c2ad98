#include "model/admin/life/firewall_rules.h"

#include <algorithm>

#include "model/admin/life/common.h"

namespace hexad::admin {
namespace {

constexpr std::uint32_t kRejectedAlarm = 40030;
constexpr std::uint32_t kDuplicateAlarm = 40034;
constexpr std::string_view kList = "Firewall Rule";
constexpr std::uint32_t kRulesMax = 500;

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += (text.empty() ? "" : ". ") + sentence;
  return text;
}

FirewallRuleState state_of(std::uint32_t index, const FirewallRule* wanted, const FirewallRuleSet& in_force) {
  const auto active = in_force.find(index);
  if (wanted == nullptr) return FirewallRuleState::pending_delete;
  if (active == in_force.end()) return FirewallRuleState::pending_add;
  return active->second == *wanted ? FirewallRuleState::active : FirewallRuleState::pending_change;
}

}  // namespace

std::string_view to_string(FirewallRuleState state) {
  switch (state) {
    case FirewallRuleState::active: return "Active";
    case FirewallRuleState::pending_add: return "Pending add";
    case FirewallRuleState::pending_change: return "Pending change";
    case FirewallRuleState::pending_delete: return "Pending delete";
  }
  return "";
}

FirewallRules::FirewallRules(Services& services) : services_(services), timer_(services.host.make_timer(*this)) {
  load();
  if (!in_force_.empty()) enforce();
  add_commands();
  add_rule_commands();
  services_.status.add("Firewall", [this] { return status(); });
}

FirewallRules::~FirewallRules() = default;

void FirewallRules::load() {
  if (services_.store == nullptr) return;
  const auto rows = services_.store->rows(config::kind::kFirewallRule);
  if (!rows) return;
  for (const config::Row& row : *rows) {
    const auto index = whole_number(row.key);
    auto rule = firewall_rule_from_row(row.value);
    if (!index || *index < 1 || *index > kRulesMax || !rule || !check(*rule)) {
      services_.alarms.raise(kRejectedAlarm, "A kept firewall rule cannot be read and is left out: " + row.key);
      continue;
    }
    in_force_[static_cast<std::uint32_t>(*index)] = *std::move(rule);
  }
}

void FirewallRules::enforce() { services_.host.set_inbound_filter(filter_of(in_force_)); }

std::vector<FirewallRules::Listed> FirewallRules::list() const {
  const FirewallRuleSet wanted = firewall_rules_of(services_.configuration.current());
  FirewallRuleSet all = in_force_;
  for (const auto& entry : wanted) all[entry.first] = entry.second;
  std::vector<Listed> listed;
  for (const auto& entry : by_priority(all)) {
    const auto found = wanted.find(entry.first);
    const FirewallRule* rule = found == wanted.end() ? nullptr : &found->second;
    listed.push_back({entry.first, *entry.second, state_of(entry.first, rule, in_force_)});
  }
  return listed;
}

std::vector<std::string> FirewallRules::warnings() const {
  std::vector<std::string> cards;
  std::vector<host::IpAddress> own;
  for (const host::Interface& card : services_.host.interfaces()) {
    cards.push_back(card.name);
    for (const host::Prefix& prefix : card.addresses) own.push_back(prefix.address);
  }
  std::vector<host::IpAddress> peers;
  for (int peer = 1; peer <= 6; ++peer) {
    const std::string path = "Alternates Peer " + std::to_string(peer) + " Address";
    const auto address = host::IpAddress::parse(setting_text(services_.configuration.current(), path));
    if (address && std::find(own.begin(), own.end(), *address) == own.end()) peers.push_back(*address);
  }
  return warnings_about(in_force_, peers, cards);
}

host::Expected<std::vector<std::string>> FirewallRules::activate(const config::Author& author) {
  if (awaiting_accept()) {
    return host::fail(host::ErrorCode::bound_reached,
                      "Firewall rules wait to be accepted: accept or revert them first");
  }
  FirewallRuleSet wanted = firewall_rules_of(services_.configuration.current());
  const FirewallFaults faults = faults_of(wanted);
  services_.alarms.set(kRejectedAlarm, !faults.rejected.empty(), joined(faults.rejected));
  services_.alarms.set(kDuplicateAlarm, !faults.duplicates.empty(), joined(faults.duplicates));
  if (!faults.none()) {
    std::vector<std::string> all = faults.rejected;
    all.insert(all.end(), faults.duplicates.begin(), faults.duplicates.end());
    return host::fail(host::ErrorCode::invalid_argument, joined(all));
  }
  previous_ = std::exchange(in_force_, std::move(wanted));
  enforce();
  accept_until_ = services_.host.now() + kAcceptTime;
  timer_->arm_at(accept_until_);
  services_.events.add(1, "Firewall Rules Activated",
                       {{"Service", "Firewall"}, {"User", author.user}, {"Src", author.source}});
  return warnings();
}

host::Expected<void> FirewallRules::keep() {
  if (services_.store == nullptr) return {};
  const auto rows = services_.store->rows(config::kind::kFirewallRule);
  if (!rows) return tl::unexpected(rows.error());
  const std::string kind(config::kind::kFirewallRule);
  std::vector<config::RowChange> changes;
  for (const config::Row& row : *rows) changes.push_back({kind, row.key, std::nullopt});
  for (const auto& entry : in_force_) changes.push_back({kind, std::to_string(entry.first), to_row(entry.second)});
  if (changes.empty()) return {};
  return services_.store->write(changes);
}

host::Expected<void> FirewallRules::accept(const config::Author& author) {
  if (!awaiting_accept()) {
    return host::fail(host::ErrorCode::not_found, "No activation of firewall rules waits to be accepted");
  }
  if (auto kept = keep(); !kept) {
    roll_back("The firewall rules could not be kept", author);
    return kept;
  }
  timer_->cancel();
  previous_.clear();
  services_.events.add(1, "Firewall Rules Accepted",
                       {{"Service", "Firewall"}, {"User", author.user}, {"Src", author.source}});
  return {};
}

void FirewallRules::roll_back(std::string_view why, const config::Author& author) {
  timer_->cancel();
  in_force_ = std::exchange(previous_, {});
  enforce();
  services_.events.add(1, "Firewall Rules Rolled Back",
                       {{"Service", "Firewall"}, {"Detail", why}, {"User", author.user}, {"Src", author.source}});
}

void FirewallRules::on_timer(host::Timer&) {
  roll_back("They were not accepted within 15 seconds", {"system", "", "firewall"});
}

host::Expected<void> FirewallRules::revert(const config::Author& author) {
  if (awaiting_accept()) roll_back("The operator reverted them", author);
  const config::Configuration& now = services_.configuration.current();
  std::vector<config::Change> changes;
  for (const auto& entry : firewall_rules_of(now)) {
    if (in_force_.contains(entry.first)) continue;
    for (config::Change& change : now.removal_of_entry(kList, std::vector<std::uint32_t>{entry.first})) {
      changes.push_back(std::move(change));
    }
  }
  for (const auto& entry : in_force_) {
    auto restored = firewall_rule_changes(now, entry.first, entry.second);
    if (!restored) return tl::unexpected(restored.error());
    changes.insert(changes.end(), restored->begin(), restored->end());
  }
  auto applied = services_.configuration.apply(changes, author);
  if (!applied) return tl::unexpected(applied.error());
  services_.alarms.lower(kRejectedAlarm);
  services_.alarms.lower(kDuplicateAlarm);
  return {};
}

host::Expected<void> FirewallRules::move(std::uint32_t index, bool up, const config::Author& author) {
  const config::Configuration& now = services_.configuration.current();
  const FirewallRuleSet wanted = firewall_rules_of(now);
  const auto sorted = by_priority(wanted);
  const auto at =
      std::find_if(sorted.begin(), sorted.end(), [index](const auto& entry) { return entry.first == index; });
  if (at == sorted.end()) return host::fail(host::ErrorCode::not_found, "There is no firewall rule of this number");
  if (up ? at == sorted.begin() : at + 1 == sorted.end()) {
    return host::fail(host::ErrorCode::bound_reached,
                      up ? "It is the first rule already" : "It is the last rule already");
  }
  const auto other = up ? at - 1 : at + 1;
  if (other->second->priority == at->second->priority) {
    return host::fail(host::ErrorCode::bound_reached, "Both rules have the same priority: change one of them");
  }
  FirewallRule moved = *at->second;
  FirewallRule exchanged = *other->second;
  std::swap(moved.priority, exchanged.priority);
  auto changes = firewall_rule_changes(now, at->first, moved);
  auto others = firewall_rule_changes(now, other->first, exchanged);
  if (!changes || !others) return tl::unexpected(changes ? others.error() : changes.error());
  changes->insert(changes->end(), others->begin(), others->end());
  auto applied = services_.configuration.apply(*changes, author);
  if (!applied) return tl::unexpected(applied.error());
  return {};
}

host::Expected<void> FirewallRules::remove(std::uint32_t index, const config::Author& author) {
  const config::Configuration& now = services_.configuration.current();
  if (!firewall_rules_of(now).contains(index)) {
    return host::fail(host::ErrorCode::not_found, "There is no firewall rule of this number");
  }
  auto applied = services_.configuration.apply(now.removal_of_entry(kList, std::vector<std::uint32_t>{index}), author);
  if (!applied) return tl::unexpected(applied.error());
  return {};
}

host::Expected<void> FirewallRules::restore(std::uint32_t index, const config::Author& author) {
  const auto active = in_force_.find(index);
  if (active == in_force_.end()) {
    return host::fail(host::ErrorCode::not_found, "No firewall rule of this number is in force");
  }
  const auto changes = firewall_rule_changes(services_.configuration.current(), index, active->second);
  if (!changes) return tl::unexpected(changes.error());
  auto applied = services_.configuration.apply(*changes, author);
  if (!applied) return tl::unexpected(applied.error());
  return {};
}

void FirewallRules::add_commands() {
  Command activate;
  activate.name = "FirewallRulesActivate";
  activate.help =
      "Puts the pending firewall rules in force; unless accepted within 15 seconds, the previous come back.";
  activate.run = [this](const CommandCall& call, CommandReply reply) {
    const auto warnings = this->activate(call.who.author());
    if (!warnings) return reply(failure_of(warnings.error()));
    CommandResult result = CommandResult::done(
        "Activated Access Control configuration. The system access control lists have been updated with the latest "
        "settings. Accept them within 15 seconds");
    std::uint32_t number = 0;
    for (const std::string& warning : *warnings) {
      Node& node = result.fields.emplace_back("Warning", warning);
      node.item = ++number;
    }
    reply(std::move(result));
  };
  services_.commands.add(std::move(activate));
  Command accept;
  accept.name = "FirewallRulesAccept";
  accept.help = "Keeps the firewall rules that were activated.";
  accept.run = [this](const CommandCall& call, CommandReply reply) {
    reply(result_of(this->accept(call.who.author()), "The firewall rules have been accepted"));
  };
  services_.commands.add(std::move(accept));
  Command revert;
  revert.name = "FirewallRulesRevert";
  revert.help = "Discards what is pending about the firewall rules.";
  revert.run = [this](const CommandCall& call, CommandReply reply) {
    reply(result_of(this->revert(call.who.author()), "The changes to the firewall rules have been discarded"));
  };
  services_.commands.add(std::move(revert));
}

void FirewallRules::add_rule_commands() {
  Parameter rule;
  rule.name = "Rule";
  rule.kind = ParameterKind::integer;
  rule.required = true;
  rule.minimum = 1;
  rule.maximum = kRulesMax;
  rule.help = "Its number in the list of settings.";
  Parameter direction;
  direction.name = "Direction";
  direction.kind = ParameterKind::choice;
  direction.required = true;
  direction.words = {"Up", "Down"};
  direction.help = "Up: earlier.";
  const auto add = [this](std::string_view name, std::string_view help, std::vector<Parameter> parameters, auto act) {
    Command command;
    command.name = name;
    command.help = help;
    command.parameters = std::move(parameters);
    command.run = [act](const CommandCall& call, CommandReply reply) {
      const auto index = static_cast<std::uint32_t>(call.integer("Rule").value_or(0));
      reply(result_of(act(index, call), "Done. It takes effect when the firewall rules are activated"));
    };
    services_.commands.add(std::move(command));
  };
  add("FirewallRuleMove", "Exchanges the priority of a firewall rule with that of the rule before or after it.",
      {rule, direction}, [this](std::uint32_t index, const CommandCall& call) {
        return move(index, call.text("Direction") == "Up", call.who.author());
      });
  add("FirewallRuleDelete", "Deletes a firewall rule.", {rule},
      [this](std::uint32_t index, const CommandCall& call) { return remove(index, call.who.author()); });
  add("FirewallRuleUndelete", "Takes back what is pending about a firewall rule that is in force.", {rule},
      [this](std::uint32_t index, const CommandCall& call) { return restore(index, call.who.author()); });
}

Node FirewallRules::status() const {
  Node node("Firewall");
  Node& activation = node.add("Activation");
  activation.add("State", awaiting_accept() ? "Waiting to be accepted" : "None");
  if (awaiting_accept()) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(accept_until_ - services_.host.now());
    activation.add("SecondsLeft", std::to_string(left.count()));
  }
  const std::vector<Listed> listed = list();
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const FirewallRule& rule = listed[i].rule;
    Node& item = node.add_item("Rule", listed[i].index);
    item.add("Priority", std::to_string(rule.priority));
    item.add("Interface", rule.interface);
    item.add("Address", rule.address);
    item.add("PrefixLength", std::to_string(rule.prefix_length));
    item.add("AddressRange", address_range(rule));
    item.add("Service", rule.service);
    item.add("Transport", rule.transport);
    item.add("StartPort", std::to_string(rule.start_port));
    item.add("EndPort", std::to_string(rule.end_port));
    item.add("Action", rule.action);
    item.add("Description", rule.description);
    item.add("MoveUp", i > 0 ? "True" : "False");
    item.add("MoveDown", i + 1 < listed.size() ? "True" : "False");
    item.add("State", to_string(listed[i].state));
  }
  return node;
}

}  // namespace hexad::admin
