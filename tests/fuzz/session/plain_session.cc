// tls::Session without cryptography, in place of the real one: whoever links this file gets records that are framed as
// TLS frames them, and neither secrets nor certificates. So TlsStream, TlsListener and all above them run as they are,
// many connections a second. A record is a type ('H' hello, 'D' data, 'E' end), two octets of length, and bytes.
#include <algorithm>

#include "model/host/check.h"
#include "model/tls/session.h"

namespace hexad::tls {
namespace {

constexpr std::size_t kHeaderBytes = 3;

void put_record(char type, host::ByteView content, host::Bytes& out) {
  out.push_back(static_cast<std::uint8_t>(type));
  out.push_back(static_cast<std::uint8_t>(content.size() >> 8));
  out.push_back(static_cast<std::uint8_t>(content.size()));
  out.insert(out.end(), content.begin(), content.end());
}

}  // namespace

host::Error Failure::to_error() const { return host::Error{host::ErrorCode::reset, text}; }

Session::Session(ContextHandle context, Role role, SessionOptions options, host::Entropy& entropy)
    : context_(std::move(context)), options_(std::move(options)), entropy_(entropy), role_(role) {
  HEXAD_CHECK(context_ != nullptr);
}

Session::~Session() = default;

void Session::handle_ciphertext(host::ByteView bytes) {
  if (failure_) return;
  if (input_.size() + bytes.size() > kSessionInputBytesMax)
    return fail(Failure::Cause::bound_reached, "too much waits");
  input_.insert(input_.end(), bytes.begin(), bytes.end());
}

void Session::handle_transport_end() {
  transport_ended_ = true;
  judge_transport_end();
}

void Session::judge_transport_end() {
  if (transport_ended_ && !ended_ && !input_pending()) fail(Failure::Cause::truncated, "closed without an end");
}

/// `looks_like_tls_` says that the own hello has not gone yet.
bool Session::handshake(host::WallTime) {
  if (!handshaking()) return false;
  const bool dials = role_ == Role::client && std::exchange(looks_like_tls_, false);
  if (dials) put_record('H', {}, output_);
  if (input_.size() < kHeaderBytes) {
    judge_transport_end();
    return dials || failure_;
  }
  if (input_[0] != 'H' || input_[1] != 0 || input_[2] != 0) {
    fail(Failure::Cause::protocol_violated, "it does not begin with a hello");
    return true;
  }
  input_read_ = kHeaderBytes;
  compact_input();
  if (role_ == Role::server) put_record('H', {}, output_);
  established_ = true;
  return true;
}

void Session::compact_input() {
  input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(input_read_));
  input_read_ = 0;
}

/// As OpenSSL does, what is no whole record yet is taken out of the input and kept apart.
std::size_t Session::read(host::MutableByteView into) {
  if (!established_ || failure_ || ended_ || output().size() > kSessionOutputHighWater) return 0;
  first_bytes_ += host::as_text(input_);
  input_.clear();
  const auto octet = [this](std::size_t at) { return static_cast<std::uint8_t>(first_bytes_[at]); };
  const bool has_header = first_bytes_.size() >= kHeaderBytes;
  const std::size_t size = has_header ? octet(1) * 256u + octet(2) : 0;
  if (!has_header || first_bytes_.size() < kHeaderBytes + size) {
    judge_transport_end();
    return 0;
  }
  const char type = first_bytes_[0];
  if (size > into.size() || (type != 'D' && type != 'E')) {
    fail(Failure::Cause::protocol_violated, "what came is no record");
    return 0;
  }
  std::copy_n(first_bytes_.begin() + kHeaderBytes, size, into.begin());
  first_bytes_.erase(0, kHeaderBytes + size);
  ended_ = type == 'E';
  return size;
}

host::Expected<std::size_t> Session::write(host::ByteView plaintext) {
  if (!established_ || closed_ || failure_) return host::fail(host::ErrorCode::closed);
  for (std::size_t at = 0; at < plaintext.size(); at += kRecordPlaintextMax) {
    put_record('D', plaintext.subspan(at, std::min(kRecordPlaintextMax, plaintext.size() - at)), output_);
  }
  return plaintext.size();
}

void Session::close() {
  if (closed_ || !established_ || failure_) return;
  closed_ = true;
  put_record('E', {}, output_);
}

host::ByteView Session::output() const { return host::ByteView(output_).subspan(output_sent_); }

void Session::consume_output(std::size_t size_bytes) {
  HEXAD_CHECK(size_bytes <= output_.size() - output_sent_);
  output_sent_ += size_bytes;
  if (output_sent_ < output_.size()) return;
  output_.clear();
  output_sent_ = 0;
}

void Session::fail(Failure::Cause cause, std::string text) {
  if (!failure_) failure_ = Failure{cause, {}, std::move(text)};
  input_.clear();
  input_read_ = 0;
}

Version Session::version() const { return Version::tls13; }
std::string_view Session::cipher() const { return established_ ? "NULL" : std::string_view(); }
std::optional<PeerCertificate> Session::peer_certificate() const { return std::nullopt; }
std::array<std::uint8_t, 32> Session::proof_of_key(std::string_view, Role) const { return {}; }

}  // namespace hexad::tls
