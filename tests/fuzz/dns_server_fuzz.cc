// Any datagrams and any stream of bytes to a server: it survives them, never answers an answer, and every answer it
// gives parses. The first octet of the input says how it is cut.
#include <vector>

#include "model/dns/authoritative_server.h"
#include "model/dns/codec.h"
#include "model/dns/stream_framing.h"
#include "model/dns/zone_file.h"
#include "model/host/check.h"
#include "tests/support/sim_host.h"

namespace {

using namespace hexad;

constexpr char kZone[] =
    "$ORIGIN example.com.\n@ 60 SOA ns admin 1 2 3 4 5\n@ 60 NS ns\nns 60 A 10.0.0.2\n_sip._tcp 60 SRV 1 1 5060 ns\n"
    "_sip._tcp 60 SRV 1 1 5060 gone\nwww 60 CNAME ns\nloop 60 CNAME loop\n* 60 A 10.0.0.3\nsub 60 NS ns.sub\n"
    "ns.sub 60 A 10.0.0.4\nt 60 TXT \"a\"\n@ 60 NAPTR 1 1 \"s\" \"SIP+D2T\" \"\" _sip._tcp\n";

class Client final : public host::DatagramHandler, public host::StreamHandler {
 public:
  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
    for (const auto& datagram : batch) check(datagram.payload);
  }
  void on_connected(host::TcpStream&) override {}
  void on_bytes(host::TcpStream&, host::ByteView bytes) override {
    reader_.append(bytes);
    while (const auto message = reader_.next()) check(*message);
  }
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream&, const host::Error&) override {}

 private:
  static void check(host::ByteView bytes) {
    const auto answer = dns::decode(bytes);
    HEXAD_CHECK(answer.has_value() && answer->response);
  }
  dns::MessageReader reader_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  support::SimNetwork network;
  support::SimHost& server_host = network.add_host("dns", {"10.0.0.53/24"});
  support::SimHost& client_host = network.add_host("client", {"10.0.0.1/24"});
  dns::AuthoritativeServer server(server_host,
                                  {.listen = {server_host.at(dns::kPort)}, .rotation = dns::AddressRotation::on});
  static const dns::Zone zone = dns::parse_zone(kZone, "z").value();
  server.zones().set(zone);
  HEXAD_CHECK(server.start().has_value());
  Client client;
  const auto socket = client_host.open_udp({}, client).value();
  const auto stream = client_host.connect_tcp({.remote = server_host.at(dns::kPort)}, client).value();
  network.set_segment_bytes(data[0] % 8);
  network.run_for(std::chrono::milliseconds(10));
  const host::ByteView rest(data + 1, size - 1);
  const std::size_t cut = rest.size() * (data[0] / 8) / 32;
  for (const host::ByteView part : {rest, rest.first(cut), rest.subspan(cut)}) {
    const host::OutgoingDatagram datagram{server_host.at(dns::kPort), part, {}};
    (void)socket->send({&datagram, 1});
    (void)stream->write(part);
    if (part.size() <= dns::kMessageOctetsMax) (void)stream->write(dns::framed(part));
  }
  network.run_for(std::chrono::seconds(20));
  return 0;
}
