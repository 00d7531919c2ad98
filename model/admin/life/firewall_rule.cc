#include "model/admin/life/firewall_rule.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kList = "Firewall Rule";

/// A field is a text or a number.
struct Field {
  std::string_view name;
  std::string FirewallRule::*text = nullptr;
  std::int64_t FirewallRule::*number = nullptr;
};
constexpr std::array<Field, 10> kFields{{
    {"Priority", nullptr, &FirewallRule::priority},
    {"Interface", &FirewallRule::interface, nullptr},
    {"Address", &FirewallRule::address, nullptr},
    {"PrefixLength", nullptr, &FirewallRule::prefix_length},
    {"Service", &FirewallRule::service, nullptr},
    {"Transport", &FirewallRule::transport, nullptr},
    {"StartPort", nullptr, &FirewallRule::start_port},
    {"EndPort", nullptr, &FirewallRule::end_port},
    {"Action", &FirewallRule::action, nullptr},
    {"Description", &FirewallRule::description, nullptr},
}};

struct ServicePorts {
  std::string_view service;
  host::FilterProtocol protocol;
  std::uint16_t first;
  std::uint16_t last;
};
constexpr std::array<ServicePorts, 9> kServices{{
    {"SSH", host::FilterProtocol::tcp, 22, 22},
    {"HTTPS", host::FilterProtocol::tcp, 443, 443},
    {"HTTP", host::FilterProtocol::tcp, 80, 80},
    {"SIP", host::FilterProtocol::udp, 5060, 5060},
    {"SIP", host::FilterProtocol::tcp, 5060, 5061},
    {"H323", host::FilterProtocol::udp, 1719, 1719},
    {"H323", host::FilterProtocol::tcp, 1720, 1720},
    {"SNMP", host::FilterProtocol::udp, 161, 161},
    {"Cluster", host::FilterProtocol::tcp, 4371, 4372},
}};

std::string path_of(std::uint32_t index, std::string_view field) {
  return std::string(kList) + " " + std::to_string(index) + " " + std::string(field);
}

std::string value_of(const FirewallRule& rule, const Field& field) {
  return field.text != nullptr ? rule.*field.text : std::to_string(rule.*field.number);
}

void assign(FirewallRule& rule, const Field& field, const std::string& value) {
  if (field.text != nullptr) {
    rule.*field.text = value;
  } else {
    rule.*field.number = whole_number(value).value_or(rule.*field.number);
  }
}

std::optional<host::Prefix> prefix_of(const FirewallRule& rule) {
  const auto address = host::IpAddress::parse(rule.address);
  if (!address) return std::nullopt;
  return host::Prefix{*address, static_cast<int>(rule.prefix_length)};
}

host::IpAddress last_of(const host::Prefix& prefix) {
  std::array<std::uint8_t, 16> octets = prefix.network().octets();
  const int bits = prefix.address.is_v4() ? 32 : 128;
  for (int bit = prefix.length; bit < bits; ++bit) {
    octets[static_cast<std::size_t>(bit / 8)] |= static_cast<std::uint8_t>(0x80 >> (bit % 8));
  }
  if (prefix.address.is_v6()) return host::IpAddress::v6(octets);
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | octets[i];
  return host::IpAddress::v4(value);
}

host::FilterAction action_of(std::string_view word) {
  if (word == "Drop") return host::FilterAction::drop;
  return word == "Reject" ? host::FilterAction::reject : host::FilterAction::allow;
}

}  // namespace

std::string FirewallRule::name() const { return "Rule at priority " + std::to_string(priority) + " (" + action + ")"; }

std::vector<std::string_view> firewall_rule_fields() {
  std::vector<std::string_view> names;
  for (const Field& field : kFields) names.push_back(field.name);
  return names;
}

FirewallRuleSet firewall_rules_of(const config::Configuration& configuration) {
  FirewallRuleSet rules;
  if (!configuration.resolve(path_of(1, kFields[0].name))) return rules;
  for (const std::uint32_t index : configuration.entries(kList)) {
    FirewallRule& rule = rules[index];
    for (const Field& field : kFields) assign(rule, field, configuration.text(path_of(index, field.name)));
  }
  return rules;
}

