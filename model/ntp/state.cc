#include "model/ntp/state.h"

#include <algorithm>

namespace hexad::ntp {
namespace {

constexpr std::uint32_t kDateNotValidated = 25002;
constexpr std::uint32_t kClientFailure = 25020;
constexpr std::uint32_t kServerNotAvailable = 25021;

}  // namespace

std::string_view to_string(State state) {
  switch (state) {
    case State::starting: return "Starting";
    case State::synchronized: return "Synchronized";
    case State::unsynchronized: return "Unsynchronized";
    case State::down: return "Down";
    case State::reject: return "Reject";
  }
  return "?";
}

State overall_state(std::span<const State> servers) {
  for (const State state : {State::synchronized, State::starting, State::unsynchronized, State::reject, State::down}) {
    if (std::ranges::find(servers, state) != servers.end()) return state;
  }
  return State::unsynchronized;
}

std::array<AlarmCondition, 3> alarm_conditions(State overall, std::string_view failure) {
  const bool runs = failure.empty();
  const bool no_time = overall == State::unsynchronized || overall == State::reject;
  return {{
      {kDateNotValidated, runs && no_time,
       "The date and time could not be obtained from an NTP server; state " + std::string(to_string(overall))},
      {kClientFailure, !runs, "The NTP client cannot run: " + std::string(failure)},
      {kServerNotAvailable, runs && overall == State::down, "No configured NTP server answers"},
  }};
}

}  // namespace hexad::ntp
