// What a world gives to the contract suite: two machines, alpha and beta, each with the interfaces lan1 and lan2 on two
// common networks, and a way to let time pass. A world that cannot do something says so here and the tests that
// need it are skipped by name; everything else is asked of every Host alike.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/host.h"

namespace hexad::host::contract {

/// What a world can do beyond the common core. Each false skips the tests that name it.
struct Capabilities {
  bool ipv6 = true;          ///< lan1 has IPv6 addresses.
  bool ipv6_on_lan2 = true;  ///< So has lan2.
  bool exact_time = false;   ///< Simulated: the clock stands still in a handler, timers fire at their very deadline.
  bool power = false;        ///< power_off() and boot().
  bool wall_clock_steps = false;  ///< step_wall_clock().
  bool links = false;             ///< set_link().
  bool rejects_syn = false;  ///< A filter's reject answers the SYN: refused. Else: established, then reset at once.
  bool drops_syn = true;     ///< A filter's drop leaves a SYN without an answer.
  bool rejects_udp = false;  ///< A filter's reject answers a datagram, so that on_undeliverable(refused) comes.
  bool tells_undeliverable = true;  ///< on_undeliverable(refused) from a living machine where nobody listens.
  bool entropy_repeats = false;     ///< A fresh world of the same seed gives the same entropy.
};

class ContractWorld {
 public:
  virtual ~ContractWorld() = default;
  virtual Capabilities capabilities() const = 0;

  /// The present boot of "alpha" or "beta". Valid until reboot() or boot() of that machine.
  virtual Host& host(std::string_view name) = 0;
  /// The machine's address on lan1 (interface 0) or lan2 (interface 1), which is also the place of that interface in
  /// Host::interfaces().
  virtual IpAddress address(std::string_view name, int interface, Family family) const = 0;

  /// Lets events happen until the predicate holds, looking after each one. False when `limit` of this world's time
  /// went by first. The predicate is asked before anything happens, too.
  virtual bool run_until(const std::function<bool()>& predicate, Duration limit) = 0;
  void run_for(Duration duration) {
    run_until([] { return false; }, duration);
  }

  /// A new boot of the machine with its old disk. The test has destroyed every handle on the old Host before.
  virtual void reboot(std::string_view name) = 0;
  /// The machine falls silent at once, sends nothing any more and loses what its disk did not sync. The old Host
  /// stays valid until boot(), so that the test can destroy its handles: they are silent and destroying sends nothing.
  virtual void power_off(std::string_view name) { (void)name; }
  virtual void boot(std::string_view name) { (void)name; }
  virtual void step_wall_clock(std::string_view name, Duration step) { (void)name, (void)step; }
  virtual void set_link(std::string_view name, int interface, bool up) { (void)name, (void)interface, (void)up; }

  /// An address that alpha has a route to and from which never comes an answer of any kind.
  virtual std::optional<IpAddress> silent_address(Family family) const { return (void)family, std::nullopt; }
  /// An address that alpha has no route to.
  virtual std::optional<IpAddress> unrouted_address(Family family) const { return (void)family, std::nullopt; }
  /// An address for which the network answers after a while that it cannot be reached.
  virtual std::optional<IpAddress> unreachable_address(Family family) const { return (void)family, std::nullopt; }

  /// The `event` words that programs on the machine wrote to their log, oldest first.
  virtual std::vector<std::string> logged(std::string_view name) const = 0;
  /// How often request_restart() reached the machine's owner.
  virtual int restarts(std::string_view name) const = 0;
};

/// One parameter of the suite: a name for the test's title and a way to make a fresh world with a seed.
struct WorldMaker {
  std::string name;
  std::function<std::unique_ptr<ContractWorld>(std::uint64_t seed)> make;
};

}  // namespace hexad::host::contract
