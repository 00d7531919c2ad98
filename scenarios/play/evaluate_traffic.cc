// The checks on messages, round trips, logged events and lost packets.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "scenarios/play/finding.h"

namespace hexad::play {
namespace {

bool names(const std::optional<scenario::Selection>& selection, std::string_view node) {
  return !selection || std::find(selection->nodes.begin(), selection->nodes.end(), node) != selection->nodes.end();
}

bool inside(const scenario::Window& window, std::int64_t at_ns) {
  return at_ns >= ns(window.from) && at_ns <= ns(window.to);
}

std::string bounds_text(const std::optional<std::uint64_t>& at_least, const std::optional<std::uint64_t>& at_most) {
  if (at_least && at_most) return fmt::format("{} to {}", *at_least, *at_most);
  return at_least ? fmt::format("at least {}", *at_least) : fmt::format("at most {}", at_most.value_or(0));
}

/// Counts against bounds, for all nodes together or for each by itself.
class Tally {
 public:
  Tally(bool each, const std::vector<std::string>& nodes) : each_(each) {
    for (const std::string& node : nodes) counts_[node] = 0;
  }
  void add(const std::string& node, std::string line) {
    ++counts_[node];
    ++total_;
    if (lines_.size() < 6) lines_.push_back(std::move(line));
  }
  Finding judge(const std::optional<std::uint64_t>& at_least, const std::optional<std::uint64_t>& at_most) const {
    Finding finding;
    const auto breaks = [&](std::uint64_t n) { return (at_least && n < *at_least) || (at_most && n > *at_most); };
    const std::string bounds = bounds_text(at_least, at_most);
    if (each_) {
      for (const auto& [node, count] : counts_) {
        if (breaks(count)) finding.fail(node, fmt::format("{}: {}, expected {}", node, count, bounds));
      }
    } else if (breaks(total_)) {
      finding.verdict = record::Verdict::fail;
      finding.evidence.push_back(fmt::format("counted {}, expected {}", total_, bounds));
    }
    finding.found = total_ == 0 ? std::string("none") : fmt::format("{} in all", total_);
    if (each_ && !counts_.empty()) {
      const auto [low, high] = std::minmax_element(counts_.begin(), counts_.end(),
                                                   [](const auto& a, const auto& b) { return a.second < b.second; });
      finding.found = low->second == high->second ? fmt::format("{} each", low->second)
                                                  : fmt::format("{} to {} each", low->second, high->second);
    }
    if (finding.verdict == record::Verdict::fail) {
      finding.evidence.insert(finding.evidence.end(), lines_.begin(), lines_.end());
    }
    return finding;
  }

 private:
  bool each_;
  std::map<std::string, std::uint64_t> counts_;
  std::uint64_t total_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace

Finding find(const scenario::Messages& expected, const History& history) {
  Tally tally(expected.each, expected.from ? expected.from->nodes : std::vector<std::string>());
  const std::string wanted_address = expected.to_address ? expected.to_address->to_string() : std::string();
  for (const SentMessage& message : history.sent()) {
    if (!inside(expected.window, message.at_ns)) continue;
    if (!expected.protocol.empty() && message.protocol != expected.protocol) continue;
    if (!message.summary.starts_with(expected.matching)) continue;
    if (!names(expected.from, message.node) || (expected.to && !names(expected.to, message.to_node))) continue;
    if (expected.to_address && message.to_address != wanted_address) continue;
    tally.add(message.node,
              fmt::format("{} {} -> {}: {}", seconds_text(message.at_ns), message.node,
                          message.to_node.empty() ? message.to_address : message.to_node, message.summary));
  }
  Finding finding = tally.judge(expected.at_least, expected.at_most);
  if (expected.from) want_signs_of_life(finding, *expected.from, expected.window, expected.each, history);
  return finding;
}

Finding find(const scenario::RoundTrip& expected, const History& history) {
  Finding finding;
  std::int64_t shortest = kOpenEnd, longest = 0;
  std::size_t pairs = 0;
  for (const Exchange& exchange : history.exchanges()) {
    if (!inside(expected.window, exchange.sent_ns) || !exchange.answered_ns) continue;
    if (!exchange.request.starts_with(expected.request) || !names(expected.from, exchange.node)) continue;
    if (expected.to && !names(expected.to, exchange.to_node)) continue;
    const std::int64_t took = *exchange.answered_ns - exchange.sent_ns;
    ++pairs;
    shortest = std::min(shortest, took);
    longest = std::max(longest, took);
    if ((expected.at_least && took < ns(*expected.at_least)) || (expected.at_most && took > ns(*expected.at_most))) {
      finding.fail(exchange.node,
                   fmt::format("{} {} -> {}: {} answered {} after {}", seconds_text(exchange.sent_ns), exchange.node,
                               exchange.to_node, exchange.request, exchange.response, seconds_text(took)));
    }
  }
  if (pairs == 0) {
    finding.verdict = record::Verdict::invalid;
    finding.found = "there was no such request with a final response";
    return finding;
  }
  finding.found = fmt::format("{} round trips of {} to {}", pairs, seconds_text(shortest), seconds_text(longest));
  return finding;
}

Finding find(const scenario::LogEvents& expected, const History& history) {
  Tally tally(expected.each, expected.nodes.nodes);
  for (const LoggedEvent& event : history.events()) {
    if (!inside(expected.window, event.at_ns) || event.event != expected.event) continue;
    if (!names(std::optional(expected.nodes), event.node)) continue;
    const bool all = std::all_of(expected.fields.begin(), expected.fields.end(), [&](const auto& field) {
      return std::find(event.fields.begin(), event.fields.end(), field) != event.fields.end();
    });
    if (all) tally.add(event.node, fmt::format("{} {}: {}", seconds_text(event.at_ns), event.node, event.event));
  }
  Finding finding = tally.judge(expected.at_least, expected.at_most);
  want_signs_of_life(finding, expected.nodes, expected.window, expected.each, history);
  return finding;
}

Finding find(const scenario::PacketsLost& expected, const History& history) {
  Tally tally(false, {});
  for (const LostPacket& packet : history.lost()) {
    if (!inside(expected.window, packet.at_ns)) continue;
    if (!expected.network.empty() && packet.network != expected.network) continue;
    if (!expected.reason.empty() && packet.reason != expected.reason) continue;
    tally.add(packet.network, fmt::format("{} on {}: {}", seconds_text(packet.at_ns), packet.network, packet.reason));
  }
  return tally.judge(expected.at_least, expected.at_most);
}

}  // namespace hexad::play
