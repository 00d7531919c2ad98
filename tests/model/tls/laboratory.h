// What the TLS tests share: a certificate authority from a seed, certificates by one line, two sessions joined by their
// buffers, and programs that note what a stream tells them.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/host/check.h"
#include "model/tls/certificate_authority.h"
#include "model/tls/library.h"
#include "model/tls/policy.h"
#include "model/tls/session.h"
#include "model/tls/tls_listener.h"
#include "model/tls/tls_stream.h"
#include "tests/support/seeded_entropy.h"
#include "tests/support/sim_host.h"

namespace hexad::tls::test {

using namespace std::chrono_literals;

/// 2026-01-01T00:00:00Z, when a SimHost's wall clock starts.
inline constexpr host::WallTime kNewYear{1767225600s};
inline constexpr auto kDay = std::chrono::hours(24);

class KeyLogLines final : public KeyLog {
 public:
  void line(std::string_view text) override { lines.emplace_back(text); }
  std::vector<std::string> lines;
};

/// One authority that all trust, valid for 2026, and what it issues.
class Laboratory {
 public:
  explicit Laboratory(std::uint64_t seed = 1)
      : seed_(seed),
        entropy_(seed, "laboratory", "ca"),
        authority(CertificateAuthority::create("Test CA", kNewYear - kDay, kNewYear + 365 * kDay, entropy_).value()) {}

  CertificateRequest request(const std::string& name) const {
    CertificateRequest request;
    request.common_name = name;
    request.dns_names = {name};
    request.not_before = kNewYear - kDay;
    request.not_after = kNewYear + 100 * kDay;
    return request;
  }
  Credentials issue(const CertificateRequest& request) {
    support::SeededEntropy entropy(seed_, request.common_name, "certificate");
    return authority.issue(request, entropy).value();
  }
  Credentials issue(const std::string& name) { return issue(request(name)); }
  Policy policy(Verify verify = Verify::required) const {
    Policy policy;
    policy.verify = verify;
    policy.ca_certificates_pem = authority.certificate_pem();
    return policy;
  }

 private:
  std::uint64_t seed_;
  support::SeededEntropy entropy_;

 public:
  CertificateAuthority authority;
};

/// A client and a server session whose output the test carries to and fro.
struct Pair {
  Pair(ContextHandle client_context, ContextHandle server_context, SessionOptions client_options = {},
       SessionOptions server_options = {}, std::uint64_t seed = 1)
      : client_entropy(seed, "client", "tls"),
        server_entropy(seed, "server", "tls"),
        client(std::move(client_context), Role::client, std::move(client_options), client_entropy),
        server(std::move(server_context), Role::server, std::move(server_options), server_entropy) {}

  /// Everything `from` has to say goes to `to` in pieces; returns whether there was anything.
  bool carry(Session& from, Session& to, std::string& received) {
    const host::Bytes bytes(from.output().begin(), from.output().end());
    from.consume_output(bytes.size());
    transcript.insert(transcript.end(), bytes.begin(), bytes.end());
    const std::size_t piece = piece_bytes == 0 ? bytes.size() : piece_bytes;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      to.handle_ciphertext(host::ByteView(bytes).subspan(at, std::min(piece, bytes.size() - at)));
      if (to.handshaking()) to.handshake(now);
      std::uint8_t plaintext[kRecordPlaintextMax];
      while (const std::size_t size = to.read(plaintext)) received += host::as_text({plaintext, size});
    }
    return !bytes.empty();
  }
  /// Until neither has anything to say. Starts the handshake when it is not begun.
  void run() {
    if (client.handshaking()) client.handshake(now);
    while (carry(client, server, server_received) || carry(server, client, client_received)) {
    }
  }

  host::WallTime now = kNewYear;
  std::size_t piece_bytes = 0;
  support::SeededEntropy client_entropy, server_entropy;
  Session client, server;
  std::string client_received, server_received;
  host::Bytes transcript;
};

/// Notes what its stream tells, in words, and does what the test hangs in.
class Notes final : public host::StreamHandler {
 public:
  void on_connected(host::TcpStream& stream) override {
    events.push_back("connected");
    if (when_connected) when_connected(stream);
  }
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override {
    received += host::as_text(bytes);
    if (events.empty() || events.back() != "bytes") events.push_back("bytes");
    if (when_bytes) when_bytes(stream);
  }
  void on_writable(host::TcpStream& stream) override {
    if (when_writable) when_writable(stream);
  }
  void on_end(host::TcpStream& stream) override {
    events.push_back("end");
    if (when_end) when_end(stream);
  }
  void on_failed(host::TcpStream& stream, const host::Error& told) override {
    events.push_back("failed");
    error = told;
    if (when_failed) when_failed(stream);
  }

  std::vector<std::string> events;
  std::string received;
  host::Error error;
  std::function<void(host::TcpStream&)> when_connected, when_bytes, when_writable, when_end, when_failed;
};

/// Accepts one stream after another, each with the notes of the latest.
class Acceptor final : public host::ListenerHandler {
 public:
  void on_accepted(host::TcpListener&, host::StreamHandle accepted) override {
    ++count;
    stream = std::move(accepted);
    stream->set_handler(notes);
    if (when_accepted) when_accepted();
  }
  std::size_t count = 0;
  Notes notes;
  host::StreamHandle stream;
  std::function<void()> when_accepted;
};

}  // namespace hexad::tls::test
