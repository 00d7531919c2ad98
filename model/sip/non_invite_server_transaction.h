// The non-INVITE server transaction (RFC 3261 section 17.2.2, figure 8) as a state machine without I/O:
//
//   state       request again       provisional      final                       timer J      transport error
//   Trying      nothing             -> Proceeding    -> Completed, start J       -            -> Terminated
//   Proceeding  send last response  send             -> Completed, start J       -            -> Terminated
//   Completed   send last response  nothing          nothing                     -> Terminated -> Terminated
//
// Timer J is 64*T1 over UDP and zero over reliable transports. The owner stores the response and runs the timer.
#pragma once

#include <cstdint>

#include "model/host/time.h"
#include "model/sip/settings.h"

namespace hexad::sip {

class NonInviteServerTransaction {
 public:
  enum class State : std::uint8_t { trying, proceeding, completed, terminated };
  /// What the owner does now, in this order.
  struct Output {
    bool send_response = false;
    bool start_linger = false;  ///< Timer J, for linger_duration().
  };

  State state() const { return state_; }
  void start(bool reliable);
  Output handle_request_again() const;
  /// The user's response; 100 to 699.
  Output handle_response(int status);
  void handle_linger_end();
  void handle_transport_error();
  host::Duration linger_duration(const TransactionSettings& settings) const;

 private:
  State state_ = State::terminated;
  bool reliable_ = false;
};

}  // namespace hexad::sip
