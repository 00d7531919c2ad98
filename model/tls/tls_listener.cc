#include "model/tls/tls_listener.h"

#include <algorithm>
#include <string>
#include <utility>

#include "model/tls/tls_context.h"

namespace hexad::tls {
namespace {

constexpr std::uint32_t kLogBurst = 10;
constexpr host::Duration kLogInterval = std::chrono::seconds(1);

// Between a handshake's end and set_handler() nobody listens.
class SilentHandler final : public host::StreamHandler {
 public:
  void on_bytes(host::TcpStream&, host::ByteView) override {}
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream&, const host::Error&) override {}
};

SilentHandler silent_handler;

}  // namespace

TlsListener::TlsListener(host::Host& host, ContextHandle context, const TlsListenOptions& options,
                         host::ListenerHandler& handler)
    : host_(host),
      context_(std::move(context)),
      options_(options.tls),
      handshakes_pending_max_(options.handshakes_pending_max),
      handshakes_per_source_max_(options.handshakes_per_source_max),
      handler_(handler),
      log_limit_(kLogBurst, kLogInterval) {}

TlsListener::~TlsListener() = default;

void TlsListener::on_accepted(host::TcpListener&, host::StreamHandle stream) {
  const auto from_there = std::count_if(pending_.begin(), pending_.end(), [&](const auto& pending) {
    return pending->remote().address == stream->remote().address;
  });
  if (pending_.size() >= handshakes_pending_max_ ||
      static_cast<std::size_t>(from_there) >= handshakes_per_source_max_) {
    ++counters_.over_bound;
    stream->abort();
    return;
  }
  const std::string far_side = stream->remote().to_string();
  std::unique_ptr<TlsStream> pending(new TlsStream(host_, context_, Role::server, options_, far_side, *this));
  pending->accept(std::move(stream));
  pending_.push_back(std::move(pending));
}

std::unique_ptr<TlsStream> TlsListener::take_pending(const host::TcpStream& stream) {
  const auto found = std::find_if(pending_.begin(), pending_.end(),
                                  [&](const std::unique_ptr<TlsStream>& pending) { return pending.get() == &stream; });
  if (found == pending_.end()) return nullptr;
  std::unique_ptr<TlsStream> taken = std::move(*found);
  pending_.erase(found);
  return taken;
}

void TlsListener::on_connected(host::TcpStream& stream) {
  std::unique_ptr<TlsStream> taken = take_pending(stream);
  if (taken == nullptr) return;
  ++counters_.accepted;
  taken->set_handler(silent_handler);
  taken->deliver_from_next_turn();
  handler_.on_accepted(*this, std::move(taken));
}

void TlsListener::on_failed(host::TcpStream& stream, const host::Error& error) {
  const std::unique_ptr<TlsStream> taken = take_pending(stream);
  ++counters_.handshakes_failed;
  log_failure(stream, error);
}

void TlsListener::log_failure(const host::TcpStream& stream, const host::Error& error) {
  if (!log_limit_.allow(host_.now())) return;
  const std::string remote = stream.remote().to_string();
  const std::string local = stream.local().to_string();
  const std::string suppressed = std::to_string(log_limit_.take_suppressed());
  host_.log().write(host::Severity::warning, "tls", "tls_handshake_failed", error.to_string(),
                    {{"remote", remote}, {"local", local}, {"suppressed_before", suppressed}});
}

host::Expected<std::unique_ptr<TlsListener>> tls_listen(host::Host& host, ContextHandle context,
                                                        const TlsListenOptions& options,
                                                        host::ListenerHandler& handler) {
  if (SSL_CTX_get0_certificate(context->get()) == nullptr) {
    return host::fail(host::ErrorCode::invalid_argument, "a TLS server needs a certificate and its key");
  }
  std::unique_ptr<TlsListener> listener(new TlsListener(host, std::move(context), options, handler));
  auto listening = host.listen_tcp(options.tcp, *listener);
  if (!listening) return tl::unexpected(listening.error());
  listener->listener_ = std::move(*listening);
  return listener;
}

}  // namespace hexad::tls
