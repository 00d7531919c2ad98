// One TLS connection's state, without I/O: ciphertext and the time go in, ciphertext and plaintext come out (RFC 5246,
// RFC 8446). TlsStream runs it over a TCP stream. The use of it:
//
//   session.handle_ciphertext(bytes);                     // facts in
//   if (session.handshaking()) session.handshake(now);    // a client also calls it once before any byte came
//   while ((n = session.read(buffer)) > 0) ...            // plaintext out
//   send(session.output()), session.consume_output(sent); // ciphertext out, after every call
//   if (session.failure()) ...                            // over; output() may hold a last alert
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/bytes.h"
#include "model/host/entropy.h"
#include "model/host/error.h"
#include "model/host/time.h"
#include "model/tls/certificate.h"
#include "model/tls/context.h"
#include "model/tls/policy.h"

struct ssl_st;

namespace hexad::tls {

enum class Role : std::uint8_t { client, server };

struct SessionOptions {
  /// Client: the host name or address that was looked for. A host name is sent to the server (RFC 6066 section 3), and
  /// the server's certificate must name it, unless accepted_names says otherwise.
  std::string server_name{};
  /// The far side's certificate must name one of these (peer_name.h). A server with a list here checks its clients so.
  std::vector<std::string> accepted_names{};
  /// How sentences call the far side; TlsStream fills in its address when this is empty.
  std::string far_side{};
};

/// Why a session ended before its time.
struct Failure {
  enum class Cause : std::uint8_t {
    alert_received,       ///< The far side ended it with an alert. Code reset.
    certificate_refused,  ///< We refused the far side's certificate. Code permission_denied.
    protocol_violated,    ///< What came is not TLS, or no common version or cipher. Code malformed.
    truncated,            ///< The transport ended without close_notify. Code reset.
    timed_out,            ///< No handshake in time. Code timed_out.
    bound_reached,        ///< More ciphertext came than the session holds. Code bound_reached.
  };
  Cause cause = Cause::protocol_violated;
  std::string alert;  ///< The alert sent or received in OpenSSL's words, "unknown CA"; empty when there was none.
  std::string text;   ///< One sentence without a full stop.

  host::Error to_error() const;
};

/// Ciphertext that handle_ciphertext() holds at most; more than any record, and than TCP delivers at once.
inline constexpr std::size_t kSessionInputBytesMax = 1024 * 1024;
/// While more output than this waits, read() gives nothing: the far side cannot make us queue answers without bound.
inline constexpr std::size_t kSessionOutputHighWater = 64 * 1024;
/// The largest plaintext of a record; a buffer of this size takes any record whole.
inline constexpr std::size_t kRecordPlaintextMax = 16384;

class Session {
 public:
  /// `entropy` outlives the session.
  Session(ContextHandle context, Role role, SessionOptions options, host::Entropy& entropy);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Keeps the bytes for handshake() and read(). Over kSessionInputBytesMax the session fails.
  void handle_ciphertext(host::ByteView bytes);
  /// The transport will bring nothing more. A failure unless the far side said so in TLS before (close_notify), once
  /// everything before it was read.
  void handle_transport_end();

  /// Goes as far as the ciphertext allows. `now` judges certificates. Returns whether cryptography was done, rather
  /// than only bytes waited for.
  bool handshake(host::WallTime now);
  /// The next plaintext, at most one record. 0: nothing before more ciphertext comes, the far side's close_notify was
  /// reached, or the session failed.
  std::size_t read(host::MutableByteView into);
  /// Encrypts all of it into output(). closed before the handshake is done and after close() or a failure.
  host::Expected<std::size_t> write(host::ByteView plaintext);
  /// Says that nothing more will be written (close_notify). Reading goes on. Without effect on a failed session.
  void close();

  /// Ciphertext for the far side, in order.
  host::ByteView output() const;
  void consume_output(std::size_t size_bytes);

  Role role() const { return role_; }
  bool handshaking() const { return !established_ && !failure_; }
  bool established() const { return established_; }
  /// The far side's close_notify was read.
  bool ended() const { return ended_; }
  bool closed() const { return closed_; }
  /// Ciphertext waits that was not looked at yet.
  bool input_pending() const { return input_read_ < input_.size(); }
  const std::optional<Failure>& failure() const { return failure_; }
  /// Ends the session for a reason from outside, such as a timeout. The first failure stays.
  void fail(Failure::Cause cause, std::string text);

  /// The negotiated version; TLS 1.2 before that.
  Version version() const;
  /// "TLS_AES_256_GCM_SHA384"; empty before the handshake is done.
  std::string_view cipher() const;
  /// Bytes by which a record is longer than its plaintext, at least.
  static constexpr std::size_t record_overhead_min() { return 21; }
  std::optional<PeerCertificate> peer_certificate() const;
  /// What only two ends of this very connection that know the key can make: HMAC-SHA-256 under the key over keying
  /// material of the connection (RFC 5705, RFC 8446 section 7.5) and the role of whoever proves it. Zeros before the
  /// handshake is done.
  std::array<std::uint8_t, 32> proof_of_key(std::string_view key, Role by) const;
  /// Verify::permissive: why the far side's certificate would have been refused; empty when it passed.
  const std::string& verification_failure() const { return verification_failure_; }

 private:
  friend struct SessionCallbacks;
  class Call;

  void look_at_result(int result);
  void fail_with_openssl_reason();
  void judge_transport_end();
  void compact_input();
  std::string far_side() const;

  ContextHandle context_;
  SessionOptions options_;
  std::vector<std::string> names_;
  host::Entropy& entropy_;
  ssl_st* ssl_ = nullptr;
  Role role_;
  bool established_ = false;
  bool ended_ = false;
  bool closed_ = false;
  bool transport_ended_ = false;
  bool looks_like_tls_ = true;
  host::WallTime now_{};
  host::Bytes input_;
  std::size_t input_read_ = 0;
  host::Bytes output_;
  std::size_t output_sent_ = 0;
  std::string first_bytes_;
  std::string alert_received_, alert_sent_;
  std::string verification_failure_;
  bool certificate_refused_ = false;
  std::optional<Failure> failure_;
};

}  // namespace hexad::tls
