// world::World on ns-3: a topology, simulated. ns-3 gives nodes, channels, devices and the order of time; the Internet
// stack of the machines is this folder's own. Everything random comes from the seed: the same topology, programs and
// seed give the same record and the same captures, byte by byte. One process holds one Ns3World at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "reports/record/recorder.h"
#include "topologies/world/simulated_disk.h"
#include "topologies/world/world.h"

namespace hexad::ns3_world {

struct Ns3WorldOptions {
  static constexpr std::uint64_t kCaptureCapBytes = 256ull << 20;

  std::string capture = "none";  ///< "all", "none" or the name of one network.
  std::string pcap_folder;       ///< An existing folder for NETWORK.pcap; needed unless capture is "none".
  std::uint64_t capture_cap_bytes = kCaptureCapBytes;  ///< Of each file.
  bool wants_messages = true;                          ///< Log::wants_messages() of every host.
  std::uint64_t events_max = 0;  ///< More events than this end the run with bound_reached; 0 for no bound.
};

struct CaptureSummary {
  std::string network;
  std::string file;
  std::uint64_t packets = 0;              ///< Seen on the network.
  std::uint64_t packets_not_written = 0;  ///< Past the size cap.
};

class Ns3World final : public world::World {
 public:
  /// Topology, factory and recorder outlive the world. All machines, routers too, are off until booted.
  /// invalid_argument when `capture` names no network, disk_failed when a capture cannot be made.
  static host::Expected<std::unique_ptr<Ns3World>> make(const topology::Topology& topology, std::uint64_t seed,
                                                        world::ProgramFactory& factory, record::Recorder& recorder,
                                                        Ns3WorldOptions options = {});
  ~Ns3World() override;

  std::string_view kind() const override { return "ns3"; }
  const topology::Topology& topology() const override;
  host::MonotonicTime now() const override;
  host::Expected<void> advance_to(host::MonotonicTime time) override;
  host::Expected<void> boot(std::string_view node) override;
  world::MachineState state(std::string_view node) const override;
  host::Expected<world::FaultId> apply(const world::Fault& fault) override;
  host::Expected<void> heal(world::FaultId id) override;
  world::FaultEffect effect(world::FaultId id) const override;
  host::Expected<void> readdress(std::string_view node, const host::IpAddress& address) override;
  std::vector<host::IpAddress> addresses(std::string_view node) const override;
  host::Program* program(std::string_view node) override;

  /// Runs the next event when it is due at `limit` or before; false when there is none.
  bool step(host::MonotonicTime limit);
  /// Events since the start.
  std::uint64_t events() const;
  /// The wall clock at the start of every run: 2026-01-01T00:00:00Z.
  static host::WallTime epoch();
  /// Moves the wall clock of one machine; its monotonic clock goes on. not_found.
  host::Expected<void> step_wall_clock(std::string_view node, host::Duration by);
  /// The disk of a machine, to make it fail, fill or corrupt; null when there is no such machine.
  world::SimulatedDisk* disk(std::string_view node);

  /// At the end of the run: records the end of every fault that is still in force, and completes the captures.
  /// disk_failed when one could not be written.
  host::Expected<std::vector<CaptureSummary>> finish();

 private:
  struct Inside;
  explicit Ns3World(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace hexad::ns3_world
