// The nodes of a run by name and by address, as the record's first event lists them. What an address translation
// hides is learned from messages that arrived.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "reports/record/event.h"

namespace hexad::reports {

/// No node, no entry, no arrow.
inline constexpr std::uint32_t kNone = UINT32_MAX;

/// "10.1.0.11" of "10.1.0.11:5060", "fd00::1" of "[fd00::1]:5060"; the text itself when it has no port.
std::string_view address_of(std::string_view transport_address);

class NodeTable {
 public:
  NodeTable() = default;
  explicit NodeTable(const record::RunStarted& started);
  /// Index in RunStarted::nodes, kNone for a stranger.
  std::uint32_t by_name(std::string_view name) const;
  /// With or without a port. What was learned for exactly this transport address counts first.
  std::uint32_t by_address(std::string_view transport_address) const;
  void learn(std::string_view transport_address, std::uint32_t node);

 private:
  std::unordered_map<std::string, std::uint32_t> names_, addresses_, learned_;
};

}  // namespace hexad::reports
