#include "model/cluster/incoming_links.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/tls/tls_listener.h"

namespace hexad::cluster {

using namespace wire::cluster;

/// One connection that somebody dialled.
class IncomingLinks::Session final : FrameHandler, host::TimerHandler {
 public:
  static constexpr host::Duration kHelloTimeout = std::chrono::seconds(10);

  Session(IncomingLinks& links, host::StreamHandle stream, std::uint16_t port)
      : links_(links),
        owner_(links.owner_),
        port_(port),
        remote_(stream->remote()),
        stream_(owner_.host(), *this),
        timer_(owner_.host().make_timer(*this)) {
    stream_.take(std::move(stream));
    timer_->arm_after(kHelloTimeout);
    identify();
  }

  std::uint16_t port() const { return port_; }
  const host::SocketAddress& remote() const { return remote_; }
  RemotePeer* peer() const { return peer_; }
  bool greeted() const { return greeted_; }
  bool synchronises() const { return greeted_ && port_ == kSynchronisationPort; }
  host::MonotonicTime last_heard() const { return stream_.last_heard(); }

 private:
  void identify() {
    peer_ = owner_.find_peer(remote_.address);
    if (peer_ == nullptr) {
      owner_.on_stranger(remote_, port_);
      return refuse(Refusal::Reason::stranger, fmt::format("{} is not in the peer list", remote_.address.to_string()));
    }
    if (!owner_.settings().enforce) return void(authenticated_ = true);
    const auto certificate = stream_.certificate();
    if (!certificate) return refuse_certificate("it shows no certificate");
    check_ = std::make_unique<CertificateCheck>(owner_.resolver(), owner_.settings(), *certificate, peer_->text,
                                                remote_.address, [this](const std::string& fault) { judged(fault); });
    if (const auto known = check_->begin()) judged(*known);
  }

  void judged(const std::string& fault) {
    if (!fault.empty()) return refuse_certificate(fault);
    authenticated_ = true;
    if (waiting_) {
      const Hello hello = std::move(*waiting_);
      waiting_.reset();
      on_hello(hello);
    }
  }

  void refuse_certificate(const std::string& why) {
    Refusal refusal;
    refusal.reason = Refusal::Reason::certificate;
    refusal.detail = why;
    owner_.on_attempt_failed(*peer_, 0, why, refusal);
    refuse(Refusal::Reason::certificate, why);
  }

  void refuse(Refusal::Reason reason, std::string detail) {
    Refusal refusal;
    refusal.reason = reason;
    refusal.detail = std::move(detail);
    refuse(std::move(refusal));
  }
  void refuse(Refusal refusal) {
    stream_.send(std::move(refusal));
    stream_.finish();
    refused_ = true;
    timer_->arm_after(kHelloTimeout);
  }

  void on_frame(FrameStream&, Frame frame) override {
    if (refused_) return;
    if (auto* hello = std::get_if<Hello>(&frame)) {
      if (greeted_ || waiting_) return refuse(Refusal::Reason::malformed, "a second Hello");
      if (!authenticated_) return void(waiting_ = std::move(*hello));
      return on_hello(*hello);
    }
    if (!greeted_) return refuse(Refusal::Reason::malformed, "the first frame must be a Hello");
    if (port_ == kRecoveryPort) timer_->arm_after(kHelloTimeout);
    if (const auto* changes = std::get_if<Changes>(&frame)) {
      if (!owner_.shared().take(*peer_, *changes)) end_wrong("a change that makes no sense");
      return;
    }
    if (port_ == kRecoveryPort) return on_recovery_frame(frame);
    on_synchronisation_frame(frame);
  }

  void on_hello(const Hello& hello) {
    if (auto against = owner_.judge(*peer_, hello, stream_)) return refuse(std::move(*against));
    if (port_ == kSynchronisationPort && !peer_->recovered) {
      return refuse(Refusal::Reason::recover_first, "a recovery on 4371 must come first");
    }
    links_.replace_others(*this);
    greeted_ = true;
    stream_.send(owner_.hello_to(*peer_, stream_));
    if (port_ == kSynchronisationPort) {
      timer_->cancel();
      return owner_.on_incoming(*peer_, true, {});
    }
    timer_->arm_after(kHelloTimeout);
    sender_.start(owner_.shared(), hello.positions);
    send_recovery();
  }

  void on_recovery_frame(Frame& frame) {
    if (!std::holds_alternative<RecoveryDone>(frame)) return end_wrong("a frame that does not belong here");
    received_all_ = true;
    end_recovery_when_done();
  }

  void send_recovery() {
    if (sent_all_ || !sender_.fill(owner_.shared(), stream_)) return;
    sent_all_ = true;
    stream_.send(RecoveryDone{});
    end_recovery_when_done();
  }

  void end_recovery_when_done() {
    if (!sent_all_ || !received_all_) return;
    owner_.on_recovered(*peer_);
    stream_.finish();
    refused_ = true;  // Nothing more is heard here.
  }

