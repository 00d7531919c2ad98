// A TLS connection that behaves as a host::TcpStream, so that whoever uses streams need not know which kind it has.
// How the words of the TCP interface translate:
//   on_connected   the handshake is done, the far side's certificate accepted
//   on_bytes       plaintext, at most one record (16 kB) at a time
//   on_end         the far side's close_notify
//   on_failed      also for TLS: permission_denied (we refused its certificate), malformed (it does not speak TLS, or
//                  no common version or cipher), reset (an alert, or an end without close_notify), timed_out (no
//                  handshake in time); the detail is a sentence with the reason, failure() has it typed
//   shutdown       close_notify, then FIN
//   destruction    close_notify, then as TCP; bytes that write() took and TCP had no room for yet are lost: a program
//                  that has just filled the send buffer uses shutdown() and waits
//   abort          RST without a word of TLS
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "model/host/host.h"
#include "model/tls/context.h"
#include "model/tls/handshake_budget.h"
#include "model/tls/session.h"

namespace hexad::tls {

/// For the whole handshake, from the established TCP connection on.
inline constexpr host::Duration kHandshakeTimeout = std::chrono::seconds(5);

struct TlsOptions {
  SessionOptions session{};
  host::Duration handshake_timeout = kHandshakeTimeout;
  HandshakeBudget* budget = nullptr;  ///< Null: no bound. Outlives the stream.
};

class TlsStream final : public host::TcpStream, private host::StreamHandler, private host::TimerHandler {
 public:
  ~TlsStream() override;

  host::Expected<std::size_t> write(host::ByteView bytes) override;
  std::size_t writable_bytes() const override;
  void pause_reading() override;
  void resume_reading() override;
  void shutdown() override;
  void abort() override;
  host::SocketAddress local() const override { return stream_->local(); }
  host::SocketAddress remote() const override { return stream_->remote(); }
  int interface() const override { return stream_->interface(); }
  void set_handler(host::StreamHandler& handler) override { handler_ = &handler; }

  /// The certificate that the far side showed; empty before the handshake is done and when it showed none.
  std::optional<PeerCertificate> peer_certificate() const { return session_.peer_certificate(); }
  /// As Session::verification_failure().
  const std::string& verification_failure() const { return session_.verification_failure(); }
  Version version() const { return session_.version(); }
  Role role() const { return session_.role(); }
  /// As Session::proof_of_key(), by this end or by the other one.
  std::array<std::uint8_t, 32> proof_of_key(std::string_view key, Role by) const {
    return session_.proof_of_key(key, by);
  }
  std::string_view cipher() const { return session_.cipher(); }
  /// The reason when TLS failed; empty when TCP did.
  const std::optional<Failure>& failure() const { return session_.failure(); }

 private:
  friend host::Expected<host::StreamHandle> tls_connect(host::Host&, const ContextHandle&,
                                                        const host::TcpConnectOptions&, TlsOptions,
                                                        host::StreamHandler&);
  friend class TlsListener;
  enum class Phase : std::uint8_t { connecting, handshaking, established, dead };

  TlsStream(host::Host& host, const ContextHandle& context, Role role, TlsOptions options, std::string far_side,
            host::StreamHandler& handler);
  void accept(host::StreamHandle stream);
  void begin_handshake();
  void deliver_from_next_turn();

  void on_connected(host::TcpStream& stream) override;
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_writable(host::TcpStream& stream) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;
  void on_timer(host::Timer& timer) override;

  void advance();
  bool continue_handshake();
  void pump();
  void flush();
  void come_back_next_turn();
  void hold_or_release_stream();
  void fail_if_session_failed();
  bool tell_writable();
  void die();
  template <class Call>
  bool tell(Call call);

  host::Host& host_;
  host::StreamHandler* handler_;
  Session session_;
  host::StreamHandle stream_;
  host::TimerHandle deadline_;
  host::TimerHandle turn_;
  HandshakeBudget* budget_;
  host::Duration handshake_timeout_;
  Phase phase_ = Phase::connecting;
  bool paused_ = false;
  bool stream_held_ = false;
  bool turn_awaited_ = false;
  bool short_write_ = false;
  bool writable_owed_ = false;  ///< After a short write that left TCP nothing to call back for.
  bool shutdown_wanted_ = false;
  bool fin_sent_ = false;
  bool end_told_ = false;
  bool* destroyed_ = nullptr;  ///< Set while a handler is called, which may destroy this stream.
};

/// Connects over TCP, then makes the handshake; on_connected() or on_failed() tells how it went. At once fails only
/// what Host::connect_tcp() fails at once. Name the server in options.session.server_name: without a name, any
/// certificate of a trusted CA is accepted.
host::Expected<host::StreamHandle> tls_connect(host::Host& host, const ContextHandle& context,
                                               const host::TcpConnectOptions& tcp, TlsOptions options,
                                               host::StreamHandler& handler);

/// The TLS side of a stream, or null when it is not a TLS stream.
const TlsStream* as_tls(const host::TcpStream& stream);

}  // namespace hexad::tls
