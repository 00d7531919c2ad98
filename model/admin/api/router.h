// The front door of the admin server: hands each request to the handler mounted at the longest matching prefix of its
// path, and gives every answer the headers that keep browsers safe (RFC 6797; Content-Security-Policy for pages).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "model/http/message.h"
#include "model/http/server.h"

namespace hexad::admin {

/// Answers given, by the hundreds of their status: [2] counts 200 to 299.
using AnswersByClass = std::array<std::uint64_t, 6>;

class Router final : public http::RequestHandler {
 public:
  struct Counters {
    std::uint64_t requests = 0;
    std::map<std::string, AnswersByClass, std::less<>> by_mount;  ///< "" for what no mount took.
  };

  Router();

  /// The handler gets every request to `prefix` and below it ("/api" has "/api" and "/api/v1", not "/apix"); "/" has
  /// all that no other mount has. It outlives the router or is unmounted. A second mount replaces the first.
  void mount(std::string prefix, http::RequestHandler& handler);
  void unmount(std::string_view prefix);
  /// Whether answers over TLS forbid the browser to come back without it, for a year ("Management Interface HstsMode").
  void set_hsts(bool on) { hsts_ = on; }

  /// A HEAD is handed on as a GET: the server leaves the body out.
  void on_request(http::Request request, http::Responder responder) override;
  const Counters& counters() const { return *counters_; }

 private:
  std::map<std::string, http::RequestHandler*, std::less<>> mounts_;
  std::shared_ptr<Counters> counters_;  ///< Outlives the router in answers that come late.
  bool hsts_ = true;
};

/// Sends every request in clear to the same target over HTTPS: 301 for GET and HEAD, 308 otherwise.
class HttpsRedirect final : public http::RequestHandler {
 public:
  explicit HttpsRedirect(std::uint16_t https_port) : https_port_(https_port) {}
  void on_request(http::Request request, http::Responder responder) override;

 private:
  std::uint16_t https_port_;
};

}  // namespace hexad::admin
