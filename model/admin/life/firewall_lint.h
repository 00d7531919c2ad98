// What is worth saying about a set of firewall rules before it counts. With lower numbers first, the guides' own sample
// list (drop at 10, allow at 18 and 19) cuts the peers off from one another: this says so.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/admin/life/firewall_rule.h"
#include "model/host/address.h"

namespace hexad::admin {

/// What validation refuses: alarm 40030 for a rule that the firewall would reject, 40034 for a priority given twice.
struct FirewallFaults {
  std::vector<std::string> rejected;
  std::vector<std::string> duplicates;
  bool none() const { return rejected.empty() && duplicates.empty(); }
};
FirewallFaults faults_of(const FirewallRuleSet& rules);

/// The rules as the host's filter, in their order. They pass faults_of().
std::vector<host::FilterRule> filter_of(const FirewallRuleSet& rules);

/// Sentences for people: peers that could not reach the clustering ports, rules that never take effect because one
/// before them covers them, rules that the filter cannot express. `peers` are the other peers' addresses; `cards` the
/// names of this machine's interfaces ("lan1").
std::vector<std::string> warnings_about(const FirewallRuleSet& rules, std::span<const host::IpAddress> peers,
                                        std::span<const std::string> cards);

}  // namespace hexad::admin
