#include "model/cluster/outgoing_link.h"

#include <algorithm>

#include <fmt/format.h>

namespace hexad::cluster {

using namespace wire::cluster;

OutgoingLink::OutgoingLink(LinkOwner& owner, RemotePeer& peer)
    : owner_(owner), peer_(peer), timer_(owner.host().make_timer(*this)) {}

OutgoingLink::~OutgoingLink() = default;

void OutgoingLink::start() {
  if (up() || phase_ == Phase::synchronising || (phase_ == Phase::recovering && connected_)) return;
  failures_ = 0;
  timer_->cancel();
  connect(Phase::recovering);
}

void OutgoingLink::stop() {
  const bool was_up = up();
  phase_ = Phase::idle;
  stream_.reset();
  ended_.reset();
  check_.reset();
  timer_->cancel();
  if (was_up) owner_.on_outgoing(peer_, false, "it has left the list");
}

void OutgoingLink::lose_if_up(const std::string& why) {
  if (!up()) return;
  wait();
  owner_.on_outgoing(peer_, false, why);
}

void OutgoingLink::connect(Phase phase) {
  phase_ = phase;
  connected_ = greeted_ = sent_all_ = received_all_ = false;
  check_.reset();
  ended_ = std::move(stream_);
  const LinkTls tls = owner_.tls();
  if (!peer_.address) return fail(peer_.address_fault.empty() ? "its address is not known yet" : peer_.address_fault);
  if (!tls.context) return fail("this peer has no certificate to show");
  tls::TlsOptions options;
  options.budget = tls.budget;
  options.session.far_side = peer_.text;
  host::TcpConnectOptions tcp;
  tcp.remote = {*peer_.address, port()};
  tcp.source = owner_.own_address();
  FrameHandler& self = *this;
  stream_ = std::make_unique<FrameStream>(owner_.host(), self);
  if (const auto begun = stream_->connect(tls.context, tcp, std::move(options)); !begun) {
    return fail(begun.error().to_string(), {}, true);
  }
  timer_->cancel();
}

void OutgoingLink::on_connected(FrameStream& stream) {
  connected_ = true;
  peer_.certificate_failure = stream.certificate_failure();
  timer_->arm_after(kAnswerTimeout);
  const auto certificate = stream.certificate();
  if (!owner_.settings().enforce) {
    if (certificate && peer_.certificate_failure.empty()) {
      peer_.certificate_failure = fault_of_names(*certificate, peer_.text);
    }
    return say_hello();
  }
  if (!certificate) return fail("it shows no certificate");
  const auto verdict = [this](const std::string& fault) {
    if (fault.empty()) return say_hello();
    fail(fault);
  };
  check_ = std::make_unique<CertificateCheck>(owner_.resolver(), owner_.settings(), *certificate, peer_.text,
                                              stream.tcp().remote().address, verdict);
  if (const auto known = check_->begin()) verdict(*known);
}

void OutgoingLink::say_hello() { stream_->send(owner_.hello_to(peer_, *stream_)); }

void OutgoingLink::on_frame(FrameStream&, Frame frame) {
  timer_->arm_after(kAnswerTimeout);
  if (auto* refusal = std::get_if<Refusal>(&frame)) {
    const std::string why = refusal->detail.empty() ? "it refuses" : refusal->detail;
    return fail(why, std::move(*refusal));
  }
  if (auto* hello = std::get_if<Hello>(&frame); hello != nullptr && !greeted_) return on_hello(*hello);
  if (!greeted_ || phase_ != Phase::recovering) return fail("it says what does not belong here");
  on_recovery_frame(frame);
}

void OutgoingLink::on_hello(const Hello& hello) {
  greeted_ = true;
  if (auto against = owner_.judge(peer_, hello, *stream_)) {
    const std::string why = against->detail;
    return fail(why, std::move(*against));
  }
  sender_.start(owner_.shared(), hello.positions);
  if (phase_ == Phase::recovering) return send_recovery();
  come_up();
}

void OutgoingLink::on_recovery_frame(Frame& frame) {
  if (const auto* changes = std::get_if<Changes>(&frame)) {
    if (!owner_.shared().take(peer_, *changes)) fail("it says what makes no sense");
    return;
  }
  if (!std::holds_alternative<RecoveryDone>(frame)) return fail("it says what does not belong here");
  received_all_ = true;
  end_recovery_when_done();
}

void OutgoingLink::send_recovery() {
  if (sent_all_ || !sender_.fill(owner_.shared(), *stream_)) return;
  sent_all_ = true;
  stream_->send(RecoveryDone{});
  end_recovery_when_done();
}

void OutgoingLink::end_recovery_when_done() {
  if (!sent_all_ || !received_all_) return;
  owner_.on_recovered(peer_);
  stream_->finish();
  connect(Phase::synchronising);
}

void OutgoingLink::come_up() {
  phase_ = Phase::up;
  failures_ = 0;
  timer_->cancel();
  ended_.reset();
  sender_.fill(owner_.shared(), *stream_);
  owner_.on_outgoing(peer_, true, {});
}

bool OutgoingLink::send(const Frame& frame) {
  if (!up()) return false;
  stream_->send(frame);
  return true;
}

void OutgoingLink::send_rows() {
  if (up()) sender_.fill(owner_.shared(), *stream_);
}

void OutgoingLink::beat() {
  if (!up() || stream_->take_said_something()) return;
  if (!sender_.fill(owner_.shared(), *stream_) || stream_->take_said_something()) return;
  stream_->send(sender_.beat(owner_.shared()));
  // A beat is no reason to leave the next one out.
  (void)stream_->take_said_something();
}

void OutgoingLink::on_room(FrameStream&) {
  if (phase_ == Phase::recovering && greeted_) {
    timer_->arm_after(kAnswerTimeout);
    return send_recovery();
  }
  send_rows();
}

void OutgoingLink::on_over(FrameStream& stream, const host::Error& error) {
  if (&stream != stream_.get()) return;  // The recovery that has done its work.
  if (up()) return lose_if_up(error.detail.empty() ? error.to_string() : error.detail);
  // Once the connection stood it was not the network that kept it from standing.
  const bool of_network = error.code == host::ErrorCode::refused || error.code == host::ErrorCode::timed_out ||
                          error.code == host::ErrorCode::unreachable;
  fail(error.detail.empty() ? error.to_string() : error.detail, {}, !greeted_ && of_network);
}

void OutgoingLink::fail(const std::string& why, std::optional<Refusal> refusal, bool of_network) {
  const std::uint16_t failed_port = of_network ? port() : 0;
  wait();
  owner_.on_attempt_failed(peer_, failed_port, why, std::move(refusal));
}

void OutgoingLink::wait() {
  phase_ = Phase::waiting;
  stream_.reset();
  check_.reset();
  const LinkTimes& times = owner_.settings().times;
  const host::Duration longest =
      std::min<host::Duration>(times.retry_first * (1u << std::min(failures_, 10u)), times.retry_most);
  ++failures_;
  // Half of it at least, the rest by chance: peers that lost one another together do not dial together.
  const auto half = static_cast<std::uint64_t>(longest.count() / 2);
  const auto chance = owner_.host().entropy("cluster.retry").below(half + 1);
  timer_->arm_after(host::Duration(static_cast<host::Duration::rep>(half + chance)));
}

void OutgoingLink::on_timer(host::Timer&) {
  if (phase_ == Phase::waiting) return connect(Phase::recovering);
  fail("it does not answer");
}

}  // namespace hexad::cluster
