// GET /health: whether the peer serves, for load balancers and for whoever waits for a restart. It needs no login and
// tells nothing else.
#pragma once

#include "model/http/server.h"

namespace hexad::admin {

class Health final : public http::RequestHandler {
 public:
  static constexpr std::string_view kPath = "/health";

  /// True once every service of the peer has started, false while it stops.
  void set_ready(bool ready) { ready_ = ready; }
  bool ready() const { return ready_; }

  /// 200 {"status": "ready"}, or 503 {"status": "starting"} with Retry-After.
  void on_request(http::Request request, http::Responder responder) override;

 private:
  bool ready_ = false;
};

}  // namespace hexad::admin
