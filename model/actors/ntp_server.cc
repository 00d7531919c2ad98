#include "model/actors/ntp_server.h"

namespace hexad::actors {
namespace {

/// About 60 microseconds in 16.16 format.
constexpr std::uint32_t kRootDispersion = 4;

}  // namespace

NtpServer::NtpServer(host::Host& host, const NtpServerSettings& settings) : host_(host), settings_(settings) {
  for (const host::Interface& interface : host.interfaces()) {
    for (const host::Prefix& prefix : interface.addresses) {
      auto socket = host.open_udp({prefix.address, settings.port}, *this);
      if (socket) {
        sockets_.push_back(std::move(*socket));
      } else {
        host.log().write(host::Severity::error, "ntp_server", "listen_failed", socket.error().to_string());
      }
    }
  }
}

void NtpServer::on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) {
  for (const host::ReceivedDatagram& datagram : batch) answer(socket, datagram);
}

void NtpServer::answer(host::UdpSocket& socket, const host::ReceivedDatagram& datagram) {
  const auto request = ntp::decode(datagram.payload);
  // Only clients are answered, so that no two servers ever answer each other.
  if (!request || request->mode != ntp::Mode::client) return;
  ++requests_;
  if (behaviour_ == Behaviour::silent) return;
  const host::Bytes bytes = ntp::encode(answer_to(*request));
  const host::OutgoingDatagram outgoing{datagram.source, bytes};
  (void)socket.send({&outgoing, 1});
}

ntp::Packet NtpServer::answer_to(const ntp::Packet& request) const {
  const ntp::Timestamp now = ntp::to_timestamp(host_.wall_now() + settings_.offset);
  ntp::Packet answer;
  answer.version = request.version;
  answer.mode = ntp::Mode::server;
  answer.poll = request.poll;
  answer.origin = request.transmit;
  answer.receive = now;
  answer.transmit = now;
  if (behaviour_ == Behaviour::serving) {
    answer.stratum = settings_.stratum;
    answer.root_dispersion = kRootDispersion;
    answer.reference_id = ntp::reference_of("GPS");
    answer.reference = now;
    return answer;
  }
  const bool unsynchronized = behaviour_ == Behaviour::unsynchronized;
  answer.leap = ntp::Leap::unsynchronized;
  answer.reference_id = ntp::reference_of(unsynchronized                      ? "INIT"
                                          : behaviour_ == Behaviour::refusing ? "DENY"
                                                                              : "RATE");
  return answer;
}

}  // namespace hexad::actors
