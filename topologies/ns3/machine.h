// One machine of the topology: what survives its boots (disk, cards, clock), the kernel that survives a killed program,
// and the program with its host.
#pragma once

#include <ns3/node.h>
#include <ns3/ptr.h>

#include <memory>
#include <string>
#include <vector>

#include "topologies/load/topology.h"
#include "topologies/ns3/fault_book.h"
#include "topologies/ns3/node_log.h"
#include "topologies/ns3/ns3_host.h"
#include "topologies/ns3/router.h"
#include "topologies/world/simulated_disk.h"
#include "topologies/world/world.h"

namespace hexad::ns3_world {

/// What all machines of a world share. Everything outlives the machines.
struct Surroundings {
  const topology::Topology& topology;
  std::uint64_t seed;
  world::ProgramFactory& factory;
  record::Recorder& recorder;
  FaultBook& faults;
  bool wants_messages;
  host::WallTime epoch;
};

class Machine final : public KernelObserver, public RestartHandler {
 public:
  Machine(Surroundings surroundings, const topology::Node& node);
  ~Machine();

  /// Before the first boot, in the order of the topology's attachments.
  void add_card(LanChannel& channel, const topology::Attachment& attachment, const topology::Network& network);

  host::Expected<void> boot();
  host::Expected<world::FaultId> kill(const world::Fault& fault);
  host::Expected<world::FaultId> power_off(const world::Fault& fault);
  /// The address of the card from the next boot or restart on; it is of the card's own network.
  void readdress(std::size_t card, const host::IpAddress& address);
  /// By card, as they are now.
  const std::vector<std::vector<host::Prefix>>& addresses() const { return addresses_; }
  /// The same from the next boot or restart on.
  const std::vector<std::vector<host::Prefix>>& next_addresses() const { return next_addresses_; }
  void on_link_changed();
  void step_clock(host::Duration by) { clock_offset_ += by; }

  const topology::Node& node() const { return node_; }
  world::MachineState state() const { return state_; }
  host::Program* program() { return program_.get(); }
  world::SimulatedDisk& disk() { return disk_; }
  const std::vector<ns3::Ptr<LanDevice>>& cards() const { return cards_; }

  void on_turned_away(std::string_view reason, host::ByteView packet, bool answered) override;
  void on_restart_requested() override;

 private:
  void make_kernel();
  void take_next_addresses();
  void start_program();
  /// The program goes at once, without a chance to send, log or write.
  void drop_program();
  void set_state(world::MachineState state, const char* word);
  void set_powered(bool powered, FaultNumber fault);
  std::string network_towards(host::ByteView packet) const;

  Surroundings surroundings_;
  const topology::Node& node_;
  ns3::Ptr<ns3::Node> ns3_node_;
  std::vector<ns3::Ptr<LanDevice>> cards_;
  std::vector<std::vector<host::Prefix>> addresses_, next_addresses_;  ///< By card.
  world::SimulatedDisk disk_;
  host::Duration clock_offset_{};
  NodeLog log_;
  world::MachineState state_ = world::MachineState::off;
  std::uint64_t boots_ = 0;
  FaultNumber fault_ = 0;  ///< The kill or power_off in force.
  std::unique_ptr<Kernel> kernel_;
  std::unique_ptr<Router> router_;
  std::unique_ptr<Ns3Host> host_;
  std::unique_ptr<host::Program> program_;
};

}  // namespace hexad::ns3_world
