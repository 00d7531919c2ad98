// The checks on who is registered where and when.
#include <algorithm>

#include <fmt/format.h>

#include "scenarios/play/finding.h"

namespace hexad::play {
namespace {

bool names(const std::optional<scenario::Selection>& selection, std::string_view node) {
  return !selection || std::find(selection->nodes.begin(), selection->nodes.end(), node) != selection->nodes.end();
}

bool names(const scenario::Selection& selection, std::string_view node) {
  return std::find(selection.nodes.begin(), selection.nodes.end(), node) != selection.nodes.end();
}

bool overlaps(const RegistrationSpan& span, const scenario::Window& window) {
  return span.from_ns < ns(window.to) && span.to_ns > ns(window.from);
}

/// The longest stretch of the window without any registration.
std::int64_t longest_gap(const std::vector<RegistrationSpan>& spans, const scenario::Window& window) {
  std::int64_t covered_to = ns(window.from);
  std::int64_t longest = 0;
  for (const RegistrationSpan& span : spans) {
    if (!overlaps(span, window)) continue;
    longest = std::max(longest, span.from_ns - covered_to);
    covered_to = std::max(covered_to, span.to_ns);
  }
  return std::max(longest, ns(window.to) - covered_to);
}

}  // namespace

Finding find(const scenario::Registered& expected, const History& history) {
  Finding finding;
  std::int64_t last_ns = 0;
  for (const std::string& endpoint : expected.endpoints.nodes) {
    const auto& spans = history.registrations(endpoint);
    const RegistrationSpan* span = span_at(spans, ns(expected.by));
    if (span == nullptr || !names(expected.on, span->peer)) {
      finding.fail(endpoint, spans_text(endpoint, spans));
    } else {
      last_ns = std::max(last_ns, span->from_ns);
    }
  }
  finding.found =
      finding.nodes.empty()
          ? fmt::format("all {} are, the last since {}", expected.endpoints.nodes.size(), seconds_text(last_ns))
          : fmt::format("{} of {} are not", finding.nodes.size(), expected.endpoints.nodes.size());
  return finding;
}

Finding find(const scenario::NotRegistered& expected, const History& history) {
  Finding finding;
  for (const std::string& endpoint : expected.endpoints.nodes) {
    const auto& spans = history.registrations(endpoint);
    for (const RegistrationSpan& span : spans) {
      if (!overlaps(span, expected.window)) continue;
      finding.fail(endpoint, spans_text(endpoint, spans));
      break;
    }
  }
  finding.found = finding.nodes.empty() ? "none is" : fmt::format("{} are registered", finding.nodes.size());
  want_signs_of_life(finding, expected.endpoints, expected.window, true, history);
  return finding;
}

Finding find(const scenario::Stays& expected, const History& history) {
  Finding finding;
  std::size_t fewest = SIZE_MAX;
  for (const std::string& endpoint : expected.endpoints.nodes) {
    const auto& spans = history.registrations(endpoint);
    const RegistrationSpan* span = span_at(spans, ns(expected.window.from));
    if (span == nullptr || span->to_ns < ns(expected.window.to)) {
      finding.fail(endpoint, spans_text(endpoint, spans));
      continue;
    }
    const auto refreshes =
        static_cast<std::size_t>(std::count_if(span->refreshes.begin(), span->refreshes.end(), [&](std::int64_t at) {
          return at >= ns(expected.window.from) && at <= ns(expected.window.to);
        }));
    fewest = std::min(fewest, refreshes);
    if (refreshes < expected.refreshes) {
      finding.fail(endpoint, fmt::format("{}: {} refreshes in the window", endpoint, refreshes));
    }
  }
  finding.found = finding.nodes.empty()
                      ? fmt::format("all {} stay, with {} refreshes or more", expected.endpoints.nodes.size(), fewest)
                      : fmt::format("{} of {} do not", finding.nodes.size(), expected.endpoints.nodes.size());
  return finding;
}

Finding find(const scenario::NeverOn& expected, const History& history) {
  Finding finding;
  for (const std::string& endpoint : expected.endpoints.nodes) {
    for (const RegistrationSpan& span : history.registrations(endpoint)) {
      if (!overlaps(span, expected.window) || !names(expected.peers, span.peer)) continue;
      finding.fail(endpoint, spans_text(endpoint, history.registrations(endpoint)));
      break;
    }
  }
  finding.found = finding.nodes.empty() ? "none ever is" : fmt::format("{} are at some moment", finding.nodes.size());
  want_signs_of_life(finding, expected.endpoints, expected.window, true, history);
  return finding;
}

Finding find(const scenario::Moved& expected, const History& history) {
  Finding finding;
  const std::int64_t at_ns = ns(expected.at);
  const std::int64_t end_ns = at_ns + ns(expected.within);
  std::size_t concerned = 0;
  std::int64_t slowest = 0;
  for (const std::string& endpoint : history.endpoints()) {
    const auto& spans = history.registrations(endpoint);
    const RegistrationSpan* before = span_at(spans, at_ns - 1);
    if (before == nullptr || !names(expected.from, before->peer)) continue;
    ++concerned;
    const auto arrival = std::find_if(spans.begin(), spans.end(), [&](const RegistrationSpan& span) {
      return span.from_ns >= at_ns && span.from_ns <= end_ns && names(expected.to, span.peer);
    });
    if (arrival == spans.end()) {
      finding.fail(endpoint, spans_text(endpoint, spans));
    } else {
      slowest = std::max(slowest, arrival->from_ns - at_ns);
    }
  }
  if (concerned == 0) {
    finding.verdict = record::Verdict::invalid;
    finding.found =
        fmt::format("no endpoint was registered on {} just before {}", expected.from.text, seconds_text(at_ns));
    return finding;
  }
  finding.found = finding.nodes.empty()
                      ? fmt::format("all {} move, the slowest within {}", concerned, seconds_text(slowest))
                      : fmt::format("{} of {} do not", finding.nodes.size(), concerned);
  return finding;
}

Finding find(const scenario::Outage& expected, const History& history) {
  Finding finding;
  std::int64_t longest = 0, shortest = kOpenEnd;
  for (const std::string& endpoint : expected.endpoints.nodes) {
    const auto& spans = history.registrations(endpoint);
    if (expected.registered_on) {
      const RegistrationSpan* before = span_at(spans, ns(expected.window.from) - 1);
      if (before == nullptr || !names(*expected.registered_on, before->peer)) continue;
    }
    const std::int64_t gap = longest_gap(spans, expected.window);
    longest = std::max(longest, gap);
    shortest = std::min(shortest, gap);
    const bool too_long = expected.at_most && gap > ns(*expected.at_most);
    const bool too_short = expected.at_least && gap < ns(*expected.at_least);
    if (too_long || too_short) {
      finding.fail(endpoint,
                   fmt::format("{} without registration; {}", seconds_text(gap), spans_text(endpoint, spans)));
    }
  }
  if (shortest == kOpenEnd) {
    finding.verdict = record::Verdict::invalid;
    finding.found = fmt::format("no endpoint was registered on {} just before {}", expected.registered_on->text,
                                seconds_text(ns(expected.window.from)));
    return finding;
  }
  finding.found =
      fmt::format("the longest time without registration is {} to {}", seconds_text(shortest), seconds_text(longest));
  return finding;
}

Finding find(const scenario::Spread& expected, const History& history) {
  Finding finding;
  std::vector<std::size_t> held(expected.peers.nodes.size(), 0);
  std::size_t registered = 0;
  for (const std::string& endpoint : expected.endpoints.nodes) {
    const RegistrationSpan* span = span_at(history.registrations(endpoint), ns(expected.at));
    if (span == nullptr) continue;
    ++registered;
    for (std::size_t i = 0; i < held.size(); ++i) held[i] += expected.peers.nodes[i] == span->peer;
  }
  if (registered == 0) {
    finding.verdict = record::Verdict::fail;
    finding.found = "nobody is registered";
    return finding;
  }
  for (std::size_t i = 0; i < held.size(); ++i) {
    const double share = static_cast<double>(held[i]) / static_cast<double>(registered);
    const std::string line =
        fmt::format("{}: {} of {} ({:.1f} %)", expected.peers.nodes[i], held[i], registered, share * 100);
    if (!finding.found.empty()) finding.found += ", ";
    finding.found += line;
    if (share < expected.min_share || share > expected.max_share) finding.fail(expected.peers.nodes[i], line);
  }
  return finding;
}

}  // namespace hexad::play
