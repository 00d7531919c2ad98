// GET /metrics: counters and gauges of the peer in the Prometheus text format (version 0.0.4).
#pragma once

#include <functional>
#include <string>

#include "model/admin/api/authentication.h"
#include "model/admin/api/router.h"
#include "model/admin/services.h"

namespace hexad::admin {

class Metrics final : public http::RequestHandler {
 public:
  static constexpr std::string_view kPath = "/metrics";

  /// All outlive it. The peer's uptime counts from here. `open`: without a login (ours; off by default).
  Metrics(Services& services, Authentication& authentication, const Router& router, bool open);
  /// Whether the peer is ready, for hexad_ready.
  void set_ready_probe(std::function<bool()> ready) { ready_ = std::move(ready); }

  void on_request(http::Request request, http::Responder responder) override;
  /// The whole page.
  std::string text() const;

 private:
  Services& services_;
  Authentication& authentication_;
  const Router& router_;
  bool open_;
  host::MonotonicTime started_;
  std::function<bool()> ready_;
};

}  // namespace hexad::admin
