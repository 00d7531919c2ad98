#include "model/admin/cli/zone_list.h"

#include <algorithm>

#include "model/admin/cli/alias_pattern.h"
#include "model/admin/cli/list_entry.h"
#include "model/admin/words.h"
#include "model/host/address.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kTransforms = "Transform";
constexpr std::string_view kRules = "Zones Policy SearchRules Rule";

// A transform or search rule.
class Entry : public ListEntry {
 public:
  using ListEntry::ListEntry;
  std::int64_t priority() const { return whole_number(text("Priority")).value_or(0); }
  bool enabled() const { return text("State") != "Disabled"; }
  AliasPattern pattern() const {
    return {text("Pattern String"), text("Pattern Type"), text("Pattern Behavior"), text("Pattern Replace")};
  }
};

std::vector<Entry> enabled_by_priority(const config::Configuration& configuration, std::string_view list) {
  std::vector<Entry> entries;
  for (const std::uint32_t number : configuration.entries(list)) {
    Entry entry(configuration, list, number);
    if (entry.enabled()) entries.push_back(std::move(entry));
  }
  std::vector<std::pair<std::int64_t, std::size_t>> order;
  for (std::size_t i = 0; i < entries.size(); ++i) order.emplace_back(entries[i].priority(), i);
  std::sort(order.begin(), order.end());
  std::vector<Entry> sorted;
  for (const auto& [priority, at] : order) sorted.emplace_back(entries[at]);
  return sorted;
}

bool takes_source(const Entry& rule, const ZoneListQuery& query) {
  const std::string mode = rule.text("Source Mode");
  const bool local = equal_ignoring_case(query.source, "LocalZone");
  if (mode == "LocalZone") return local;
  if (mode == "AllZones") return true;
  if (mode == "Named") return equal_ignoring_case(rule.text("Source Name"), query.source);
  return true;
}

// What the alias becomes by the rule; nothing when the rule does not take it.
std::optional<std::string> taken(const Entry& rule, const ZoneListQuery& query, const std::string& alias) {
  const std::string protocol = rule.text("Protocol");
  if (protocol != "Any" && !protocol.empty() && !equal_ignoring_case(protocol, query.protocol)) return std::nullopt;
  if (rule.text("Authentication") == "Yes" && !query.authenticated) return std::nullopt;
  if (!takes_source(rule, query)) return std::nullopt;
  const std::string mode = rule.text("Mode");
  const bool is_address = host::IpAddress::parse(alias).has_value();
  if (mode == "AnyIPAddress") return is_address ? std::optional(alias) : std::nullopt;
  if (is_address) return std::nullopt;
  if (mode == "AnyAlias") return alias;
  const auto result = apply_pattern(rule.pattern(), alias);
  return result && result->matches ? std::optional(result->alias) : std::nullopt;
}

}  // namespace

ZoneListAnswer list_zones(const config::Configuration& configuration, const ZoneListQuery& query) {
  ZoneListAnswer answer;
  answer.alias = query.alias;
  for (const Entry& transform : enabled_by_priority(configuration, kTransforms)) {
    const auto result = apply_pattern(transform.pattern(), query.alias);
    if (!result || !result->matches) continue;
    answer.transform = transform.text("Pattern String");
    answer.alias = result->alias;
    break;
  }
  std::optional<std::int64_t> stopped_at;
  for (const Entry& rule : enabled_by_priority(configuration, kRules)) {
    const std::int64_t priority = rule.priority();
    if (stopped_at && priority > *stopped_at) break;
    const auto alias = taken(rule, query, answer.alias);
    if (!alias) continue;
    answer.steps.push_back({priority, rule.text("Name"), rule.text("Target Name"), *alias});
    if (rule.text("Progress") == "Stop") stopped_at = priority;
  }
  return answer;
}

}  // namespace hexad::admin
