// A scenario as the real world plays it: its machines are on loopback, and what it says of their addresses follows.
#pragma once

#include "model/host/error.h"
#include "scenarios/load/scenario.h"

namespace hexad::cli {

/// Errors as lab::on_loopback().
host::Expected<scenario::Scenario> on_loopback(scenario::Scenario scenario);

}  // namespace hexad::cli
