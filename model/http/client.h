// An HTTP/1.1 client (RFC 9112) on plain or TLS streams of a host: one connection to one server, kept open between
// requests, for the operator actor, hexadctl and feedback. It reconnects when the server has closed meanwhile.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "model/host/host.h"
#include "model/http/message.h"
#include "model/tls/context.h"

namespace hexad::http {

/// Requests that wait or are under way at most.
inline constexpr std::size_t kClientRequestsMax = 64;
/// A connection without a request is closed after this time: less than a server's patience, so that a request and the
/// server's FIN seldom meet (ours).
inline constexpr host::Duration kClientIdleTime = std::chrono::seconds(15);

struct ClientSettings {
  host::SocketAddress server;
  std::string host_name;                              ///< Host header and server name; empty: the address.
  tls::ContextHandle context;                         ///< Null: in clear.
  bool verify_name = true;                            ///< With TLS: the certificate names host_name.
  host::Duration timeout = std::chrono::seconds(30);  ///< For a whole request, from its turn on, connecting included.
  std::size_t response_bytes_max = 64 * 1024 * 1024;
};

class Client {
 public:
  using Done = std::function<void(host::Expected<Response>)>;

  Client(host::Host& host, ClientSettings settings);
  /// Requests under way end silently.
  ~Client();

  /// One after another, in the order of the calls; at most 64 waiting (bound_reached). `done` is called from the loop
  /// and may destroy the client. refused, timed_out ... as TCP and TLS tell; malformed for an answer that is no HTTP;
  /// bound_reached for one over response_bytes_max; closed when the server ends the connection before its answer does.
  /// A request that cannot do harm twice (any but POST and PATCH) is sent once more when a connection that had stayed
  /// open turns out to be gone. Host, Content-Length and Transfer-Encoding are the client's; a Host of the request's
  /// own is kept.
  void send(Request request, Done done);

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace hexad::http
