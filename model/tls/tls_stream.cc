#include "model/tls/tls_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/host/check.h"

namespace hexad::tls {
namespace {

constexpr std::string_view kEntropyName = "tls";

SessionOptions with_far_side(SessionOptions options, std::string far_side) {
  if (options.far_side.empty()) options.far_side = std::move(far_side);
  return options;
}

}  // namespace

TlsStream::TlsStream(host::Host& host, const ContextHandle& context, Role role, TlsOptions options,
                     std::string far_side, host::StreamHandler& handler)
    : host_(host),
      handler_(&handler),
      session_(context, role, with_far_side(std::move(options.session), std::move(far_side)),
               host.entropy(kEntropyName)),
      budget_(options.budget),
      handshake_timeout_(options.handshake_timeout) {}

TlsStream::~TlsStream() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  if (phase_ != Phase::established || fin_sent_) return;
  session_.close();
  flush();
}

void TlsStream::accept(host::StreamHandle stream) {
  stream_ = std::move(stream);
  stream_->set_handler(*this);
  begin_handshake();
}

void TlsStream::begin_handshake() {
  phase_ = Phase::handshaking;
  deadline_ = host_.make_timer(*this);
  deadline_->arm_after(handshake_timeout_);
}

// Calls the handler and returns whether this stream still exists.
template <class Call>
bool TlsStream::tell(Call call) {
  bool destroyed = false;
  bool* const outer = std::exchange(destroyed_, &destroyed);
  call(*handler_);
  if (destroyed) {
    if (outer != nullptr) *outer = true;
    return false;
  }
  destroyed_ = outer;
  return true;
}

void TlsStream::on_connected(host::TcpStream&) {
  begin_handshake();
  advance();
}

void TlsStream::on_bytes(host::TcpStream&, host::ByteView bytes) {
  if (phase_ == Phase::dead) return;
  session_.handle_ciphertext(bytes);
  advance();
}

void TlsStream::on_writable(host::TcpStream&) {
  if (phase_ == Phase::dead) return;
  flush();
  if (!session_.output().empty()) return;
  if (!tell_writable()) return;
  advance();
}

// False when this stream is gone.
bool TlsStream::tell_writable() {
  if (!std::exchange(short_write_, false) || phase_ != Phase::established || shutdown_wanted_) return true;
  return tell([this](host::StreamHandler& handler) { handler.on_writable(*this); });
}

void TlsStream::on_end(host::TcpStream&) {
  if (phase_ == Phase::dead) return;
  session_.handle_transport_end();
  advance();
}

void TlsStream::on_failed(host::TcpStream&, const host::Error& error) {
  if (phase_ == Phase::dead) return;
  const bool handshaking = phase_ == Phase::handshaking;
  die();
  host::Error told = error;
  if (handshaking) told.detail += told.detail.empty() ? "during the TLS handshake" : " during the TLS handshake";
  tell([&](host::StreamHandler& handler) { handler.on_failed(*this, told); });
}

void TlsStream::on_timer(host::Timer& timer) {
  if (phase_ == Phase::dead) return;
  if (&timer == deadline_.get()) {
    session_.fail(Failure::Cause::timed_out,
                  fmt::format("{} did not finish the TLS handshake within {} ms", stream_->remote().to_string(),
                              std::chrono::duration_cast<std::chrono::milliseconds>(handshake_timeout_).count()));
  }
  turn_awaited_ = false;
  if (std::exchange(writable_owed_, false) && session_.output().empty() && !session_.failure()) {
    if (!tell_writable()) return;
  }
  advance();
}

// Brings everything forward that can go forward: handshake, plaintext, the end, a failure.
void TlsStream::advance() {
  if (phase_ == Phase::handshaking && !continue_handshake()) return;
  if (phase_ == Phase::established && !turn_awaited_) {
    pump();
  } else {
    fail_if_session_failed();
  }
}

// Returns false when there is nothing more to do in this turn, or this stream is gone.
bool TlsStream::continue_handshake() {
  if (session_.failure()) return true;
  if (turn_awaited_) return false;
  if (budget_ != nullptr && !budget_->available()) {
    come_back_next_turn();
    return false;
  }
  const bool worked = session_.handshake(host_.wall_now());
  if (worked && budget_ != nullptr) budget_->spend();
  flush();
  hold_or_release_stream();
  if (!session_.established()) return true;
  phase_ = Phase::established;
  deadline_.reset();
  if (shutdown_wanted_) session_.close();
  return tell([this](host::StreamHandler& handler) { handler.on_connected(*this); });
}

