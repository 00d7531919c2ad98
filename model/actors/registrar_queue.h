// The order in which an endpoint tries the servers it has located, as the guides describe it for DNS SRV: by priority,
// chosen among equals, each tried once in a round. Servers that failed lately go behind their equals, so that an
// endpoint that has lost its peer does not begin with the dead one.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "model/dns/sip_server_locator.h"
#include "model/host/time.h"

namespace hexad::actors {

/// How long a failure counts.
inline constexpr host::Duration kFailureMemory = std::chrono::seconds(120);

class RegistrarQueue {
 public:
  /// Starts a round with the candidates in the order in which the locator gave them: one transport after the other,
  /// each by ascending priority. What is left of an earlier round is forgotten, as are repetitions.
  void start(const std::vector<dns::SipCandidate>& candidates, host::MonotonicTime now);
  /// The next to try, or nothing at the end of the round.
  std::optional<dns::SipCandidate> next();
  void note_failure(const host::SocketAddress& address, host::MonotonicTime now);
  /// A server that took a registration counts like any other again.
  void note_success(const host::SocketAddress& address) { failed_at_.erase(address); }

 private:
  std::deque<dns::SipCandidate> waiting_;
  std::map<host::SocketAddress, host::MonotonicTime> failed_at_;
};

}  // namespace hexad::actors
