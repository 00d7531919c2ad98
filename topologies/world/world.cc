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
    case FaultKind::partition: return "partition";
    case FaultKind::block_port: return "block_port";
    case FaultKind::forget_idle: return "forget_idle";
    case FaultKind::step_clock: return "step_clock";
    case FaultKind::fill_disk: return "fill_disk";
    case FaultKind::fail_disk: return "fail_disk";
  }
  HEXAD_CHECK(false);
}

bool of_machine(FaultKind kind) {
  switch (kind) {
    case FaultKind::kill:
    case FaultKind::power_off:
    case FaultKind::step_clock:
    case FaultKind::fill_disk:
    case FaultKind::fail_disk: return true;
    default: return false;
  }
}

bool of_barrier(FaultKind kind) {
  return kind == FaultKind::partition || kind == FaultKind::block_port || kind == FaultKind::forget_idle;
}

host::Expected<void> World::readdress(std::string_view, const host::IpAddress&) {
  return host::fail(host::ErrorCode::not_supported, "machines of this world keep their addresses");
}

std::vector<host::IpAddress> World::addresses(std::string_view node) const {
  std::vector<host::IpAddress> addresses;
  const topology::Node* machine = topology().find_node(node);
  if (machine == nullptr) return addresses;
  for (const topology::Attachment& attachment : machine->attachments) {
    addresses.push_back(attachment.address);
    if (attachment.address6) addresses.push_back(*attachment.address6);
  }
  return addresses;
}

}  // namespace hexad::world
