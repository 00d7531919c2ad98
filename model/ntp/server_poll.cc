#include "model/ntp/server_poll.h"

#include <algorithm>

#include "model/host/check.h"

namespace hexad::ntp {
namespace {

constexpr std::size_t kSamplesMax = 8;
/// After so many good answers in a row the poll interval doubles. Ours.
constexpr int kGoodToDouble = 4;
/// Between two readings the wall clock may differ from the monotonic one by this much (STEPT); more is a step.
constexpr host::Duration kStep = std::chrono::milliseconds(128);
/// What the clocks' own resolution and drift may add.
constexpr host::Duration kDispersionLeast = std::chrono::milliseconds(1);
constexpr std::uint8_t kStratumMax = 15;

std::string milliseconds(host::Duration duration) {
  return std::to_string(std::chrono::round<std::chrono::milliseconds>(duration).count()) + " ms";
}

}  // namespace

std::optional<Sample> ServerPoll::best() const {
  if (state_ != State::synchronized && !outvoted_) return std::nullopt;
  const auto least = std::ranges::min_element(samples_, {}, &Sample::delay);
  return least == samples_.end() ? std::nullopt : std::optional(*least);
}

Packet ServerPoll::ask(host::MonotonicTime now, host::WallTime wall, std::uint64_t nonce) {
  asked_ = Question{now, wall, {std::max<std::uint64_t>(nonce, 1)}};
  Packet packet;
  packet.transmit = asked_->nonce;
  return packet;
}

Verdict ServerPoll::answer(const Packet& packet, host::MonotonicTime now, host::WallTime wall) {
  if (!asked_ || packet.mode != Mode::server || packet.origin != asked_->nonce) return Verdict::ignored;
  const Question question = *asked_;
  asked_.reset();
  unanswered_ = 0;
  retry_ = settings_.retry_first;
  last_answer_ = packet;
  if (packet.stratum == 0) return kiss(packet);
  if (packet.leap == Leap::unsynchronized || packet.stratum > kStratumMax) {
    return refuse(State::unsynchronized, "the server has no time itself");
  }
  return take_time(packet, question, now, wall);
}

Verdict ServerPoll::take_time(const Packet& packet, const Question& question, host::MonotonicTime now,
                              host::WallTime wall) {
  const host::Duration held = difference(packet.transmit, packet.receive);
  if (packet.transmit.unknown() || packet.receive.unknown() || held < host::Duration::zero()) {
    return refuse(State::reject, "the server's timestamps contradict each other");
  }
  const host::Duration elapsed = now - question.at;
  if (std::chrono::abs(wall - question.wall - elapsed) > kStep) {
    // Our own clock was stepped meanwhile: nothing is known of the server, and it is asked again at once.
    samples_.clear();
    unanswered_ = 1;
    return Verdict::refused;
  }
  const host::Duration delay = std::max(elapsed - held, host::Duration::zero());
  const host::Duration distance =
      short_duration(packet.root_delay) / 2 + short_duration(packet.root_dispersion) + delay / 2 + kDispersionLeast;
  if (distance > settings_.distance_max) {
    return refuse(State::reject, "the time may be wrong by " + milliseconds(distance));
  }
  // Halves first: the sum of two differences of up to 68 years has no room.
  const host::Duration offset = difference(packet.receive, to_timestamp(question.wall)) / 2 +
                                difference(packet.transmit, to_timestamp(question.wall + elapsed)) / 2;
  if (std::chrono::abs(offset) > settings_.offset_max) {
    return refuse(State::reject, "the server's clock differs by " + milliseconds(offset));
  }
  samples_.push_back({offset, delay, distance, now});
  if (samples_.size() > kSamplesMax) samples_.pop_front();
  state_ = outvoted_ ? State::reject : State::synchronized;
  if (!outvoted_) reason_.clear();
  if (++good_in_a_row_ % kGoodToDouble == 0) poll_ = std::min(poll_ * 2, settings_.poll_last);
  return Verdict::accepted;
}

Verdict ServerPoll::kiss(const Packet& packet) {
  const std::string code = reference_text(packet);
  if (code == "DENY" || code == "RSTR") {
    // Section 7.4: the client stops sending to that server.
    stopped_ = true;
    return refuse(State::reject, "the server refuses to serve this client (" + code + ")");
  }
  if (code == "RATE") {
    poll_least_ = std::min(poll_least_ * 2, settings_.poll_last);
    poll_ = std::max(poll_, poll_least_);
    good_in_a_row_ = 0;
    // What it gave before stands.
    if (best()) return Verdict::refused;
    return refuse(State::reject, "the server is asked too often (RATE)");
  }
  return refuse(State::unsynchronized, "the server has no time itself" + (code.empty() ? "" : " (" + code + ")"));
}

Verdict ServerPoll::refuse(State state, std::string reason) {
  state_ = state;
  reason_ = std::move(reason);
  samples_.clear();
  outvoted_ = false;
  good_in_a_row_ = 0;
  poll_ = poll_least_;
  return Verdict::refused;
}

void ServerPoll::timed_out() {
  asked_.reset();
  good_in_a_row_ = 0;
  if (state_ == State::down) {
    retry_ = std::min(retry_ * 2, settings_.retry_last);
    return;
  }
  if (++unanswered_ < settings_.attempts_max) return;
  refuse(State::down, "the server does not answer");
}

host::Duration ServerPoll::pause() const {
  if (state_ == State::down) return retry_;
  if (unanswered_ > 0) return host::Duration::zero();
  return poll_;
}

void ServerPoll::set_outvoted(bool outvoted) {
  if (outvoted == outvoted_) return;
  HEXAD_CHECK(best().has_value());
  outvoted_ = outvoted;
  state_ = outvoted ? State::reject : State::synchronized;
  reason_ = outvoted ? "the other servers agree on another time" : "";
}

}  // namespace hexad::ntp
