// The links between subzones and the Default Zone that every system starts with (administration guide, "About zones").
// Without them calls do not leave their subzone, so a missing one has its alarm: 45002, 45006, 45007 or 45008 (which of
// them stands for which link is ours).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/config/active_configuration.h"
#include "model/status/alarms.h"

namespace hexad::admin {

struct DefaultLink {
  std::string_view name;  ///< "DefaultSZtoTraversalSZ"
  std::string_view node1;
  std::string_view node2;
  std::uint32_t alarm = 0;
};

std::span<const DefaultLink> default_links();

/// The default links that the configuration lacks: a link between the same two nodes counts under any name and in
/// either order.
std::vector<const DefaultLink*> missing_default_links(const config::Configuration& configuration);
/// What adds them, at the lowest numbers that are free; none is left out unless the list is full.
std::vector<config::Change> changes_adding_default_links(const config::Configuration& configuration);

/// Raises and lowers their alarms as the configuration changes.
class DefaultLinkAlarms final : private config::ConfigurationObserver {
 public:
  DefaultLinkAlarms(config::ActiveConfiguration& configuration, status::Alarms& alarms);
  ~DefaultLinkAlarms();
  DefaultLinkAlarms(const DefaultLinkAlarms&) = delete;
  DefaultLinkAlarms& operator=(const DefaultLinkAlarms&) = delete;

 private:
  void check();
  void on_configuration_changed(const std::vector<config::AppliedChange>& changes, const config::Author&) override;

  config::ActiveConfiguration& configuration_;
  status::Alarms& alarms_;
};

}  // namespace hexad::admin
