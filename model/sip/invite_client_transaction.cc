#include "model/sip/invite_client_transaction.h"

#include "model/host/check.h"

namespace hexad::sip {

InviteClientTransaction::Output InviteClientTransaction::start(bool reliable, const TransactionSettings& settings) {
  HEXAD_CHECK(state_ == State::terminated);
  *this = {};
  state_ = State::calling;
  reliable_ = reliable;
  interval_ = settings.t1;
  Output output;
  output.start_retransmit = !reliable;
  output.start_end = true;
  return output;
}

InviteClientTransaction::Output InviteClientTransaction::handle_response(int status) {
  HEXAD_CHECK(status >= 100 && status <= 699 && state_ != State::terminated);
  Output output;
  if (state_ == State::accepted) {
    output.tell_response = status >= 200 && status < 300;
    return output;
  }
  if (state_ == State::completed) {
    output.send_ack = status >= 300;
    return output;
  }
  output.tell_response = true;
  output.stop_retransmit = output.stop_end = state_ == State::calling;
  if (status < 200) {
    state_ = State::proceeding;
    return output;
  }
  state_ = status < 300 ? State::accepted : State::completed;
  output.send_ack = status >= 300;
  output.start_end = true;
  return output;
}

InviteClientTransaction::Output InviteClientTransaction::handle_retransmit_due() {
  Output output;
  if (state_ != State::calling) return output;
  interval_ *= 2;
  output.send_request = output.start_retransmit = true;
  return output;
}

InviteClientTransaction::Output InviteClientTransaction::handle_end() {
  HEXAD_CHECK(state_ != State::proceeding && state_ != State::terminated);
  Output output;
  output.timed_out = state_ == State::calling;
  output.stop_retransmit = true;
  state_ = State::terminated;
  return output;
}

host::Duration InviteClientTransaction::end_after(const TransactionSettings& settings) const {
  if (state_ != State::completed) return 64 * settings.t1;
  // RFC 3261 section 17.1.1.2: at least 32 s over unreliable transports.
  return reliable_ ? host::Duration::zero() : std::chrono::seconds(32);
}

}  // namespace hexad::sip
