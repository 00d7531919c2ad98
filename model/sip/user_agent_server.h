// The core that answers requests (RFC 3261 section 8.2): method, Request-URI, Require and content in the RFC's order,
// then REGISTER by the registrar and OPTIONS (section 11). What is meant for others goes to the proxy; without one,
// INVITE and its kin get 405.
#pragma once

#include "model/host/host.h"
#include "model/host/rate_limit.h"
#include "model/sip/proxy.h"
#include "model/sip/registrar.h"
#include "model/sip/stack.h"

namespace hexad::sip {

class UserAgentServer final : public RequestHandler {
 public:
  /// `registrar` may be null: REGISTER then gets 405, and OPTIONS is answered for any domain. Everything outlives it;
  /// it takes the requests of `stack` until it is destroyed.
  UserAgentServer(host::Host& host, Stack& stack, Registrar* registrar = nullptr);
  ~UserAgentServer();
  UserAgentServer(const UserAgentServer&) = delete;
  UserAgentServer& operator=(const UserAgentServer&) = delete;

  /// Null: there is none. It outlives this, or is taken away.
  void set_proxy(Proxy* proxy) { proxy_ = proxy; }

 private:
  void on_request(const IncomingRequest& request) override;
  void on_ack(const IncomingRequest& ack) override;
  void answer_cancel(const IncomingRequest& request);
  bool is_for_others(const IncomingRequest& request) const;
  bool refuse_method(const IncomingRequest& request);
  bool refuse_target(const IncomingRequest& request);
  bool refuse_required(const IncomingRequest& request);
  bool refuse_content(const IncomingRequest& request);
  void answer_options(const IncomingRequest& request);
  void answer_register(const IncomingRequest& request);
  void note_refusal(const IncomingRequest& request, const Registrar::Outcome& outcome);
  std::string_view allowed() const;

  host::Host& host_;
  Stack& stack_;
  Registrar* registrar_;
  Proxy* proxy_ = nullptr;
  host::RateLimit refusal_lines_;
};

}  // namespace hexad::sip
