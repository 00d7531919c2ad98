// The non-INVITE client transaction (RFC 3261 section 17.1.2, figure 6) as a state machine without I/O:
//
//   state       timer E                           timer F            1xx            2xx-6xx          timer K
//   Trying      send, E = min(2*E, T2)            tell, Terminated   Proceeding     Completed, K     -
//   Proceeding  send, E = T2                      tell, Terminated   tell           Completed, K     -
//   Completed   -                                 -                  absorb         absorb           Terminated
//
// E starts at T1 and runs over UDP only; F is 64*T1; K is T4 over UDP and zero over reliable transports.
#pragma once

#include <cstdint>
#include <optional>

#include "model/host/time.h"
#include "model/sip/settings.h"

namespace hexad::sip {

class NonInviteClientTransaction {
 public:
  enum class State : std::uint8_t { trying, proceeding, completed, terminated };
  /// What the owner does now. Timers that are not named go on; in Completed E and F are stopped.
  struct Output {
    bool send_request = false;
    std::optional<host::Duration> retransmit_in;  ///< Timer E.
    std::optional<host::Duration> timeout_in;     ///< Timer F.
    std::optional<host::Duration> linger_for;     ///< Timer K.
    bool tell_response = false;                   ///< The user gets this response.
  };

  State state() const { return state_; }
  Output start(bool reliable, const TransactionSettings& settings);
  Output handle_retransmit_due(const TransactionSettings& settings);
  Output handle_response(int status, const TransactionSettings& settings);
  /// Timer F or a transport error: the user is told that it failed.
  void handle_failure();
  void handle_linger_end();

 private:
  State state_ = State::terminated;
  bool reliable_ = false;
  host::Duration interval_{};
};

}  // namespace hexad::sip
