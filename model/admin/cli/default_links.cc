#include "model/admin/cli/default_links.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/admin/cli/list_entry.h"
#include "model/admin/words.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kList = "Bandwidth Link";

constexpr std::array<DefaultLink, 4> kLinks{{
    {"DefaultSZtoTraversalSZ", "DefaultSubZone", "TraversalSubZone", 45002},
    {"DefaultSZtoDefaultZ", "DefaultSubZone", "DefaultZone", 45006},
    {"TraversalSZtoDefaultZ", "TraversalSubZone", "DefaultZone", 45007},
    {"DefaultSZtoClusterSZ", "DefaultSubZone", "ClusterSubZone", 45008},
}};

bool joins(std::string_view a, std::string_view b, const DefaultLink& link) {
  return (equal_ignoring_case(a, link.node1) && equal_ignoring_case(b, link.node2)) ||
         (equal_ignoring_case(a, link.node2) && equal_ignoring_case(b, link.node1));
}

}  // namespace

std::span<const DefaultLink> default_links() { return kLinks; }

std::vector<const DefaultLink*> missing_default_links(const config::Configuration& configuration) {
  std::vector<const DefaultLink*> missing;
  for (const DefaultLink& link : kLinks) missing.push_back(&link);
  for (const std::uint32_t entry : configuration.entries(kList)) {
    const std::string a = configuration.text(fmt::format("{} {} Node1 Name", kList, entry));
    const std::string b = configuration.text(fmt::format("{} {} Node2 Name", kList, entry));
    missing.erase(std::remove_if(missing.begin(), missing.end(), [&](const auto* link) { return joins(a, b, *link); }),
                  missing.end());
  }
  return missing;
}

std::vector<config::Change> changes_adding_default_links(const config::Configuration& configuration) {
  config::Configuration grown = configuration;
  std::vector<config::Change> changes;
  for (const DefaultLink* link : missing_default_links(configuration)) {
    const auto entry = free_entry(grown, kList);
    if (!entry) break;
    const auto set = [&](std::string_view leaf, std::string_view value) {
      // Cannot fail: the path and the value are the table's own.
      if (auto change = grown.parse_change(fmt::format("{} {} {}", kList, *entry, leaf), value)) {
        grown.apply(*change);
        changes.push_back(std::move(*change));
      }
    };
    set("Name", link->name);
    set("Node1 Name", link->node1);
    set("Node2 Name", link->node2);
  }
  return changes;
}

DefaultLinkAlarms::DefaultLinkAlarms(config::ActiveConfiguration& configuration, status::Alarms& alarms)
    : configuration_(configuration), alarms_(alarms) {
  configuration_.observe(*this);
  check();
}

DefaultLinkAlarms::~DefaultLinkAlarms() { configuration_.forget(*this); }

void DefaultLinkAlarms::check() {
  const std::vector<const DefaultLink*> missing = missing_default_links(configuration_.current());
  for (const DefaultLink& link : kLinks) {
    const bool raised = std::find(missing.begin(), missing.end(), &link) != missing.end();
    alarms_.set(link.alarm, raised,
                fmt::format("The default link {} between {} and {} is missing", link.name, link.node1, link.node2));
  }
}

void DefaultLinkAlarms::on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                                 const config::Author&) {
  const bool links = std::any_of(changes.begin(), changes.end(), [](const config::AppliedChange& change) {
    return change.ref.setting->path.starts_with(kList);
  });
  if (links) check();
}

}  // namespace hexad::admin
