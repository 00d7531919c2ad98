#include "model/tls/session.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/sslerr.h>

#include <algorithm>

#include "model/host/check.h"
#include "model/tls/certificate_reader.h"
#include "model/tls/session_callbacks.h"
#include "model/tls/tls_context.h"

namespace hexad::tls {
namespace {

using host::ErrorCode;

// A buffer that holds no more than this is kept when it runs empty, so that ordinary messages allocate nothing.
constexpr std::size_t kKeptBytesMax = 4096;

void release_if_large(host::Bytes& buffer) {
  buffer.clear();
  if (buffer.capacity() > kKeptBytesMax) host::Bytes().swap(buffer);
}

// The first bytes as a person would recognise them: 'OPTIONS sip:' or hexadecimal.
std::string first_bytes_in_words(host::ByteView bytes) {
  const host::ByteView first = bytes.first(std::min<std::size_t>(bytes.size(), 12));
  const bool is_text = std::all_of(first.begin(), first.end(), [](std::uint8_t c) { return c >= 32 && c < 127; });
  return is_text ? fmt::format("'{}'", host::as_text(first)) : fmt::format("bytes {}", hexadecimal(first));
}

int verify_mode(Role role, Verify verify) {
  if (verify == Verify::none) return SSL_VERIFY_NONE;
  const bool must_show = role == Role::server && verify == Verify::required;
  return must_show ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_PEER;
}

std::string without_final_dot(std::string name) {
  if (!name.empty() && name.back() == '.') name.pop_back();
  return name;
}

ErrorCode code_of(Failure::Cause cause) {
  switch (cause) {
    case Failure::Cause::alert_received: return ErrorCode::reset;
    case Failure::Cause::certificate_refused: return ErrorCode::permission_denied;
    case Failure::Cause::protocol_violated: return ErrorCode::malformed;
    case Failure::Cause::truncated: return ErrorCode::reset;
    case Failure::Cause::timed_out: return ErrorCode::timed_out;
    case Failure::Cause::bound_reached: return ErrorCode::bound_reached;
  }
  return ErrorCode::malformed;
}

}  // namespace

// Every call into OpenSSL on behalf of a session: its draws come from the session's entropy, and what the error queue
// holds afterwards belongs to this call.
class Session::Call {
 public:
  explicit Call(Session& session) : scope_(session.entropy_) { ERR_clear_error(); }

 private:
  EntropyScope scope_;
};

host::Error Failure::to_error() const { return host::Error{code_of(cause), text}; }

Session::Session(ContextHandle context, Role role, SessionOptions options, host::Entropy& entropy)
    : context_(std::move(context)), options_(std::move(options)), entropy_(entropy), role_(role) {
  HEXAD_CHECK(context_ != nullptr);
  const Call call(*this);
  ssl_ = SSL_new(context_->get());
  HEXAD_CHECK(ssl_ != nullptr);
  SSL_set_app_data(ssl_, this);
  BIO* bio = make_session_bio(*this);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_verify(ssl_, verify_mode(role, context_->policy().verify), nullptr);
  names_ = options_.accepted_names;
  if (role == Role::server) {
    SSL_set_accept_state(ssl_);
    return;
  }
  SSL_set_connect_state(ssl_);
  if (options_.server_name.empty()) return;
  if (names_.empty()) names_.push_back(options_.server_name);
  if (!host::IpAddress::parse(options_.server_name)) {
    // A name over 255 octets cannot be sent; verification then says what is wrong.
    SSL_set_tlsext_host_name(ssl_, without_final_dot(options_.server_name).c_str());
  }
}

Session::~Session() {
  const Call call(*this);
  SSL_free(ssl_);
}

void Session::handle_ciphertext(host::ByteView bytes) {
  if (failure_ || bytes.empty()) return;
  if (first_bytes_.empty() && !established_) {
    first_bytes_ = first_bytes_in_words(bytes);
    looks_like_tls_ = bytes[0] >= SSL3_RT_CHANGE_CIPHER_SPEC && bytes[0] <= SSL3_RT_APPLICATION_DATA;
  }
  compact_input();
  if (input_.size() + bytes.size() > kSessionInputBytesMax) {
    fail(Failure::Cause::bound_reached, fmt::format("more than {} bytes of TLS records wait", kSessionInputBytesMax));
    return;
  }
  input_.insert(input_.end(), bytes.begin(), bytes.end());
}

void Session::compact_input() {
  if (input_read_ == 0) return;
  if (input_read_ == input_.size()) {
    release_if_large(input_);
  } else {
    input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(input_read_));
  }
  input_read_ = 0;
}

void Session::handle_transport_end() {
  transport_ended_ = true;
  judge_transport_end();
}

void Session::judge_transport_end() {
  if (!transport_ended_ || ended_ || failure_ || input_pending()) return;
  fail(Failure::Cause::truncated, fmt::format("{} closed the connection {}", far_side(),
                                              established_ ? "without ending TLS first: what came last may be missing"
                                                           : "before the TLS handshake was done"));
}

bool Session::handshake(host::WallTime now) {
  if (!handshaking()) return false;
  const std::size_t output_before = output_.size();
  now_ = now;
  {
    const Call call(*this);
    const int result = SSL_do_handshake(ssl_);
    if (result == 1) {
      established_ = true;
      first_bytes_ = std::string();
    } else {
      look_at_result(result);
    }
  }
  if (!established_) judge_transport_end();
  if (!input_pending()) compact_input();
  return established_ || failure_ || output_.size() != output_before;
}

