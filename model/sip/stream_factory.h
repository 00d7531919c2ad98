// Where the transport layer gets its streams: plain TCP from the host, TLS from the composition root, so that both
// plug in alike and model/sip knows nothing of certificates.
#pragma once

#include <string_view>

#include "model/host/host.h"

namespace hexad::sip {

class StreamFactory {
 public:
  virtual ~StreamFactory() = default;
  /// As Host::listen_tcp(); streams are handed over ready for messages (TLS: after the handshake).
  virtual host::Expected<host::ListenerHandle> listen(const host::TcpListenOptions& options,
                                                      host::ListenerHandler& handler) = 0;
  /// As Host::connect_tcp(); on_connected() means ready for messages. `server_name` is the domain that was looked up
  /// for this server (RFC 5922 section 7.1), empty when it was an address.
  virtual host::Expected<host::StreamHandle> connect(const host::TcpConnectOptions& options,
                                                     std::string_view server_name, host::StreamHandler& handler) = 0;
};

class TcpStreamFactory final : public StreamFactory {
 public:
  explicit TcpStreamFactory(host::Host& host) : host_(host) {}
  host::Expected<host::ListenerHandle> listen(const host::TcpListenOptions& options,
                                              host::ListenerHandler& handler) override;
  host::Expected<host::StreamHandle> connect(const host::TcpConnectOptions& options, std::string_view server_name,
                                             host::StreamHandler& handler) override;

 private:
  host::Host& host_;
};

}  // namespace hexad::sip
