// One rule of the built-in firewall as a value (guides, "Sample Firewall Rules for Protecting Intracluster TLS Port"):
// read from its settings or from its row in the store, checked, and turned into what the host's inbound filter takes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/configuration.h"
#include "model/host/error.h"
#include "model/host/filter.h"

namespace hexad::admin {

struct FirewallRule {
  std::int64_t priority = 1;  ///< Lower numbers first.
  std::string interface = "Any";
  std::string address;  ///< Empty: every address of both families.
  std::int64_t prefix_length = 32;
  std::string service = "Custom";
  std::string transport = "TCP";
  std::int64_t start_port = 0;  ///< 0: all ports.
  std::int64_t end_port = 0;    ///< 0: the start port alone.
  std::string action = "Allow";
  std::string description;
  bool operator==(const FirewallRule&) const = default;

  /// "Rule at priority 10 (Drop)".
  std::string name() const;
};

/// By the index of "Firewall Rule [1..500]".
using FirewallRuleSet = std::map<std::uint32_t, FirewallRule>;

/// The fields that are settings below "Firewall Rule N", with the member that each fills.
std::vector<std::string_view> firewall_rule_fields();
FirewallRuleSet firewall_rules_of(const config::Configuration& configuration);
/// The changes that make the settings of rule `index` read as `rule`.
host::Expected<std::vector<config::Change>> firewall_rule_changes(const config::Configuration& configuration,
                                                                  std::uint32_t index, const FirewallRule& rule);

/// One line of JSON, and back; nothing for what is no rule.
std::string to_row(const FirewallRule& rule);
std::optional<FirewallRule> firewall_rule_from_row(std::string_view row);

/// "10.1.0.0 - 10.1.0.255", derived from address and prefix length; "Any" without an address, empty when the two do not
/// fit together.
std::string address_range(const FirewallRule& rule);

/// Why the firewall would reject the rule: a prefix length that does not fit the address, ports the wrong way round.
host::Expected<void> check(const FirewallRule& rule);

/// What the host's filter is given for a rule that passes check(); several for a service on several ports. Nothing for
/// ICMP, which the filter does not see.
std::vector<host::FilterRule> filter_rules_of(const FirewallRule& rule);

/// Sorted by priority, then index.
std::vector<std::pair<std::uint32_t, const FirewallRule*>> by_priority(const FirewallRuleSet& rules);

}  // namespace hexad::admin
