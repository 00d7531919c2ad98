#include "model/cluster/port_probe.h"

namespace hexad::cluster {

void PortProbe::begin(const host::IpAddress& source, const host::IpAddress& remote) {
  stop();
  for (std::size_t number = 0; number < kPorts.size(); ++number) {
    host::TcpConnectOptions options;
    options.remote = {remote, kPorts[number]};
    options.source = source;
    auto stream = host_.connect_tcp(options, *this);
    // Without a route no link stands either, and that is told elsewhere.
    if (stream) streams_[number] = std::move(*stream);
  }
}

void PortProbe::stop() {
  for (host::StreamHandle& stream : streams_) stream.reset();
}

void PortProbe::end(host::TcpStream& stream, bool open) {
  for (std::size_t number = 0; number < kPorts.size(); ++number) {
    if (streams_[number].get() != &stream) continue;
    streams_[number].reset();
    return done_(kPorts[number], open);
  }
}

}  // namespace hexad::cluster
