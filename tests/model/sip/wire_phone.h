// What the tests here share: a device that says to the letter what a test wants and keeps what comes back, and a peer
// that serves example.com.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/host.h"
#include "model/location/registration_store.h"
#include "model/sip/registrar.h"
#include "model/sip/registration_log.h"
#include "model/sip/stack.h"
#include "model/sip/user_agent_server.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::sip {

/// One UDP socket. Texts are written with "\n", sent with CRLF.
class UdpPhone final : public host::DatagramHandler {
 public:
  explicit UdpPhone(support::SimHost& host, std::uint16_t port = 5060, host::Family family = host::Family::ipv4);
  void send(std::string_view text, const host::SocketAddress& to);
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;

  std::vector<std::string> received;
  std::vector<host::SocketAddress> sources;

 private:
  host::UdpHandle socket_;
};

/// One TCP connection.
class TcpPhone final : public host::StreamHandler {
 public:
  TcpPhone(support::SimHost& host, const host::SocketAddress& to);
  /// As UdpPhone's; waits for the connection.
  void send(std::string_view text);
  void send_raw(std::string_view bytes);
  void hang_up() { stream_.reset(); }
  void stop_reading() { stream_->pause_reading(); }
  void finish_sending() { stream_->shutdown(); }

  std::string received;
  bool ended = false;
  bool failed = false;

 private:
  void on_connected(host::TcpStream& stream) override;
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;

  host::StreamHandle stream_;
  std::string waiting_;
  bool connected_ = false;
};

/// "\n" becomes CRLF.
std::string with_crlf(std::string_view text);
/// The first line of a message.
std::string status_line(std::string_view message);
/// All values of a header field, in order.
std::vector<std::string> header_values(std::string_view message, std::string_view name);
/// The only value; "(none)" or "(several)" otherwise.
std::string header_value(std::string_view message, std::string_view name);

/// A REGISTER as text, to be changed part by part.
struct RegisterText {
  std::string uri = "sip:example.com";
  std::string to = "<sip:alice@example.com>";
  std::string call_id = "call-1@10.0.0.1";
  unsigned cseq = 1;
  std::string transport = "UDP";
  std::string sent_by = "10.0.0.1:5060";
  std::string branch;  ///< Empty: made of Call-ID and CSeq.
  std::vector<std::string> headers = {"Contact: <sip:alice@10.0.0.1:5060>", "Expires: 60"};

  std::string text() const;
};

/// A peer at 10.0.0.2 that listens on port 5060 over UDP and TCP, and a phone's host at 10.0.0.1.
struct RegistrarWorld {
  explicit RegistrarWorld(RegistrarSettings registrar_settings = example_settings(), StackSettings stack_settings = {},
                          location::StoreLimits limits = {});
  static RegistrarSettings example_settings();

  support::SimNetwork network{7};
  support::SimHost& phone_host = network.add_host("phone", {"10.0.0.1/24", "2001:db8::1/64"});
  support::SimHost& peer_host = network.add_host("peer", {"10.0.0.2/24", "2001:db8::2/64"});
  location::RegistrationStore store;
  RegistrationLog registration_log;
  Stack stack;
  Registrar registrar;
  UserAgentServer server;

  host::SocketAddress peer() const { return peer_host.at(5060); }
  /// Contacts of an address of record, as "uri expires q".
  std::vector<std::string> contacts(std::string_view aor) const;
};

}  // namespace hexad::sip