  void on_synchronisation_frame(Frame& frame) {
    if (const auto* beat = std::get_if<Beat>(&frame)) {
      if (owner_.shared().agrees(*peer_, *beat)) return;
      owner_.shared().distrust(*peer_);
      return end_wrong("what it sent is not what is held");
    }
    if (std::holds_alternative<Refusal>(frame) || std::holds_alternative<RecoveryDone>(frame)) {
      return end_wrong("a frame that does not belong here");
    }
    owner_.on_said(*peer_, std::move(frame));
  }

  void on_room(FrameStream&) override {
    if (port_ != kRecoveryPort || !greeted_) return;
    timer_->arm_after(kHelloTimeout);
    send_recovery();
  }

  void end_wrong(const std::string& why) {
    const bool told = synchronises();
    RemotePeer& peer = *peer_;
    LinkOwner& owner = owner_;
    refuse(Refusal::Reason::malformed, why);
    greeted_ = false;
    if (told) owner.on_incoming(peer, false, why);
  }

  void on_over(FrameStream&, const host::Error& error) override {
    const bool told = synchronises();
    RemotePeer* const peer = peer_;
    LinkOwner& owner = owner_;
    const std::string why = error.detail.empty() ? error.to_string() : error.detail;
    links_.end(*this);
    if (told) owner.on_incoming(*peer, false, why);
  }

  void on_timer(host::Timer&) override { links_.end(*this); }

  IncomingLinks& links_;
  LinkOwner& owner_;
  std::uint16_t port_;
  host::SocketAddress remote_;
  FrameStream stream_;
  host::TimerHandle timer_;
  RemotePeer* peer_ = nullptr;
  std::unique_ptr<CertificateCheck> check_;
  std::optional<Hello> waiting_;  ///< Said before the certificate was judged.
  bool authenticated_ = false, greeted_ = false, refused_ = false;
  RowSender sender_;
  bool sent_all_ = false, received_all_ = false;
};

IncomingLinks::IncomingLinks(LinkOwner& owner) : owner_(owner) {}
IncomingLinks::~IncomingLinks() = default;

host::Expected<void> IncomingLinks::open() {
  const LinkTls tls = owner_.tls();
  if (!tls.context) return host::fail(host::ErrorCode::invalid_argument, "this peer has no certificate to show");
  host::Expected<void> result;
  const auto listen = [&](std::uint16_t port, host::ListenerHandle& into) {
    tls::TlsListenOptions options;
    options.tcp.local = {owner_.own_address(), port};
    options.tls.budget = tls.budget;
    into.reset();
    auto listener = tls::tls_listen(owner_.host(), tls.context, options, *this);
    if (listener) {
      into = std::move(*listener);
    } else {
      result = tl::unexpected<host::Error>(listener.error());
    }
  };
  listen(kRecoveryPort, recovery_);
  listen(kSynchronisationPort, synchronisation_);
  return result;
}

void IncomingLinks::close() {
  close_listeners();
  sessions_.clear();
}

void IncomingLinks::close_listeners() {
  recovery_.reset();
  synchronisation_.reset();
}

void IncomingLinks::on_accepted(host::TcpListener& listener, host::StreamHandle stream) {
  const std::uint16_t port = &listener == recovery_.get() ? kRecoveryPort : kSynchronisationPort;
  make_room(stream->remote().address, port);
  sessions_.push_back(std::make_unique<Session>(*this, std::move(stream), port));
}

void IncomingLinks::make_room(const host::IpAddress& source, std::uint16_t port) {
  const auto of_source = [&](const auto& each) {
    return each->remote().address == source && each->port() == port && !each->greeted();
  };
  const auto silent = [](const auto& each) { return !each->greeted(); };
  if (static_cast<std::size_t>(std::count_if(sessions_.begin(), sessions_.end(), of_source)) >= kSessionsPerPortMax) {
    sessions_.erase(std::find_if(sessions_.begin(), sessions_.end(), of_source));
  }
  if (sessions_.size() < kSessionsMax) return;
  const auto oldest = std::find_if(sessions_.begin(), sessions_.end(), silent);
  if (oldest != sessions_.end()) sessions_.erase(oldest);
}

/// A peer has one connection on each port: whoever dials again has lost the other one, and does not know it yet here.
void IncomingLinks::replace_others(Session& session) {
  std::erase_if(sessions_, [&](const auto& other) {
    return other.get() != &session && other->peer() == session.peer() && other->port() == session.port() &&
           other->greeted();
  });
}

void IncomingLinks::end(Session& session) {
  const auto found =
      std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& each) { return each.get() == &session; });
  if (found != sessions_.end()) sessions_.erase(found);
}

void IncomingLinks::drop(const RemotePeer& peer) {
  std::erase_if(sessions_, [&](const auto& each) { return each->peer() == &peer && each->greeted(); });
}

void IncomingLinks::forget(const RemotePeer& peer) {
  std::erase_if(sessions_, [&](const auto& each) { return each->peer() == &peer; });
}

std::optional<host::MonotonicTime> IncomingLinks::last_heard(const RemotePeer& peer) const {
  for (const auto& session : sessions_) {
    if (session->peer() == &peer && session->synchronises()) return session->last_heard();
  }
  return std::nullopt;
}

}  // namespace hexad::cluster