std::size_t Session::read(host::MutableByteView into) {
  if (!established_ || failure_ || ended_ || output().size() > kSessionOutputHighWater) return 0;
  std::size_t size = 0;
  if (input_pending() || SSL_has_pending(ssl_) == 1) {
    const Call call(*this);
    const int result = SSL_read_ex(ssl_, into.data(), into.size(), &size);
    if (result != 1) look_at_result(result);
  }
  if (!input_pending()) compact_input();
  if (size == 0) judge_transport_end();
  return size;
}

host::Expected<std::size_t> Session::write(host::ByteView plaintext) {
  if (!established_ || closed_ || failure_) return host::fail(ErrorCode::closed);
  const Call call(*this);
  std::size_t done = 0;
  while (done < plaintext.size()) {
    std::size_t size = 0;
    const int result = SSL_write_ex(ssl_, plaintext.data() + done, plaintext.size() - done, &size);
    if (result != 1) {
      look_at_result(result);
      return host::fail(ErrorCode::closed);
    }
    done += size;
  }
  return done;
}

void Session::close() {
  if (closed_ || !established_ || failure_) return;
  closed_ = true;
  const Call call(*this);
  const int result = SSL_shutdown(ssl_);
  if (result < 0) look_at_result(result);
}

host::ByteView Session::output() const { return host::ByteView(output_).subspan(output_sent_); }

void Session::consume_output(std::size_t size_bytes) {
  HEXAD_CHECK(size_bytes <= output_.size() - output_sent_);
  output_sent_ += size_bytes;
  if (output_sent_ < output_.size()) return;
  release_if_large(output_);
  output_sent_ = 0;
}

void Session::look_at_result(int result) {
  const int error = SSL_get_error(ssl_, result);
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return;
  if (error == SSL_ERROR_ZERO_RETURN) {
    // close_notify in the middle of a handshake ends it without having begun.
    if (!established_) fail(Failure::Cause::truncated, far_side() + " ended TLS before the handshake was done");
    ended_ = established_;
    return;
  }
  fail_with_openssl_reason();
}

void Session::fail_with_openssl_reason() {
  const int reason = ERR_GET_REASON(ERR_peek_error());
  const Policy& policy = context_->policy();
  if (!alert_received_.empty()) {
    ERR_clear_error();
    return fail(Failure::Cause::alert_received,
                fmt::format("{} ended TLS with the alert '{}'", far_side(), alert_received_));
  }
  if (certificate_refused_) {
    ERR_clear_error();
    return fail(Failure::Cause::certificate_refused, verification_failure_);
  }
  const std::string words = take_openssl_reason();
  if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) {
    return fail(Failure::Cause::certificate_refused,
                fmt::format("{} showed no certificate, and one is required", far_side()));
  }
  if (!looks_like_tls_ && !established_) {
    return fail(Failure::Cause::protocol_violated,
                fmt::format("{} does not speak TLS: it began with {}", far_side(), first_bytes_));
  }
  if (reason == SSL_R_UNSUPPORTED_PROTOCOL) {
    return fail(Failure::Cause::protocol_violated,
                fmt::format("{} offers no TLS version from {} to {}", far_side(), to_string(policy.version_min),
                            to_string(policy.version_max)));
  }
  fail(Failure::Cause::protocol_violated,
       fmt::format("TLS with {} failed: {}{}", far_side(), words,
                   alert_sent_.empty() ? "" : fmt::format(" (alert '{}' sent)", alert_sent_)));
}

void Session::fail(Failure::Cause cause, std::string text) {
  if (failure_) return;
  failure_ = Failure{cause, alert_received_.empty() ? alert_sent_ : alert_received_, std::move(text)};
  input_ = host::Bytes();
  input_read_ = 0;
}

std::string Session::far_side() const { return options_.far_side.empty() ? "the far side" : options_.far_side; }

Version Session::version() const { return SSL_version(ssl_) == TLS1_3_VERSION ? Version::tls13 : Version::tls12; }

std::string_view Session::cipher() const {
  if (!established_) return {};
  const char* name = SSL_get_cipher_name(ssl_);
  return name == nullptr ? std::string_view() : std::string_view(name);
}

std::optional<PeerCertificate> Session::peer_certificate() const {
  const X509* certificate = SSL_get0_peer_certificate(ssl_);
  if (certificate == nullptr) return std::nullopt;
  return summarize(certificate);
}

std::array<std::uint8_t, 32> Session::proof_of_key(std::string_view key, Role by) const {
  constexpr std::string_view kLabel = "EXPORTER-hexad-cluster-key";
  std::array<std::uint8_t, 32> proof{};
  std::array<std::uint8_t, 33> material{};
  if (!established_) return proof;
  ERR_clear_error();
  if (SSL_export_keying_material(ssl_, material.data(), 32, kLabel.data(), kLabel.size(), nullptr, 0, 0) != 1) {
    return proof;
  }
  material[32] = by == Role::client ? 'c' : 's';
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), material.data(), material.size(), proof.data(), &size);
  return proof;
}

}  // namespace hexad::tls
