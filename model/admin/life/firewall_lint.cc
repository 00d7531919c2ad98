#include "model/admin/life/firewall_lint.h"

#include <algorithm>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

constexpr std::uint16_t kRecoveryPort = 4371;
constexpr std::uint16_t kCommunicationPort = 4372;

bool covers(const host::FilterRule& outer, const host::FilterRule& inner) {
  if (outer.protocol != host::FilterProtocol::any && outer.protocol != inner.protocol) return false;
  if (outer.port_first > inner.port_first || outer.port_last < inner.port_last) return false;
  if (!outer.source) return true;
  return inner.source && inner.source->length >= outer.source->length && outer.source->contains(inner.source->address);
}

/// Whether every part of `inner` lies within some part of `outer`.
bool covers(const FirewallRule& outer, const FirewallRule& inner) {
  const auto outer_parts = filter_rules_of(outer);
  const auto inner_parts = filter_rules_of(inner);
  return !inner_parts.empty() && std::all_of(inner_parts.begin(), inner_parts.end(), [&](const auto& part) {
    return std::any_of(outer_parts.begin(), outer_parts.end(), [&](const auto& whole) { return covers(whole, part); });
  });
}

void warn_of_shadows(const FirewallRuleSet& rules, std::vector<std::string>& warnings) {
  const auto sorted = by_priority(rules);
  for (std::size_t later = 0; later < sorted.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const FirewallRule& first = *sorted[earlier].second;
      const FirewallRule& second = *sorted[later].second;
      if (first.action == second.action || !covers(first, second)) continue;
      warnings.push_back(second.name() + " never takes effect: the " + lower_case(first.name().substr(0, 1)) +
                         first.name().substr(1) + " stands before it and covers it. Lower numbers come first");
      break;
    }
  }
}

void warn_of_isolation(const FirewallRuleSet& rules, std::span<const host::IpAddress> peers,
                       std::vector<std::string>& warnings) {
  const std::vector<host::FilterRule> filter = filter_of(rules);
  for (const host::IpAddress& peer : peers) {
    const bool reached =
        judge(filter, host::FilterProtocol::tcp, peer, kRecoveryPort) == host::FilterAction::allow &&
        judge(filter, host::FilterProtocol::tcp, peer, kCommunicationPort) == host::FilterAction::allow;
    if (!reached) {
      warnings.push_back("Peer " + peer.to_string() +
                         " could not reach this peer's clustering ports 4371 and 4372: give the rules that allow peers "
                         "lower numbers than the one that drops, such as 20 and 50000");
    }
  }
}

}  // namespace

FirewallFaults faults_of(const FirewallRuleSet& rules) {
  FirewallFaults faults;
  const FirewallRule* before = nullptr;
  for (const auto& entry : by_priority(rules)) {
    if (auto checked = check(*entry.second); !checked) faults.rejected.push_back(checked.error().detail);
    if (before != nullptr && before->priority == entry.second->priority) {
      faults.duplicates.push_back("Two rules have the priority " + std::to_string(before->priority));
    }
    before = entry.second;
  }
  return faults;
}

std::vector<host::FilterRule> filter_of(const FirewallRuleSet& rules) {
  std::vector<host::FilterRule> filter;
  for (const auto& entry : by_priority(rules)) {
    for (host::FilterRule& part : filter_rules_of(*entry.second)) filter.push_back(std::move(part));
  }
  return filter;
}

std::vector<std::string> warnings_about(const FirewallRuleSet& rules, std::span<const host::IpAddress> peers,
                                        std::span<const std::string> cards) {
  std::vector<std::string> warnings;
  warn_of_isolation(rules, peers, warnings);
  warn_of_shadows(rules, warnings);
  for (const auto& entry : by_priority(rules)) {
    const FirewallRule& rule = *entry.second;
    if (filter_rules_of(rule).empty()) warnings.push_back(rule.name() + " has no effect here: ICMP is not filtered");
    if (rule.transport == "UDP" && rule.service == "Custom") {
      warnings.push_back(rule.name() + " takes full effect for UDP only after a restart");
    }
    if (rule.interface == "Any") continue;
    const bool there = std::any_of(cards.begin(), cards.end(),
                                   [&](const std::string& card) { return equal_ignoring_case(card, rule.interface); });
    if (!there)
      warnings.push_back(rule.name() + " names " + rule.interface + ", a card that this system does not have");
    if (there && cards.size() > 1) warnings.push_back(rule.name() + " counts on every card of this system");
  }
  return warnings;
}

}  // namespace hexad::admin
