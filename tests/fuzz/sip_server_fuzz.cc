// Arbitrary bytes into a registrar on a simulated host, as datagrams and as the two halves of a TCP stream. Nothing may
// crash, stay unanswered for ever or be held without bound; what is answered is itself a well-formed response.
#include <cstdint>
#include <string>

#include "model/host/check.h"
#include "model/sip/registrar.h"
#include "model/sip/user_agent_server.h"
#include "model/wire/sip/message_view.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;

class Attacker final : public host::DatagramHandler, public host::StreamHandler {
 public:
  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
    for (const host::ReceivedDatagram& datagram : batch) look_at(host::as_text(datagram.payload));
  }
  void on_connected(host::TcpStream&) override { connected = true; }
  void on_bytes(host::TcpStream&, host::ByteView) override {}
  void on_end(host::TcpStream&) override { over = true; }
  void on_failed(host::TcpStream&, const host::Error&) override { over = true; }
  void look_at(std::string_view answer) {
    HEXAD_CHECK(view_.parse(answer) == MessageKind::response);
    HEXAD_CHECK(view_.status() >= 200);
  }
  bool connected = false;
  bool over = false;

 private:
  MessageView view_;
};

void write(host::TcpStream& stream, std::string_view bytes) {
  if (!bytes.empty()) (void)stream.write(host::as_bytes(bytes));
}

void attack(std::string_view bytes) {
  support::SimNetwork network(1);
  support::SimHost& attacker_host = network.add_host("attacker", {"10.0.0.1/24"});
  support::SimHost& peer_host = network.add_host("peer", {"10.0.0.2/24"});
  location::RegistrationStore store(peer_host);
  RegistrarSettings settings;
  settings.domains = {"example.com"};
  Stack stack(peer_host, {});
  Registrar registrar(peer_host, store, settings);
  UserAgentServer server(peer_host, stack, &registrar);
  HEXAD_CHECK(stack.transport().listen(Transport::udp, peer_host.at(5060)).has_value());
  HEXAD_CHECK(stack.transport().listen(Transport::tcp, peer_host.at(5060)).has_value());

  Attacker attacker;
  auto socket = attacker_host.open_udp(attacker_host.at(5060), attacker);
  const host::OutgoingDatagram datagram{peer_host.at(5060), host::as_bytes(bytes), {}};
  (void)(*socket)->send(std::span(&datagram, 1));
  host::TcpConnectOptions options;
  options.remote = peer_host.at(5060);
  auto stream = attacker_host.connect_tcp(options, attacker);
  network.run_for(10ms);
  const std::size_t half = bytes.empty() ? 0 : static_cast<std::uint8_t>(bytes[0]) * bytes.size() / 256;
  write(**stream, bytes.substr(0, half));
  network.run_for(10ms);
  if (!attacker.over) write(**stream, bytes.substr(half));
  network.run_for(10ms);
  HEXAD_CHECK(store.contacts() <= 32);
  // Long after, nothing is left of it.
  network.run_for(2h);
  HEXAD_CHECK(store.contacts() == 0 && store.records() == 0);
  HEXAD_CHECK(stack.server_transactions().size() == 0);
  HEXAD_CHECK(stack.transport().connection_count() == 0);
}

}  // namespace
}  // namespace hexad::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hexad::sip::attack({reinterpret_cast<const char*>(data), size});
  return 0;
}
