// SIP over TLS: streams that have made their handshake (RFC 3261 section 26.3.1, RFC 5922), for TransportLayer.
#pragma once

#include "model/sip/stream_factory.h"
#include "model/tls/tls_listener.h"

namespace hexad::sip {

class TlsStreamFactory final : public StreamFactory {
 public:
  /// Either context may be null: connect() or listen() is then not_supported. `budget` may be null and outlives it.
  TlsStreamFactory(host::Host& host, tls::ContextHandle client, tls::ContextHandle server,
                   tls::HandshakeBudget* budget = nullptr)
      : host_(host), client_(std::move(client)), server_(std::move(server)), budget_(budget) {}

  /// For listeners and connections from now on; what stands keeps its certificate.
  void set_contexts(tls::ContextHandle client, tls::ContextHandle server) {
    client_ = std::move(client);
    server_ = std::move(server);
  }
  bool can_listen() const { return server_ != nullptr; }

  host::Expected<host::ListenerHandle> listen(const host::TcpListenOptions& options,
                                              host::ListenerHandler& handler) override;
  /// The server's certificate must name `server_name`; where that is empty, the address.
  host::Expected<host::StreamHandle> connect(const host::TcpConnectOptions& options, std::string_view server_name,
                                             host::StreamHandler& handler) override;

 private:
  host::Host& host_;
  tls::ContextHandle client_, server_;
  tls::HandshakeBudget* budget_;
};

}  // namespace hexad::sip
