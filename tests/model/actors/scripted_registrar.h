// A registrar whose every answer is the test's, over UDP, TCP or TLS, and which keeps what it was asked and when.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/host.h"
#include "model/tls/library.h"
#include "tests/support/sim_host.h"

namespace hexad::actors {

struct Asked {
  host::MonotonicTime at;
  std::string text;
  /// The value of a header field as it stands; empty when there is none.
  std::string header(std::string_view name) const;
};

class ScriptedRegistrar final : host::DatagramHandler, host::ListenerHandler, host::StreamHandler {
 public:
  /// Serves UDP and TCP on port 5060 from the start.
  explicit ScriptedRegistrar(support::SimHost& host, host::Family family = host::Family::ipv4);

  void start();
  /// As when a process is killed: its kernel closes the connections and refuses new ones.
  void stop();
  /// RST on every connection; goes on serving.
  void reset_connections();
  void start_tls(const tls::ContextHandle& context);

  /// What it says to a request; an empty text is silence. Default: 200 (OK), sixty seconds.
  std::function<std::string(const Asked&)> answer = [](const Asked& request) { return granting(request, 60); };
  bool reset_after_answer = false;
  bool close_after_answer = false;

  std::vector<Asked> asked;
  int pings = 0;
  bool answers_pings = true;

  /// 200 (OK) with the Contact that was asked for.
  static std::string granting(const Asked& asked, unsigned seconds);
  /// A response with the header fields that it must have, and these.
  static std::string response(const Asked& asked, std::string_view status,
                              const std::vector<std::string>& headers = {});

 private:
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;
  void on_accepted(host::TcpListener& listener, host::StreamHandle stream) override;
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_end(host::TcpStream& stream) override { forget(stream); }
  void on_failed(host::TcpStream& stream, const host::Error&) override { forget(stream); }
  void forget(host::TcpStream& stream);
  void take_messages(host::TcpStream& stream, std::string& waiting);

  struct Connection {
    host::StreamHandle stream;
    std::string waiting;
  };
  support::SimHost& host_;
  host::Family family_;
  host::UdpHandle udp_;
  host::ListenerHandle tcp_, tls_;
  std::vector<Connection> connections_;
};

}  // namespace hexad::actors
