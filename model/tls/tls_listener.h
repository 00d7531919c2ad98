// A TCP listener that hands over only streams whose TLS handshake is done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "model/host/host.h"
#include "model/host/rate_limit.h"
#include "model/tls/tls_stream.h"

namespace hexad::tls {

/// Handshakes under way on one listener. A connection beyond it is reset; TCP's backlog stands before it.
inline constexpr std::size_t kHandshakesPendingMax = 1024;

struct TlsListenOptions {
  host::TcpListenOptions tcp{};
  TlsOptions tls{};  ///< For every accepted stream. The clients' certificates must name one of session.accepted_names.
  std::size_t handshakes_pending_max = kHandshakesPendingMax;
  std::size_t handshakes_per_source_max = kHandshakesPendingMax;  ///< Of these, from one address.
};

struct ListenerCounters {
  std::uint64_t accepted = 0;           ///< Handed over.
  std::uint64_t handshakes_failed = 0;  ///< For any reason, timeouts included; each logged, rate-limited.
  std::uint64_t over_bound = 0;         ///< Reset because a bound on pending handshakes was reached.
};

/// A failed handshake is the far side's matter or a setting's: it is logged as "tls_handshake_failed" with the reason,
/// and the handler does not hear of it.
class TlsListener final : public host::TcpListener, private host::ListenerHandler, private host::StreamHandler {
 public:
  ~TlsListener() override;
  host::SocketAddress local() const override { return listener_->local(); }
  const ListenerCounters& counters() const { return counters_; }
  std::size_t handshakes_pending() const { return pending_.size(); }

 private:
  friend host::Expected<std::unique_ptr<TlsListener>> tls_listen(host::Host&, ContextHandle, const TlsListenOptions&,
                                                                 host::ListenerHandler&);
  TlsListener(host::Host& host, ContextHandle context, const TlsListenOptions& options, host::ListenerHandler& handler);

  void on_accepted(host::TcpListener& listener, host::StreamHandle stream) override;
  void on_connected(host::TcpStream& stream) override;
  void on_bytes(host::TcpStream&, host::ByteView) override {}
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream& stream, const host::Error& error) override;
  std::unique_ptr<TlsStream> take_pending(const host::TcpStream& stream);
  void log_failure(const host::TcpStream& stream, const host::Error& error);

  host::Host& host_;
  ContextHandle context_;
  TlsOptions options_;
  std::size_t handshakes_pending_max_;
  std::size_t handshakes_per_source_max_;
  host::ListenerHandler& handler_;
  host::ListenerHandle listener_;
  std::vector<std::unique_ptr<TlsStream>> pending_;
  ListenerCounters counters_;
  host::RateLimit log_limit_;
};

/// Fails as Host::listen_tcp() does, and with invalid_argument when the context has no certificate to show.
host::Expected<std::unique_ptr<TlsListener>> tls_listen(host::Host& host, ContextHandle context,
                                                        const TlsListenOptions& options,
                                                        host::ListenerHandler& handler);

}  // namespace hexad::tls
