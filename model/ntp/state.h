// The words of NTP status (administration guide, "Configuring time settings"), for one server and for a peer's clock.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hexad::ntp {

enum class State : std::uint8_t {
  starting,        ///< No verdict yet.
  synchronized,    ///< Accurate time is obtained.
  unsynchronized,  ///< A server answers and has no accurate time itself; overall also: no server is configured.
  down,            ///< No server answers.
  reject,          ///< A server answers and its answers are not accepted.
};
/// "Starting", "Synchronized", "Unsynchronized", "Down", "Reject".
std::string_view to_string(State state);

/// What the servers' states make of the whole, ours: Synchronized when one is; else Starting while one has no verdict;
/// else the state of the server that came nearest, in the order Unsynchronized, Reject, Down. Unsynchronized without
/// servers.
State overall_state(std::span<const State> servers);

/// An alarm of the published list and whether it is to be raised.
struct AlarmCondition {
  std::uint32_t id = 0;
  bool raised = false;
  std::string detail;
};

/// 25020 when the client itself cannot run (`failure` says why), 25021 while no server answers, 25002 while the time is
/// not validated for another reason. Nothing is raised in Starting, except 25020.
std::array<AlarmCondition, 3> alarm_conditions(State overall, std::string_view failure);

}  // namespace hexad::ntp
