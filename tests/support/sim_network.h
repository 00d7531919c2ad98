// A deterministic network in memory: several hosts, one virtual clock, one queue of events ordered by (time, sequence).
// It is for tests of model/ alone; ns-3 is the network of scenarios. A test reads so:
//
//   SimNetwork network(7);                                   // the seed
//   SimHost& phone = network.add_host("phone", {"10.0.0.1/24"});
//   SimHost& peer = network.add_host("peer", {"10.0.0.2/24", "2001:db8::2/64"});
//   Registrar registrar(peer);                               // programs are built on a Host and die before the network
//   Endpoint endpoint(phone);
//   network.run_until([&] { return endpoint.registered(); }, 5s);
//   peer.set_connected(false);                               // the cable is pulled: silence in both directions
//   network.run_for(30s);
//   EXPECT_EQ(phone.captured().count("registration_lost"), 1u);
//
// Every host reaches every other, each way after the settable delay (1 ms by default). An address that no host has is
// silence. UDP to a port that nobody opened comes back as refused, TCP as a reset. TCP repeats what is lost with a
// doubling timeout from 200 ms and gives up (timed_out) after eight tries. Nothing is delivered from inside a call.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/host/address.h"
#include "model/host/bytes.h"
#include "model/host/host.h"
#include "model/host/time.h"
#include "tests/support/seeded_entropy.h"

namespace hexad::support {

class SimHost;

class SimNetwork {
 public:
  using Action = std::function<void()>;
  using EventKey = std::pair<host::MonotonicTime, std::uint64_t>;
  /// Sees every datagram as it leaves its sender; returning false loses it.
  using DatagramTap = std::function<bool(const host::SocketAddress& source, const host::SocketAddress& destination,
                                         host::ByteView payload)>;

  explicit SimNetwork(std::uint64_t seed = 1);
  ~SimNetwork();
  SimNetwork(const SimNetwork&) = delete;
  SimNetwork& operator=(const SimNetwork&) = delete;

  /// One network card, lan1, with these prefixes ("10.0.0.1/24"). The host lives as long as the network.
  SimHost& add_host(std::string name, const std::vector<std::string>& prefixes);
  SimHost& add_host_with(std::string name, std::vector<host::Interface> interfaces);

  /// One way, for every pair that has no delay of its own.
  void set_delay(host::Duration one_way) { delay_ = one_way; }
  /// One way, between these two, in both directions.
  void set_delay(const SimHost& a, const SimHost& b, host::Duration one_way);
  /// Probability (0 to 1) that a datagram or TCP segment between different hosts is lost.
  void set_loss(double probability) { loss_ = probability; }
  /// Nothing passes between these two until they are joined again.
  void cut(const SimHost& a, const SimHost& b);
  void join(const SimHost& a, const SimHost& b);
  void set_datagram_tap(DatagramTap tap) { tap_ = std::move(tap); }
  /// TCP bytes are delivered in pieces of at most this many; 1 splits every message at every byte. 0: as written.
  void set_segment_bytes(std::size_t bytes_max) { segment_bytes_ = bytes_max; }

  host::MonotonicTime now() const { return now_; }
  /// Handles the next event; false when there is none.
  bool step();
  /// Handles all that is due up to now + duration and leaves the clock there.
  void run_for(host::Duration duration);
  /// Runs until the condition holds, at most for `limit`; returns whether it holds.
  bool run_until(const std::function<bool()>& condition, host::Duration limit);
  /// Handles everything due now, without moving the clock.
  void settle() { run_for(host::Duration::zero()); }

  /// For the parts of the network: runs an action at a time, not before now, after everything scheduled for it before.
  EventKey schedule(host::MonotonicTime at, Action action);
  void unschedule(const EventKey& key) { events_.erase(key); }
  SimHost* find(const host::IpAddress& address) const;
  bool passes(const SimHost& from, const SimHost& to) const;
  /// Whether chance loses this packet.
  bool loses(const SimHost& from, const SimHost& to);
  host::Duration delay(const SimHost& from, const SimHost& to) const;
  bool tap(const host::SocketAddress& source, const host::SocketAddress& destination, host::ByteView payload);
  std::size_t segment_bytes() const { return segment_bytes_; }
  std::uint64_t seed() const { return seed_; }
  const host::MonotonicTime* clock() const { return &now_; }

 private:
  using Pair = std::pair<const SimHost*, const SimHost*>;
  static Pair pair_of(const SimHost& a, const SimHost& b) { return &a < &b ? Pair(&a, &b) : Pair(&b, &a); }

  std::uint64_t seed_;
  SeededEntropy chance_;
  host::MonotonicTime now_{};
  std::uint64_t next_sequence_ = 0;
  std::map<EventKey, Action> events_;
  std::vector<std::unique_ptr<SimHost>> hosts_;
  host::Duration delay_ = std::chrono::milliseconds(1);
  std::map<Pair, host::Duration> delays_;
  std::map<Pair, bool> cut_;
  double loss_ = 0;
  DatagramTap tap_;
  std::size_t segment_bytes_ = 0;
};

}  // namespace hexad::support
