// xCommand Ping: whether a machine answers (administration guide, "Network utilities"; names of parameters and results
// are ours). A program of this peer has no ICMP. It opens a TCP connection instead and closes it at once; a refusal is
// an answer too, since only the machine itself, or a firewall that speaks for it, refuses. The result says so.
#pragma once

#include <memory>
#include <vector>

#include "model/admin/api/feedback_delivery.h"
#include "model/admin/services.h"

namespace hexad::peer {

class Ping final : host::TimerHandler {
 public:
  /// How many may be under way at a time.
  static constexpr std::size_t kProbesMax = 8;
  static constexpr host::Duration kTimeout = std::chrono::seconds(5);
  static constexpr std::int64_t kDefaultPort = 443;

  /// Adds the command. `services` outlives it; `lookup` finds the address of a name.
  Ping(admin::Services& services, admin::AddressLookup lookup);
  ~Ping();
  Ping(const Ping&) = delete;
  Ping& operator=(const Ping&) = delete;

 private:
  class Probe;
  void on_timer(host::Timer& timer) override;
  void run(const admin::CommandCall& call, const admin::CommandReply& reply);

  admin::Services& services_;
  admin::AddressLookup lookup_;
  /// Probes end inside calls that they have made or got, so they are destroyed in the next turn.
  host::TimerHandle sweep_;
  std::vector<std::shared_ptr<Probe>> probes_;
};

}  // namespace hexad::peer