void TlsStream::pump() {
  std::uint8_t plaintext[kRecordPlaintextMax];
  while (!paused_ && phase_ == Phase::established) {
    const std::size_t size = session_.read(plaintext);
    flush();
    if (size == 0) break;
    const host::ByteView bytes(plaintext, size);
    if (!tell([&](host::StreamHandler& handler) { handler.on_bytes(*this, bytes); })) return;
  }
  if (phase_ != Phase::established) return;
  hold_or_release_stream();
  if (session_.failure()) return fail_if_session_failed();
  if (!session_.ended() || std::exchange(end_told_, true)) return;
  tell([this](host::StreamHandler& handler) { handler.on_end(*this); });
}

// TCP takes what it has room for; it calls on_writable() when it took less.
void TlsStream::flush() {
  if (phase_ == Phase::connecting || phase_ == Phase::dead || fin_sent_) return;
  const host::ByteView output = session_.output();
  if (!output.empty()) {
    const auto taken = stream_->write(output);
    session_.consume_output(taken ? *taken : output.size());
  }
  if (!session_.output().empty() || !session_.closed()) return;
  fin_sent_ = true;
  stream_->shutdown();
}

void TlsStream::come_back_next_turn() {
  turn_awaited_ = true;
  if (turn_ == nullptr) turn_ = host_.make_timer(*this);
  turn_->arm_after(host::Duration::zero());
  hold_or_release_stream();
}

void TlsStream::deliver_from_next_turn() { come_back_next_turn(); }

// TCP delivers nothing while plaintext may not be delivered or ciphertext waits here: its window holds the far side.
void TlsStream::hold_or_release_stream() {
  const bool hold = turn_awaited_ || (session_.established() && (paused_ || session_.input_pending()));
  if (hold == stream_held_) return;
  stream_held_ = hold;
  if (hold) {
    stream_->pause_reading();
  } else {
    stream_->resume_reading();
  }
}

void TlsStream::fail_if_session_failed() {
  if (phase_ == Phase::dead || !session_.failure()) return;
  flush();
  const host::Error error = session_.failure()->to_error();
  if (!fin_sent_) stream_->shutdown();
  die();
  tell([&](host::StreamHandler& handler) { handler.on_failed(*this, error); });
}

void TlsStream::die() {
  phase_ = Phase::dead;
  deadline_.reset();
  turn_.reset();
}

host::Expected<std::size_t> TlsStream::write(host::ByteView bytes) {
  if (phase_ != Phase::established || shutdown_wanted_) return host::fail(host::ErrorCode::closed);
  const std::size_t taken = std::min(bytes.size(), writable_bytes());
  if (taken < bytes.size()) short_write_ = true;
  if (taken == 0) return taken;
  const auto written = session_.write(bytes.first(taken));
  flush();
  // The handler must not be called in here: the next turn tells it. So it is when TCP took everything that was taken
  // here, and has nothing left to call back for.
  writable_owed_ = short_write_ && session_.output().empty();
  if (session_.failure() || writable_owed_) come_back_next_turn();
  return written;
}

// As many records as fit into TCP's room and one that does not: TCP's own short write then leads to on_writable(). What
// waits here meanwhile is less than two records.
std::size_t TlsStream::writable_bytes() const {
  if (phase_ != Phase::established || shutdown_wanted_ || !session_.output().empty()) return 0;
  const std::size_t records = stream_->writable_bytes() / (kRecordPlaintextMax + Session::record_overhead_min());
  return (records + 1) * kRecordPlaintextMax;
}

void TlsStream::pause_reading() {
  paused_ = true;
  if (phase_ == Phase::established) hold_or_release_stream();
}

void TlsStream::resume_reading() {
  if (!std::exchange(paused_, false) || phase_ != Phase::established) return;
  come_back_next_turn();
}

void TlsStream::shutdown() {
  if (phase_ == Phase::dead) return;
  shutdown_wanted_ = true;
  if (phase_ != Phase::established) return;
  session_.close();
  flush();
}

void TlsStream::abort() {
  die();
  stream_->abort();
}

host::Expected<host::StreamHandle> tls_connect(host::Host& host, const ContextHandle& context,
                                               const host::TcpConnectOptions& tcp, TlsOptions options,
                                               host::StreamHandler& handler) {
  std::unique_ptr<TlsStream> stream(
      new TlsStream(host, context, Role::client, std::move(options), tcp.remote.to_string(), handler));
  auto connecting = host.connect_tcp(tcp, *stream);
  if (!connecting) return tl::unexpected(connecting.error());
  stream->stream_ = std::move(*connecting);
  return host::StreamHandle(std::move(stream));
}

const TlsStream* as_tls(const host::TcpStream& stream) { return dynamic_cast<const TlsStream*>(&stream); }

}  // namespace hexad::tls
