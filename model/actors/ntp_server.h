// A time server that takes part in a scenario: answers with its host's wall clock, shifted as the scenario likes
// (RFC 5905 section 9.2, server side). It can be told to have no time, to refuse, or to be silent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/host/host.h"
#include "model/ntp/packet.h"

namespace hexad::actors {

struct NtpServerSettings {
  std::uint16_t port = ntp::kPort;
  std::uint8_t stratum = 1;  ///< 1 to 15
  /// What it tells is this much ahead of its host's wall clock.
  host::Duration offset{};
};

class NtpServer final : public host::Program, host::DatagramHandler {
 public:
  enum class Behaviour : std::uint8_t {
    serving,
    unsynchronized,  ///< Answers with leap 3, stratum 0 and the code INIT.
    refusing,        ///< Answers with a kiss-o'-death, DENY.
    slowing,         ///< Answers with a kiss-o'-death, RATE.
    silent,
  };

  /// Serves on all addresses of the host. An address that cannot be opened is logged as an error, component
  /// "ntp_server", event listen_failed.
  NtpServer(host::Host& host, const NtpServerSettings& settings);

  void set_behaviour(Behaviour behaviour) { behaviour_ = behaviour; }
  void set_offset(host::Duration offset) { settings_.offset = offset; }
  void set_stratum(std::uint8_t stratum) { settings_.stratum = stratum; }

  /// Requests that were understood, also those that got no answer.
  std::uint64_t requests() const { return requests_; }

 private:
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;
  void answer(host::UdpSocket& socket, const host::ReceivedDatagram& datagram);
  ntp::Packet answer_to(const ntp::Packet& request) const;

  host::Host& host_;
  NtpServerSettings settings_;
  Behaviour behaviour_ = Behaviour::serving;
  std::vector<host::UdpHandle> sockets_;
  std::uint64_t requests_ = 0;
};

}  // namespace hexad::actors
