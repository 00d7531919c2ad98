#include "model/sip/tls_stream_factory.h"

namespace hexad::sip {

host::Expected<host::ListenerHandle> TlsStreamFactory::listen(const host::TcpListenOptions& options,
                                                              host::ListenerHandler& handler) {
  if (!server_) return host::fail(host::ErrorCode::not_supported, "there is no certificate to serve TLS with");
  tls::TlsListenOptions tls_options;
  tls_options.tcp = options;
  tls_options.tls.budget = budget_;
  auto listener = tls::tls_listen(host_, server_, tls_options, handler);
  if (!listener) return tl::unexpected<host::Error>(listener.error());
  return std::move(*listener);
}

host::Expected<host::StreamHandle> TlsStreamFactory::connect(const host::TcpConnectOptions& options,
                                                             std::string_view server_name,
                                                             host::StreamHandler& handler) {
  if (!client_) return host::fail(host::ErrorCode::not_supported, "this program makes no TLS connections");
  tls::TlsOptions tls_options;
  tls_options.session.server_name = server_name.empty() ? options.remote.address.to_string() : std::string(server_name);
  tls_options.budget = budget_;
  return tls::tls_connect(host_, client_, options, std::move(tls_options), handler);
}

}  // namespace hexad::sip
