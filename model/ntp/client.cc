#include "model/ntp/client.h"

#include <algorithm>

#include "model/ntp/selection.h"

namespace hexad::ntp {
namespace {

constexpr host::Duration kStep = std::chrono::milliseconds(128);
/// How fast two clocks may part (PHI, 15 parts in a million).
host::Duration drift(host::Duration age) { return age * 15 / 1'000'000; }

}  // namespace

Client::Client(host::Host& host, const ClientSettings& settings, ClientHandler& handler)
    : host_(host),
      settings_(settings),
      handler_(handler),
      entropy_(host.entropy("ntp.client")),
      deadlines_(host, *this) {}

void Client::set_servers(std::span<const host::SocketAddress> servers) {
  std::vector<Server> before = std::move(servers_);
  servers_.clear();
  for (std::uint32_t id = 0; id < kServersMax; ++id) deadlines_.clear(id);
  failure_.clear();
  for (const host::SocketAddress& address : servers) {
    if (servers_.size() == kServersMax) break;
    if (std::ranges::find(servers_, address, &Server::address) != servers_.end()) continue;
    const auto same = std::ranges::find(before, address, &Server::address);
    servers_.push_back(same != before.end() ? *same : Server(address, settings_.poll));
    servers_.back().poll.forget_question();
    if (!servers_.back().poll.stopped()) {
      deadlines_.set(static_cast<std::uint32_t>(servers_.size() - 1), host_.now());
    }
  }
  told_.clear();
  for (const Server& server : servers_) told_.push_back(server.poll.state());
  state_ = overall_state(told_);
}

void Client::on_deadline(std::uint32_t id) {
  Server& server = servers_[id];
  notice_step();
  if (server.poll.asking()) {
    server.poll.timed_out();
    if (server.poll.pause() > host::Duration::zero()) {
      plan(id);
      return judge();
    }
  }
  ask(id);
  judge();
}

void Client::ask(std::uint32_t id) {
  Server& server = servers_[id];
  const Packet packet = server.poll.ask(host_.now(), host_.wall_now(), entropy_.u64());
  ++server.asked;
  if (const auto sent = send(server.address, packet); !sent) {
    host_.log().write(host::Severity::debug, "ntp", "ntp_send_failed", sent.error().to_string(),
                      {{"server", server.address.to_string()}});
  }
  deadlines_.set(id, host_.now() + settings_.poll.timeout);
}

host::Expected<void> Client::send(const host::SocketAddress& to, const Packet& packet) {
  host::UdpHandle& socket = sockets_[to.address.is_v4() ? 0 : 1];
  if (!socket) {
    auto opened = host_.open_udp({host::IpAddress::any(to.address.family()), settings_.local_port}, *this);
    const bool other_family_works = sockets_[0] || sockets_[1];
    failure_ = opened || other_family_works ? "" : opened.error().to_string();
    if (!opened) return tl::unexpected<host::Error>(opened.error());
    socket = std::move(*opened);
  }
  const host::Bytes bytes = encode(packet);
  const host::OutgoingDatagram datagram{to, bytes};
  const auto taken = socket->send({&datagram, 1});
  if (!taken) return tl::unexpected<host::Error>(taken.error());
  return {};
}

/// The next question. A little chance keeps many clients from asking in step.
void Client::plan(std::uint32_t id) {
  const ServerPoll& poll = servers_[id].poll;
  if (poll.stopped()) return deadlines_.clear(id);
  const host::Duration pause = poll.pause();
  const auto spread = static_cast<std::uint64_t>(pause.count() / 16);
  deadlines_.set(id, host_.now() + pause - host::Duration(spread > 0 ? entropy_.below(spread) : 0));
}

void Client::on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) {
  for (const host::ReceivedDatagram& datagram : batch) take(datagram);
  judge();
}

void Client::take(const host::ReceivedDatagram& datagram) {
  const auto server = std::ranges::find(servers_, datagram.source, &Server::address);
  if (server == servers_.end()) return;
  const auto packet = decode(datagram.payload);
  const Verdict verdict = packet ? server->poll.answer(*packet, host_.now(), host_.wall_now()) : Verdict::ignored;
  if (verdict == Verdict::ignored) {
    ++server->ignored;
    return;
  }
  ++server->answered;
  plan(static_cast<std::uint32_t>(server - servers_.begin()));
}

void Client::notice_step() {
  const host::Duration ahead = host_.wall_now().time_since_epoch() - host_.now().time_since_epoch();
  const bool stepped = wall_ahead_ && std::chrono::abs(ahead - *wall_ahead_) > kStep;
  wall_ahead_ = ahead;
  if (!stepped) return;
  for (std::uint32_t id = 0; id < servers_.size(); ++id) {
    ServerPoll& poll = servers_[id].poll;
    poll.set_outvoted(false);
    poll.forget_samples();
    if (!poll.asking() && !poll.stopped()) deadlines_.set(id, host_.now());
  }
}

void Client::vote() {
  std::vector<ServerPoll*> voters;
  std::vector<Interval> intervals;
  for (Server& server : servers_) {
    const auto best = server.poll.best();
    if (!best) continue;
    const host::Duration distance = best->distance + drift(host_.now() - best->at);
    voters.push_back(&server.poll);
    intervals.push_back({best->offset - distance, best->offset + distance});
  }
  const std::vector<bool> agree = agreeing(intervals);
  for (std::size_t i = 0; i < voters.size(); ++i) voters[i]->set_outvoted(!agree[i]);
}

/// Tells what changed since the last time. The handler may set other servers.
void Client::judge() {
  vote();
  std::vector<State> states;
  for (const Server& server : servers_) states.push_back(server.poll.state());
  const State overall = overall_state(states);
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] == told_[i]) continue;
    const std::string& reason = servers_[i].poll.reason();
    host_.log().write(host::Severity::info, "ntp", "ntp_server_state", reason,
                      {{"server", servers_[i].address.to_string()}, {"state", to_string(states[i])}});
  }
  if (overall != state_) {
    const auto severity = overall == State::synchronized ? host::Severity::info : host::Severity::warning;
    host_.log().write(severity, "ntp", "ntp_state", failure_, {{"state", to_string(overall)}});
  }
  const bool changed = overall != state_ || states != told_ || failure_ != told_failure_;
  state_ = overall;
  told_ = std::move(states);
  told_failure_ = failure_;
  if (changed) handler_.on_ntp_changed(*this);
}

std::optional<std::size_t> Client::select() const {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    const ServerPoll& poll = servers_[i].poll;
    if (poll.state() != State::synchronized || !poll.best()) continue;
    // The lowest stratum, then the surest time (section 11.2.3), then the order of configuration.
    const auto rank = [&](std::size_t at) {
      const ServerPoll& candidate = servers_[at].poll;
      return std::pair(candidate.last_answer().stratum, candidate.best()->distance);
    };
    if (!best || rank(i) < rank(*best)) best = i;
  }
  return best;
}

std::optional<host::Duration> Client::offset() const {
  const auto selected = select();
  return selected ? std::optional(servers_[*selected].poll.best()->offset) : std::nullopt;
}

std::vector<ServerStatus> Client::servers() const {
  const auto selected = select();
  std::vector<ServerStatus> all;
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    const Server& server = servers_[i];
    all.push_back({server.address, server.poll.state(), server.poll.reason(), selected == i,
                   server.poll.last_answer().stratum, server.poll.best(), server.asked, server.answered,
                   server.ignored});
  }
  return all;
}

}  // namespace hexad::ntp
