// An HTTP/1.1 server (RFC 9112) on plain or TLS streams of a host. Everything a client can make it hold is bounded:
// connections, header and body bytes, the time a request may take, requests under way.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/host/host.h"
#include "model/http/message.h"
#include "model/tls/context.h"
#include "model/tls/handshake_budget.h"

namespace hexad::http {

/// Answers one request, once; may be kept and called in a later turn. Destroyed unanswered it answers 500. Outlives
/// its server without harm.
class Responder {
 public:
  using Answer = std::function<void(Response)>;
  explicit Responder(Answer answer) : answer_(std::move(answer)) {}
  Responder(Responder&& other) noexcept : answer_(std::exchange(other.answer_, nullptr)) {}
  Responder& operator=(Responder&& other) noexcept;
  ~Responder();
  void respond(Response response);
  /// Answered, or moved from.
  bool spent() const { return answer_ == nullptr; }

 private:
  Answer answer_;
};

class RequestHandler {
 public:
  /// A whole request. Called from the loop.
  virtual void on_request(Request request, Responder responder) = 0;

 protected:
  ~RequestHandler() = default;
};

struct ServerSettings {
  std::size_t connections_max = 100;  ///< One more is closed as soon as it is accepted.
  std::size_t connections_per_source_max = 40;
  std::size_t header_bytes_max = 16 * 1024;  ///< 431 beyond.
  std::size_t body_bytes_max = 1024 * 1024;  ///< 413 beyond; see large_body_paths.
  /// Paths whose bodies may be larger (restore, upgrade), and how large.
  std::vector<std::string> large_body_paths{};
  std::size_t large_body_bytes_max = 32 * 1024 * 1024;
  std::size_t large_bodies_max = 2;  ///< Of those over body_bytes_max, held at once; 503 beyond.
  host::Duration header_timeout = std::chrono::seconds(20);  ///< From the first byte to the end of the header; 408.
  host::Duration body_timeout = std::chrono::seconds(60);    ///< 408.
  /// Between requests of a connection; and a client that does not take 16 kB of its answer in this time, or what is
  /// left of it, is reset.
  host::Duration idle_timeout = std::chrono::seconds(30);
};

struct ServerCounters {
  std::uint64_t connections = 0;
  std::uint64_t requests = 0;
  std::uint64_t refused_connections = 0;  ///< Over a bound.
  std::uint64_t malformed = 0;            ///< Answered 400 by the server itself.
  std::uint64_t too_large = 0;            ///< 413, 431
  std::uint64_t timeouts = 0;             ///< 408
};

class Server {
 public:
  /// The handler outlives the server. Opens nothing yet.
  Server(host::Host& host, ServerSettings settings, RequestHandler& handler);
  ~Server();

  /// Serves in clear. May be called for several addresses. Fails as Host::listen_tcp().
  host::Expected<host::SocketAddress> listen(const host::SocketAddress& local);
  /// Serves over TLS with a context that has a certificate. `budget` as in TlsOptions.
  host::Expected<host::SocketAddress> listen_tls(const host::SocketAddress& local, tls::ContextHandle context,
                                                 tls::HandshakeBudget* budget);
  std::size_t listeners() const;
  /// Stops the listeners that were opened first; connections that stand go on.
  void stop_first(std::size_t count);
  /// Stops listening on everything; connections that stand go on.
  void stop_listening();
  const ServerCounters& counters() const;
  std::size_t connections() const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace hexad::http
