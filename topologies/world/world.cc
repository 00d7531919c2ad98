#include "topologies/world/world.h"

#include "model/host/check.h"

namespace hexad::world {

std::string_view to_string(FaultKind kind) {
  switch (kind) {
    case FaultKind::kill: return "kill";
    case FaultKind::power_off: return "power_off";
    case FaultKind::link_down: return "link_down";
    case FaultKind::loss: return "loss";
    case FaultKind::delay: return "delay";
  }
  HEXAD_CHECK(false);
}

}  // namespace hexad::world
