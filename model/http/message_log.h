// What the record of a run, and whoever reads it, gets to see of HTTP: start line, Content-Type and the beginning of
// the body, the same on both ends. Credentials never: neither Authorization nor cookies, nor a body that speaks of
// passwords.
#pragma once

#include <string>

#include "model/host/log.h"
#include "model/http/message.h"
#include "model/http/server.h"

namespace hexad::http {

/// Of a body, at most this much is shown.
inline constexpr std::size_t kLoggedBodyMax = 2048;

/// Where a message travelled.
struct LoggedPath {
  host::WireMessage::Direction direction = host::WireMessage::Direction::sent;
  host::SocketAddress local;
  host::SocketAddress remote;
  bool secure = false;
};

/// Both do nothing when nobody records messages.
void log_request(host::Log& log, const LoggedPath& path, const Request& request);
/// `what` is the request's "METHOD target", for the summary.
void log_response(host::Log& log, const LoggedPath& path, const Response& response, const std::string& what);

/// "GET /api/v1/status"
std::string name_of(const Request& request);

/// Stands before another handler and logs what passes in both directions.
class LoggedRequests final : public RequestHandler {
 public:
  /// Both outlive it and its answers.
  LoggedRequests(host::Log& log, RequestHandler& next) : log_(log), next_(next) {}
  void on_request(Request request, Responder responder) override;

 private:
  host::Log& log_;
  RequestHandler& next_;
};

}  // namespace hexad::http
