// What a scenario may do to machines and networks, in either world. Time moves only inside advance_to(). Everything
// that happens in it reaches the Recorder given to the world at its construction.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/error.h"
#include "model/host/host.h"
#include "topologies/load/topology.h"

namespace hexad::world {

/// Builds what runs on a machine when it boots. Null for a machine that runs nothing of ours (a router).
class ProgramFactory {
 public:
  virtual std::unique_ptr<host::Program> make_program(const topology::Node& node, host::Host& host) = 0;

 protected:
  ~ProgramFactory() = default;
};

enum class MachineState : std::uint8_t { off, running, killed };

enum class FaultKind : std::uint8_t {
  kill,         ///< The process dies; its kernel stays: FIN, RST where data was unread, RST and ICMP to later packets.
  power_off,    ///< The machine goes silent, mid-packet if need be. Its disk loses what was not synced.
  link_down,    ///< A card of a machine, or a whole network, carries nothing.
  loss,         ///< A network, or one card, loses each packet with a probability.
  delay,        ///< A network's one-way delay becomes another.
  partition,    ///< What `from` and `to` send one another does not arrive.
  block_port,   ///< The same for what goes to or comes from one TCP or UDP port.
  forget_idle,  ///< A firewall between `from` and `to` forgets TCP connections that are idle, and drops what follows.
  step_clock,   ///< The wall clock of a machine jumps; when it is healed it is right again.
  fill_disk,    ///< The disk of a machine is full: nothing that it holds changes any more.
  fail_disk,    ///< The disk of a machine answers every change with an error.
};
std::string_view to_string(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::kill;
  std::string node;        ///< kill, power_off, step_clock, disks; link_down and loss of one machine's cards.
  std::string card;        ///< With node: one card; empty means all of them.
  std::string network;     ///< link_down, loss, delay of a whole network.
  double probability = 0;  ///< loss, 0..1
  host::Duration delay{};  ///< delay, one way
  std::vector<std::string> from, to;  ///< partition, block_port, forget_idle: machines, by their own addresses.
  bool one_way = false;               ///< partition, block_port: what `to` sends arrives.
  std::uint16_t port = 0;             ///< block_port
  host::Duration idle{};              ///< forget_idle: for longer than this.
  host::Duration by{};                ///< step_clock; negative: back.
};
/// The target is a machine as a whole.
bool of_machine(FaultKind kind);
/// It stands between machines.
bool of_barrier(FaultKind kind);

using FaultId = std::uint32_t;

/// What a fault did. A fault whose touched() is 0 at the end of the run makes the run invalid.
struct FaultEffect {
  std::uint64_t packets_dropped = 0;   ///< Lost to silence, to a cut link, or by chance.
  std::uint64_t packets_delayed = 0;   ///< Carried with the changed delay.
  std::uint64_t packets_rejected = 0;  ///< Answered by the kernel of a killed process: RST or ICMP.
  std::uint64_t streams_ended = 0;     ///< Established streams that a kill closed with FIN or RST.
  std::uint64_t operations = 0;        ///< Clocks that were stepped, changes that a disk refused.
  std::uint64_t touched() const {
    return packets_dropped + packets_delayed + packets_rejected + streams_ended + operations;
  }
};

class World {
 public:
  virtual ~World() = default;
  /// "ns3" or "real".
  virtual std::string_view kind() const = 0;
  virtual const topology::Topology& topology() const = 0;
  /// Since the run began.
  virtual host::MonotonicTime now() const = 0;
  /// Runs everything due up to and at `time`. An error ends the run: the real world fell behind, a process that
  /// should live has died, the simulation ran out of its event budget.
  virtual host::Expected<void> advance_to(host::MonotonicTime time) = 0;

  /// Starts the machine's program. Ends a kill or power_off of that machine. not_found, or invalid_argument when it
  /// is running already.
  virtual host::Expected<void> boot(std::string_view node) = 0;
  virtual MachineState state(std::string_view node) const = 0;

  /// Puts a fault in force from now on. Faults on different targets compose; the last one on a target wins.
  virtual host::Expected<FaultId> apply(const Fault& fault) = 0;
  /// Ends any fault but kill and power_off. For kill and power_off: boot() the machine.
  virtual host::Expected<void> heal(FaultId id) = 0;
  virtual FaultEffect effect(FaultId id) const = 0;

  /// From the machine's next boot or restart on, its card in that network has this address in place of the one of the
  /// same family. not_found for no such machine; invalid_argument for a router, and where no card of it is in the
  /// address's network; address_in_use; not_supported in a world that cannot.
  virtual host::Expected<void> readdress(std::string_view node, const host::IpAddress& address);
  /// The machine's addresses as they are now, in the order of its cards, IPv4 first; empty when there is no such one.
  virtual std::vector<host::IpAddress> addresses(std::string_view node) const;

  /// The program on a running machine, for the operator's hand and for checks; null in another process or when off.
  virtual host::Program* program(std::string_view node) = 0;
};

}  // namespace hexad::world