host::Expected<std::vector<config::Change>> firewall_rule_changes(const config::Configuration& configuration,
                                                                  std::uint32_t index, const FirewallRule& rule) {
  std::vector<config::Change> changes;
  for (const Field& field : kFields) {
    auto change = configuration.parse_change(path_of(index, field.name), value_of(rule, field));
    if (!change) return tl::unexpected(change.error());
    changes.push_back(*std::move(change));
  }
  return changes;
}

std::string to_row(const FirewallRule& rule) {
  nlohmann::json row = nlohmann::json::object();
  for (const Field& field : kFields) row[std::string(field.name)] = value_of(rule, field);
  return row.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::optional<FirewallRule> firewall_rule_from_row(std::string_view text) {
  const nlohmann::json row = nlohmann::json::parse(text, nullptr, false);
  if (!row.is_object()) return std::nullopt;
  FirewallRule rule;
  for (const Field& field : kFields) {
    const auto found = row.find(std::string(field.name));
    if (found == row.end() || !found->is_string()) return std::nullopt;
    assign(rule, field, found->get<std::string>());
  }
  return rule;
}

std::string address_range(const FirewallRule& rule) {
  if (rule.address.empty()) return "Any";
  const auto prefix = prefix_of(rule);
  if (!prefix || !check(rule)) return {};
  return prefix->network().to_string() + " - " + last_of(*prefix).to_string();
}

host::Expected<void> check(const FirewallRule& rule) {
  const auto refuse = [&](std::string why) {
    return host::fail(host::ErrorCode::invalid_argument, rule.name() + ": " + std::move(why));
  };
  if (!rule.address.empty()) {
    const auto prefix = prefix_of(rule);
    if (!prefix) return refuse(rule.address + " is no IP address");
    const std::int64_t longest = prefix->address.is_v4() ? 32 : 128;
    if (rule.prefix_length < 0 || rule.prefix_length > longest) {
      return refuse("the prefix length of an IPv" + std::string(longest == 32 ? "4" : "6") + " address is 0 to " +
                    std::to_string(longest) + ", not " + std::to_string(rule.prefix_length));
    }
  }
  if (rule.service == "Custom" && rule.end_port != 0 && rule.end_port < rule.start_port) {
    return refuse("its end port " + std::to_string(rule.end_port) + " is below its start port " +
                  std::to_string(rule.start_port));
  }
  return {};
}

std::vector<host::FilterRule> filter_rules_of(const FirewallRule& rule) {
  host::FilterRule filter;
  filter.action = action_of(rule.action);
  if (!rule.address.empty()) filter.source = prefix_of(rule);
  std::vector<host::FilterRule> filters;
  if (rule.service != "Custom") {
    for (const ServicePorts& ports : kServices) {
      if (ports.service != rule.service) continue;
      filter.protocol = ports.protocol;
      filter.port_first = ports.first;
      filter.port_last = ports.last;
      filters.push_back(filter);
    }
    return filters;
  }
  if (rule.transport == "ICMP") return filters;
  if (rule.transport == "TCP") filter.protocol = host::FilterProtocol::tcp;
  if (rule.transport == "UDP") filter.protocol = host::FilterProtocol::udp;
  if (rule.start_port != 0) {
    filter.port_first = static_cast<std::uint16_t>(rule.start_port);
    filter.port_last = static_cast<std::uint16_t>(rule.end_port == 0 ? rule.start_port : rule.end_port);
  }
  filters.push_back(filter);
  return filters;
}

std::vector<std::pair<std::uint32_t, const FirewallRule*>> by_priority(const FirewallRuleSet& rules) {
  std::vector<std::pair<std::uint32_t, const FirewallRule*>> sorted;
  for (const auto& entry : rules) sorted.emplace_back(entry.first, &entry.second);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second->priority < b.second->priority; });
  return sorted;
}

}  // namespace hexad::admin
