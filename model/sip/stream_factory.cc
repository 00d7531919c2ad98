#include "model/sip/stream_factory.h"

namespace hexad::sip {

host::Expected<host::ListenerHandle> TcpStreamFactory::listen(const host::TcpListenOptions& options,
                                                              host::ListenerHandler& handler) {
  return host_.listen_tcp(options, handler);
}

host::Expected<host::StreamHandle> TcpStreamFactory::connect(const host::TcpConnectOptions& options, std::string_view,
                                                             host::StreamHandler& handler) {
  return host_.connect_tcp(options, handler);
}

}  // namespace hexad::sip
