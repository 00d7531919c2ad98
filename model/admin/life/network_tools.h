// Maintenance > Tools > Network utilities: the DNS lookup and the connectivity test (guides, "Check DNS SRV
// Connectivity" and "Use DNS Lookup Tool"). Both ask the servers of System > DNS unless told which.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/command.h"
#include "model/admin/services.h"
#include "model/dns/record.h"
#include "model/host/address.h"
#include "model/host/timer.h"

namespace hexad::admin {

class LookupSession;

class NetworkTools final : host::TimerHandler {
 public:
  /// How many commands may wait for answers at a time.
  static constexpr std::size_t kSessionsMax = 8;
  /// Names that one connectivity test may ask for, on all servers together.
  static constexpr std::size_t kQuestionsMax = 100;

  /// Adds the commands DNSLookup (Host, Type, Servers) and ConnectivityTest (Domain, Protocols, Servers).
  ///
  /// DNSLookup answers with "Question N" (Name, Type, Server, Outcome, and "Record N": Name, Ttl, Class, Type, Data),
  /// ConnectivityTest with the same for each server and each _service._protocol.domain. A question that got no record
  /// is an outcome, no failure of the command.
  explicit NetworkTools(Services& services);
  ~NetworkTools();

 private:
  friend class LookupSession;
  void on_timer(host::Timer& timer) override;
  void look_up(const CommandCall& call, CommandReply reply);
  void test_connectivity(const CommandCall& call, CommandReply reply);
  /// The servers named, or those of the settings; invalid_argument when one is no address or there are none.
  host::Expected<std::vector<host::SocketAddress>> servers(std::string_view named) const;
  bool full(const CommandReply& reply) const;
  void add_commands();
  /// Sessions end inside a resolver's call, so they are destroyed in the next turn.
  void ended() { timer_->arm_after(host::Duration::zero()); }

  Services& services_;
  host::TimerHandle timer_;
  std::vector<std::unique_ptr<LookupSession>> sessions_;
};

}  // namespace hexad::admin
