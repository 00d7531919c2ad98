// Two hosts, a TLS listener on one, a TLS stream from the other.
#pragma once

#include <gtest/gtest.h>

#include "tests/model/tls/laboratory.h"

namespace hexad::tls::test {

/// Accepts TCP and keeps silent, or closes.
class PlainAcceptor final : public host::ListenerHandler {
 public:
  void on_accepted(host::TcpListener&, host::StreamHandle accepted) override {
    if (close_at_once) return;
    accepted->set_handler(notes);
    streams.push_back(std::move(accepted));
  }
  bool close_at_once = false;
  Notes notes;
  std::vector<host::StreamHandle> streams;
};

/// Writes a text as fast as the stream takes it.
class Writer {
 public:
  Writer(host::TcpStream& stream, Notes& notes, const std::string& text) : text_(text) {
    notes.when_writable = [this](host::TcpStream& writable) { go_on(writable); };
    go_on(stream);
  }
  std::size_t written = 0;

 private:
  void go_on(host::TcpStream& stream) {
    written += stream.write(host::as_bytes(std::string_view(text_).substr(written))).value();
  }
  const std::string& text_;
};

class TlsStreamTest : public ::testing::TestWithParam<Version> {
 protected:
  TlsStreamTest() {
    Policy serving = laboratory.policy(Verify::optional), asking = laboratory.policy();
    serving.version_min = serving.version_max = asking.version_min = asking.version_max = GetParam();
    server_context = library.context(serving, &server).value();
    client_context = library.context(asking, nullptr).value();
  }
  void listen(TlsOptions options = {}, std::size_t pending_max = kHandshakesPendingMax) {
    listener =
        tls_listen(server_host, server_context, {{server_host.at(5061)}, std::move(options), pending_max}, acceptor)
            .value();
  }
  host::StreamHandle connect_with(Notes& notes, TlsOptions options = {}) {
    options.session.server_name = "peer1";
    return tls_connect(client_host, client_context, {server_host.at(5061)}, std::move(options), notes).value();
  }
  void connect(TlsOptions options = {}) { client = connect_with(client_notes, std::move(options)); }
  void run() { network.run_for(1s); }
  static void send(host::TcpStream& stream, std::string_view text) {
    ASSERT_EQ(stream.write(host::as_bytes(text)).value(), text.size());
  }
  /// Carries between a bare session and its TCP stream until neither has anything to say.
  void exchange(Session& session, host::TcpStream& stream, Notes& notes) {
    do {
      session.consume_output(stream.write(session.output()).value());
      run();
      session.handle_ciphertext(host::as_bytes(notes.received));
      notes.received.clear();
      if (session.handshaking()) session.handshake(kNewYear);
    } while (!session.output().empty());
  }

  support::SimNetwork network{7};
  support::SimHost& server_host = network.add_host("server", {"10.0.0.1/24"});
  support::SimHost& client_host = network.add_host("client", {"10.0.0.2/24"});
  Laboratory laboratory;
  Library library{Randomness::simulated};
  Credentials server = laboratory.issue("peer1");
  ContextHandle server_context, client_context;
  Acceptor acceptor;
  std::unique_ptr<TlsListener> listener;
  Notes client_notes;
  host::StreamHandle client;
};

}  // namespace hexad::tls::test
