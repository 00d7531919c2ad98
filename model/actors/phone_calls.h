// The calls of a phone, on the stack that it registers with: it calls, and answers whoever calls it (RFC 3261 sections
// 12 to 15). Events in the log, component "call", each with "call_id":
//
//   call_placed (to), call_received (from), call_ringing, call_established (with, and at the caller setup_ms)
//   call_ended (by: "us", "them", "nobody"; seconds), call_failed (status, reason; 0: it was never sent),
//   call_refused (status): here
//
// "nobody": a request within the call could not be sent, or its answer was never acknowledged.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/host/deadline_wheel.h"
#include "model/host/host.h"
#include "model/sip/stack.h"

namespace hexad::actors {

struct PhoneCallsSettings {
  std::string address_of_record;                          ///< "sip:phone1@example.com"
  host::Duration rings = std::chrono::milliseconds(500);  ///< Until it answers.
  int answers = 200;                                      ///< Or a refusal, at once.
  std::size_t calls_max = 16;
};

/// Whoever can be told to call somebody.
class Caller {
 public:
  /// Calls `uri`, and hangs up so long after the answer; zero: never. What comes of it, the log tells.
  virtual void call(std::string_view uri, host::Duration talks) = 0;

 protected:
  ~Caller() = default;
};

class PhoneCalls final : public sip::RequestHandler, sip::InviteHandler, sip::ResponseHandler, host::DeadlineHandler {
 public:
  /// Both outlive it; it takes the requests of `stack` until it is destroyed.
  PhoneCalls(host::Host& host, sip::Stack& stack, PhoneCallsSettings settings);
  ~PhoneCalls();
  PhoneCalls(const PhoneCalls&) = delete;
  PhoneCalls& operator=(const PhoneCalls&) = delete;

  /// Where requests leave by: the flow of the registration; nothing while there is none.
  void set_flow(std::optional<sip::Flow> flow) { flow_ = std::move(flow); }

  /// As Caller::call().
  void call(std::string_view uri, host::Duration talks);

  std::size_t size() const { return calls_.size(); }

 private:
  enum class State : std::uint8_t { calling, ringing, answered, talking, ending };
  struct Call {
    std::uint32_t number = 0;
    State state = State::calling;
    bool outgoing = true;
    std::string call_id, local, remote, target;  ///< From and To with their tags; the Request-URI.
    std::vector<std::string> routes;
    std::uint32_t cseq = 1;
    sip::TransactionId transaction;
    std::string invite;  ///< As it came, while it is not answered.
    sip::Flow flow;
    host::MonotonicTime begun{}, answered{};
    host::Duration talks{}, repeat{};
  };
  enum Deadline : std::uint32_t { kAnswer, kHangUp, kRepeatAnswer, kDeadlines };

  void on_request(const sip::IncomingRequest& request) override;
  void on_ack(const sip::IncomingRequest& ack) override;
  void on_invite_response(sip::TransactionId id, const sip::MessageView& response) override;
  void on_invite_failed(sip::TransactionId id, const host::Error& error) override;
  void on_invite_end(sip::TransactionId) override {}
  void on_response(sip::TransactionId id, const sip::MessageView& response) override;
  void on_timeout(sip::TransactionId id) override;
  void on_transport_error(sip::TransactionId id, const host::Error& error) override;
  void on_deadline(std::uint32_t id) override;

  Call* find(std::string_view call_id);
  Call* find(sip::TransactionId id);
  Call& add(std::string_view call_id);
  void take_invite(const sip::IncomingRequest& request);
  void take_within(const sip::IncomingRequest& request, Call& call);
  void answer(Call& call);
  void accepted(Call& call, const sip::MessageView& response);
  void acknowledge(Call& call);
  void hang_up(Call& call);
  void end(Call& call, std::string_view by);
  void fail(Call& call, int status, std::string_view reason);
  void drop(Call& call);
  /// The header fields that a request within the call needs.
  std::vector<sip::HeaderLine> headers_of(const Call& call) const;
  sip::OutgoingRequest request_of(const Call& call, std::string_view method,
                                  const std::vector<sip::HeaderLine>& headers) const;
  std::string contact_of(const sip::Flow& flow) const;
  std::string sdp(const sip::Flow& flow) const;
  void say(std::string_view event, const Call& call, std::string_view text,
           std::initializer_list<host::LogField> fields = {});

  host::Host& host_;
  sip::Stack& stack_;
  PhoneCallsSettings settings_;
  host::Entropy& entropy_;
  host::DeadlineWheel deadlines_;
  std::optional<sip::Flow> flow_;
  std::map<std::uint32_t, Call> calls_;
  std::uint32_t numbers_ = 0;
  sip::MessageView message_;
};

}  // namespace hexad::actors
