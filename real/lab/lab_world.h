// The real world of a scenario: peers are hexadd processes on 127.0.N.x, actors run in this process on AsioHosts, and
// time is the machine's. A kill is SIGKILL; a peer without power is a stopped process whose sockets drop whatever
// arrives. Cuts, loss and delay need a network, which loopback is not; an actor can be killed, and cannot fall silent.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "real/host/asio_host.h"
#include "real/host/reactor.h"
#include "real/lab/merged_record.h"
#include "real/lab/peer_process.h"
#include "reports/record/recorder.h"
#include "topologies/world/world.h"

namespace hexad::lab {

/// What a peer's process needs besides its configuration.
struct PeerFiles {
  std::string configuration;          ///< xConfiguration lines.
  std::string certificate_chain_pem;  ///< Empty: it serves no TLS.
  std::string private_key_pem;
  std::string ca_certificates_pem;
  std::string release;
};

class PeerFilesProvider {
 public:
  virtual PeerFiles files_of(const topology::Node& peer) = 0;

 protected:
  ~PeerFilesProvider() = default;
};

struct LabOptions {
  std::filesystem::path hexadd;  ///< The program.
  std::filesystem::path folder;  ///< Of the run: logs/NODE holds configuration and output of each peer.
  host::Duration late_after = std::chrono::seconds(1);  ///< A loop that is later than this makes the run invalid.
};

class LabWorld final : public world::World {
 public:
  /// `topology` is on loopback (loopback_topology.h). Everything outlives the world.
  LabWorld(const topology::Topology& topology, LabOptions options, world::ProgramFactory& actors,
           PeerFilesProvider& peers, record::Recorder& recorder);
  ~LabWorld() override;

  std::string_view kind() const override { return "real"; }
  const topology::Topology& topology() const override { return topology_; }
  host::MonotonicTime now() const override;
  host::Expected<void> advance_to(host::MonotonicTime time) override;
  host::Expected<void> boot(std::string_view node) override;
  world::MachineState state(std::string_view node) const override;
  host::Expected<world::FaultId> apply(const world::Fault& fault) override;
  host::Expected<void> heal(world::FaultId id) override;
  world::FaultEffect effect(world::FaultId id) const override;
  host::Program* program(std::string_view node) override;

 private:
  class NodeLog;
  struct Machine {
    const topology::Node* node = nullptr;
    world::MachineState state = world::MachineState::off;
    std::unique_ptr<PeerProcess> process;  ///< Peers.
    std::unique_ptr<NodeLog> log;          ///< Actors.
    std::unique_ptr<real::AsioHost> host;
    std::unique_ptr<host::Program> program;
    bool restart_wanted = false;
    world::FaultId fault = 0;  ///< Of the kill or power_off in force.
  };
  struct Inflicted {
    world::Fault fault;
    world::FaultEffect effect;
    bool ended = false;
  };

  void begin();
  host::Expected<PeerCommand> command_of(const topology::Node& node);
  /// The machine that a fault hits, where the fault is possible.
  host::Expected<Machine*> target_of(const world::Fault& fault);
  host::Expected<void> boot_peer(Machine& machine);
  host::Expected<void> boot_actor(Machine& machine);
  void stop_actor(Machine& machine);
  void restart_where_wanted();
  void end_fault_of(Machine& machine);
  void note_sent(std::string_view remote);
  void told(record::Entry entry);
  void add(record::Event event);
  /// Lets everything happen that is due, then writes the events up to `ago` before now.
  void write_record(host::Duration ago = host::Duration::zero());
  host::Expected<void> everybody_lives();
  /// As now(), for what goes through record_.
  host::MonotonicTime clock() const;
  std::int64_t clock_ns() const { return clock().time_since_epoch().count(); }

  const topology::Topology& topology_;
  LabOptions options_;
  world::ProgramFactory& actors_;
  PeerFilesProvider& peers_;
  real::Reactor reactor_;
  host::MonotonicTime started_;
  bool begun_ = false;
  mutable MergedRecord record_;  ///< now() tells it what time others write with.
  std::map<std::string, Machine, std::less<>> machines_;
  std::vector<Inflicted> faults_;  ///< Id n is at n - 1.
};

}  // namespace hexad::lab
