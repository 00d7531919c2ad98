#include "model/sip/non_invite_server_transaction.h"

#include "model/host/check.h"

namespace hexad::sip {

void NonInviteServerTransaction::start(bool reliable) {
  HEXAD_CHECK(state_ == State::terminated);
  state_ = State::trying;
  reliable_ = reliable;
}

NonInviteServerTransaction::Output NonInviteServerTransaction::handle_request_again() const {
  Output output;
  output.send_response = state_ == State::proceeding || state_ == State::completed;
  return output;
}

NonInviteServerTransaction::Output NonInviteServerTransaction::handle_response(int status) {
  HEXAD_CHECK(status >= 100 && status <= 699 && state_ != State::terminated);
  Output output;
  if (state_ == State::completed) return output;
  output.send_response = true;
  output.start_linger = status >= 200;
  state_ = status >= 200 ? State::completed : State::proceeding;
  return output;
}

void NonInviteServerTransaction::handle_linger_end() {
  HEXAD_CHECK(state_ == State::completed);
  state_ = State::terminated;
}

void NonInviteServerTransaction::handle_transport_error() { state_ = State::terminated; }

host::Duration NonInviteServerTransaction::linger_duration(const TransactionSettings& settings) const {
  return reliable_ ? host::Duration::zero() : 64 * settings.t1;
}

}  // namespace hexad::sip
