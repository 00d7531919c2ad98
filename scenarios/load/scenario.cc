#include "scenarios/load/scenario.h"

#include <fmt/format.h>

#include "topologies/load/duration_text.h"

namespace hexad::scenario {

namespace {

using topology::format_duration;

std::string between(const Window& window) {
  return fmt::format("between {} and {}", format_duration(window.from), format_duration(window.to));
}

std::string bound_text(const std::uint64_t& count) { return std::to_string(count); }
std::string bound_text(const Duration& duration) { return format_duration(duration); }

template <class T>
std::string bounds(const std::optional<T>& at_least, const std::optional<T>& at_most) {
  if (at_least && at_most && *at_least == *at_most) return "exactly " + bound_text(*at_least);
  if (at_least && at_most) return fmt::format("{} to {}", bound_text(*at_least), bound_text(*at_most));
  return at_least ? "at least " + bound_text(*at_least) : "at most " + bound_text(*at_most);
}

/// "at 30 s", "by 30 s", "from 10 s to 30 s".
std::string moment_text(const Moment& moment) {
  const Window& window = moment.window;
  if (moment.kind == Moment::Kind::at) return "at " + format_duration(window.to);
  if (moment.kind == Moment::Kind::between) {
    return fmt::format("from {} to {}", format_duration(window.from), format_duration(window.to));
  }
  if (window.from == Duration(0)) return "by " + format_duration(window.to);
  return fmt::format("by {}, but not before {}", format_duration(window.to), format_duration(window.from));
}

struct KindOf {
  std::string_view operator()(const Registered&) const { return "registered"; }
  std::string_view operator()(const NotRegistered&) const { return "not_registered"; }
  std::string_view operator()(const Stays&) const { return "stays"; }
  std::string_view operator()(const NeverOn&) const { return "never_on"; }
  std::string_view operator()(const Moved&) const { return "moved"; }
  std::string_view operator()(const Outage&) const { return "outage"; }
  std::string_view operator()(const Spread&) const { return "spread"; }
  std::string_view operator()(const Messages&) const { return "messages"; }
  std::string_view operator()(const RoundTrip&) const { return "round_trip"; }
  std::string_view operator()(const LogEvents&) const { return "log_event"; }
  std::string_view operator()(const PacketsLost&) const { return "packets_lost"; }
  std::string_view operator()(const AlarmIs&) const { return "alarm"; }
  std::string_view operator()(const PeerStateIs&) const { return "peer_state"; }
  std::string_view operator()(const DatabaseIs&) const { return "database"; }
  std::string_view operator()(const SameConfiguration&) const { return "same_configuration"; }
  std::string_view operator()(const Converges&) const { return "converges"; }
};

struct WindowOf {
  Window operator()(const Registered& e) const { return {Duration(0), e.by}; }
  Window operator()(const Moved& e) const { return {e.at, e.at + e.within}; }
  Window operator()(const Spread& e) const { return {e.at, e.at}; }
  Window operator()(const Converges& e) const { return {e.from, e.from + e.within + e.cure}; }
  template <class T>
  Window operator()(const T& e) const {
    if constexpr (requires { e.when; }) {
      return e.when.window;
    } else {
      return e.window;
    }
  }
};

struct SentenceOf {
  std::string operator()(const Registered& e) const {
    return fmt::format("each of {} is registered with {} by {}", e.endpoints.text, e.on ? e.on->text : "a peer",
                       format_duration(e.by));
  }
  std::string operator()(const NotRegistered& e) const {
    return fmt::format("none of {} is registered {}", e.endpoints.text, between(e.window));
  }
  std::string operator()(const Stays& e) const {
    return fmt::format("each of {} stays with its peer {}, refreshing at least {} times", e.endpoints.text,
                       between(e.window), e.refreshes);
  }
  std::string operator()(const NeverOn& e) const {
    return fmt::format("none of {} is registered with {} {}", e.endpoints.text, e.peers.text, between(e.window));
  }
  std::string operator()(const Moved& e) const {
    return fmt::format("whoever is registered with {} at {} is registered with {} within {}", e.from.text,
                       format_duration(e.at), e.to.text, format_duration(e.within));
  }
  std::string operator()(const Outage& e) const {
    const std::string whose = e.registered_on ? fmt::format(" that were on {}", e.registered_on->text) : std::string();
    return fmt::format("the longest outage of each of {}{} {} is {}", e.endpoints.text, whose, between(e.window),
                       bounds(e.at_least, e.at_most));
  }
  std::string operator()(const Spread& e) const {
    return fmt::format("at {} each of {} holds {:.4g} % to {:.4g} % of {}", format_duration(e.at), e.peers.text,
                       e.min_share * 100, e.max_share * 100, e.endpoints.text);
  }
  std::string operator()(const Messages& e) const {
    std::string who = e.from ? (e.each ? "each of " : "") + e.from->text : "anyone";
    std::string what = e.protocol + " messages";
    if (!e.matching.empty()) what += fmt::format(" '{}'", e.matching);
    std::string where;
    if (e.to) where += " to " + e.to->text;
    if (e.to_address) where += " to " + e.to_address->to_string();
    return fmt::format("{} sends {} {}{} {}", who, bounds(e.at_least, e.at_most), what, where, between(e.window));
  }
  std::string operator()(const RoundTrip& e) const {
    return fmt::format("each {} from {}{} {} is answered after {}", e.request, e.from.text,
                       e.to ? " to " + e.to->text : std::string(), between(e.window), bounds(e.at_least, e.at_most));
  }
  std::string operator()(const LogEvents& e) const {
    std::string event = e.event;
    for (const auto& [name, value] : e.fields) event += fmt::format(" {}={}", name, value);
    return fmt::format("{}{} logs '{}' {} times {}", e.each ? "each of " : "", e.nodes.text, event,
                       bounds(e.at_least, e.at_most), between(e.window));
  }
  std::string operator()(const PacketsLost& e) const {
    return fmt::format("{} packets are lost{} by reason '{}' {}", bounds(e.at_least, e.at_most),
                       e.network.empty() ? std::string() : " on " + e.network, e.reason, between(e.window));
  }
  std::string operator()(const AlarmIs& e) const {
    std::string alarm = fmt::format("alarm {}", e.id);
    if (e.instance) alarm += fmt::format(" of '{}'", *e.instance);
    if (!e.holds.empty()) alarm += fmt::format(" with '{}' in it", e.holds);
    return fmt::format("{} of {} has {} raised {}", e.raised ? "each" : "none", e.nodes.text, alarm,
                       moment_text(e.when));
  }
  std::string operator()(const PeerStateIs& e) const {
    return fmt::format("each of {} takes {} for {} {}", e.nodes.text, e.of, e.state, moment_text(e.when));
  }
  std::string operator()(const DatabaseIs& e) const {
    return fmt::format("the cluster database of each of {} is {} {}", e.nodes.text, e.state, moment_text(e.when));
  }
  std::string operator()(const Converges& e) const {
    return fmt::format("{} agree by {}, or by {} when an operator has done what alarms ask for", e.nodes.text,
                       format_duration(e.from + e.within), format_duration(e.from + e.within + e.cure));
  }
  std::string operator()(const SameConfiguration& e) const {
    return fmt::format("{} have the same configuration {}", e.nodes.text, moment_text(e.when));
  }
};

}  // namespace

std::string_view to_string(TroubleKind kind) {
  constexpr std::string_view kWords[kTroubleKinds] = {
      "power_off", "kill",        "late_start", "cut",           "partition", "block_port", "loss",
      "delay",     "forget_idle", "step_clock", "server_outage", "fill_disk", "fail_disk",  "certificate"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view kind_of(const Expectation& expectation) { return std::visit(KindOf{}, expectation); }

Window window_of(const Expectation& expectation) { return std::visit(WindowOf{}, expectation); }

std::string to_sentence(const Expectation& expectation) { return std::visit(SentenceOf{}, expectation); }

}  // namespace hexad::scenario
