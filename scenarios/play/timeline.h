// The steps of a scenario as single deeds in the order of their times: a boot with a spread becomes one deed for each
// machine, a fault with a length becomes its beginning and its end.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/load/scenario.h"

namespace hexad::play {

struct BootOne {
  std::string node;
};
struct BeginFaults {
  std::size_t step = 0;
};
struct EndFaults {
  std::size_t step = 0;  ///< The step that began them.
};
/// An operator is told to do what the step says.
struct OperateNow {
  std::size_t step = 0;
};

/// An engineer is told whether a procedure is the right one.
struct BeginProcedure {
  std::size_t step = 0;
};
/// A machine gets another address.
struct CallOne {
  std::size_t step = 0;
};
struct ReaddressOne {
  std::size_t step = 0;
};
/// An operator looks at the peers of a check "converges", and does what their alarms ask for.
struct LookAfter {
  std::size_t check = 0;
};

inline constexpr std::size_t kNoStep = SIZE_MAX;

struct Deed {
  host::Duration at{};
  std::variant<BootOne, BeginFaults, EndFaults, OperateNow, BeginProcedure, CallOne, ReaddressOne, LookAfter> what;
  std::size_t step = 0;       ///< Index of the scenario's step that wants it, or kNoStep.
  bool first_of_step = true;  ///< The step shows in the record when this deed is done.
};

/// By time; deeds of one instant in the order of the steps. Routers that no step boots are there from the beginning:
/// their boots come first and belong to no step.
std::vector<Deed> timeline_of(const scenario::Scenario& scenario);

}  // namespace hexad::play
