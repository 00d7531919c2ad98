#include "scenarios/play/evaluate_states.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "scenarios/play/state_timeline.h"

namespace hexad::play {
namespace {

using scenario::Moment;
using Stretch = StateTimeline::Stretch;

constexpr std::string_view kNotRunning = "not running";
constexpr std::string_view kUntold = "not told";
constexpr std::string_view kRaised = "raised";
constexpr std::string_view kLowered = "not raised";

std::string field(const LoggedEvent& event, std::string_view name) {
  for (const auto& [key, value] : event.fields) {
    if (key == name) return value;
  }
  return {};
}

struct Told {
  std::string value;
  std::string why;
};
/// What an event of the node tells of the state; nothing when it is about something else. Null for a boot: what there
/// is then.
using Reader = std::function<std::optional<Told>(const LoggedEvent*)>;

/// The state of one node over the run, event by event, cut by the ends and beginnings of its machine.
StateTimeline timeline_of(const History& history, std::string_view node, const Reader& read) {
  StateTimeline timeline;
  const auto tell = [&](std::int64_t at_ns, std::optional<Told> told) {
    if (told) timeline.set(at_ns, std::move(told->value), std::move(told->why));
  };
  const auto& events = history.events();
  std::size_t next = 0;
  const auto read_until = [&](std::size_t end) {
    for (; next < end; ++next) {
      if (events[next].node == node) tell(events[next].at_ns, read(&events[next]));
    }
  };
  for (const MachineMoment& moment : history.machine_moments()) {
    if (moment.node != node) continue;
    read_until(moment.events_before);
    tell(moment.at_ns, moment.state == "running" ? read(nullptr) : Told{std::string(kNotRunning), moment.state});
  }
  read_until(events.size());
  return timeline;
}

/// The alarms of one id, of which several may be raised at once.
class AlarmReader {
 public:
  explicit AlarmReader(const scenario::AlarmIs& expected) : expected_(expected), id_(std::to_string(expected.id)) {}

  std::optional<Told> operator()(const LoggedEvent* event) {
    if (event == nullptr) {
      raised_.clear();
      return Told{std::string(kLowered), {}};
    }
    const bool up = event->event == "alarm_raised";
    if (event->component != "event_log" || (!up && event->event != "alarm_lowered")) return std::nullopt;
    if (field(*event, "id") != id_) return std::nullopt;
    if (up) {
      raised_[field(*event, "instance")] = field(*event, "detail");
    } else {
      raised_.erase(field(*event, "instance"));
    }
    for (const auto& [instance, detail] : raised_) {
      if (expected_.instance && instance != *expected_.instance) continue;
      if (detail.find(expected_.holds) != std::string::npos) return Told{std::string(kRaised), detail};
    }
    return Told{std::string(kLowered), {}};
  }

 private:
  const scenario::AlarmIs& expected_;
  std::string id_;
  std::map<std::string, std::string> raised_;  ///< Details by instance.
};

/// A state that component "cluster" tells in one kind of event: its value in a field, and what people want to know.
Reader cluster_reader(std::string_view kind, std::string_view value, std::function<std::string(const LoggedEvent&)> why,
                      std::function<bool(const LoggedEvent&)> concerns) {
  return [=](const LoggedEvent* event) -> std::optional<Told> {
    if (event == nullptr) return Told{std::string(kUntold), {}};
    if (event->component != "cluster" || event->event != kind || !concerns(*event)) return std::nullopt;
    return Told{field(*event, value), why(*event)};
  };
}

std::string its_why(const LoggedEvent& event) { return field(event, "why"); }
std::string its_revision(const LoggedEvent& event) {
  return fmt::format("revision {}, {}", field(event, "revision"), field(event, "origin"));
}
bool concerns_all(const LoggedEvent&) { return true; }

/// Whether a state is there at the moment; `wanted` says which values are right.
template <class Wanted>
bool is_there(const StateTimeline& timeline, const Moment& when, const Wanted& wanted) {
  const std::int64_t from_ns = ns(when.window.from), to_ns = ns(when.window.to);
  if (when.kind == Moment::Kind::between) {
    const auto stretches = timeline.during(from_ns, to_ns);
    return timeline.at(from_ns) != nullptr && std::all_of(stretches.begin(), stretches.end(), wanted);
  }
  const Stretch* stretch = timeline.at(to_ns);
  if (stretch == nullptr || !wanted(*stretch)) return false;
  return when.kind == Moment::Kind::at || stretch->from_ns >= from_ns;
}

/// Invalid when one of the nodes never ran before the moment, or up to it where something is to come about.
bool all_ran(const scenario::Selection& nodes, const Moment& when, const History& history, Finding& finding) {
  const std::int64_t at_ns = ns(when.kind == Moment::Kind::by ? when.window.to : when.window.from);
  for (const std::string& node : nodes.nodes) {
    if (!history.alive_by(node, at_ns)) finding.nodes.push_back(node);
  }
  if (finding.nodes.empty()) return true;
  finding.verdict = record::Verdict::invalid;
  finding.found = fmt::format("{} of {} ({}) never ran by {}", finding.nodes.size(), nodes.nodes.size(), nodes.text,
                              seconds_text(at_ns));
  return false;
}

/// The state of each of the nodes by itself.
template <class Wanted>
Finding find_each(const scenario::Selection& nodes, const Moment& when, const History& history,
                  const std::function<Reader()>& make_reader, const Wanted& wanted) {
  Finding finding;
  if (!all_ran(nodes, when, history, finding)) return finding;
  for (const std::string& node : nodes.nodes) {
    const StateTimeline timeline = timeline_of(history, node, make_reader());
    if (!is_there(timeline, when, wanted)) finding.fail(node, fmt::format("{}: {}", node, timeline.text()));
  }
  finding.found = finding.nodes.empty() ? fmt::format("so it is with all {}", nodes.nodes.size())
                                        : fmt::format("{} of {} differ", finding.nodes.size(), nodes.nodes.size());
  return finding;
}

bool runs_during(const scenario::Selection& nodes, const scenario::Window& window, const History& history) {
  const Reader whether_it_runs = [](const LoggedEvent* event) {
    return event == nullptr ? std::optional(Told{"running", {}}) : std::nullopt;
  };
  return std::all_of(nodes.nodes.begin(), nodes.nodes.end(), [&](const std::string& node) {
    const StateTimeline timeline = timeline_of(history, node, whether_it_runs);
    const auto stretches = timeline.during(ns(window.from), ns(window.to));
    return std::any_of(stretches.begin(), stretches.end(), [](const Stretch& s) { return s.value != kNotRunning; });
  });
}

/// Whether all the timelines have one value, as a timeline.
StateTimeline agreement_of(const std::vector<StateTimeline>& timelines) {
  std::set<std::int64_t> times;
  for (const StateTimeline& timeline : timelines) {
    for (const Stretch& stretch : timeline.stretches()) times.insert(stretch.from_ns);
  }
  StateTimeline agreement;
  for (const std::int64_t at_ns : times) {
    const Stretch* first = timelines.front().at(at_ns);
    const bool agree = first != nullptr && first->value != kNotRunning && first->value != kUntold &&
                       std::all_of(timelines.begin(), timelines.end(), [&](const StateTimeline& timeline) {
                         const Stretch* other = timeline.at(at_ns);
                         return other != nullptr && other->value == first->value;
                       });
    agreement.set(at_ns, agree ? "the same" : "different");
  }
  return agreement;
}

}  // namespace

Finding find(const scenario::AlarmIs& expected, const History& history) {
  const bool never = !expected.raised && expected.when.kind == Moment::Kind::between;
  Finding finding = find_each(
      expected.nodes, expected.when, history, [&] { return Reader(AlarmReader(expected)); },
      [&](const Stretch& stretch) {
        return never ? stretch.value != kRaised : stretch.value == (expected.raised ? kRaised : kLowered);
      });
  if (never && finding.verdict == record::Verdict::pass &&
      !runs_during(expected.nodes, expected.when.window, history)) {
    finding.verdict = record::Verdict::invalid;
    finding.found = fmt::format("one of {} does not run in that time", expected.nodes.text);
  }
  return finding;
}

Finding find(const scenario::PeerStateIs& expected, const History& history) {
  const auto concerns = [&](const LoggedEvent& event) {
    const std::string peer = field(event, "peer");
    return peer == expected.of || (!expected.of_node.empty() && history.node_of(peer) == expected.of_node);
  };
  return find_each(
      expected.nodes, expected.when, history, [&] { return cluster_reader("peer_state", "state", its_why, concerns); },
      [&](const Stretch& stretch) { return stretch.value == expected.state; });
}

Finding find(const scenario::DatabaseIs& expected, const History& history) {
  return find_each(
      expected.nodes, expected.when, history,
      [] { return cluster_reader("database_state", "state", its_why, concerns_all); },
      [&](const Stretch& stretch) { return stretch.value == expected.state; });
}

Finding find(const scenario::SameConfiguration& expected, const History& history) {
  Finding finding;
  if (!all_ran(expected.nodes, expected.when, history, finding)) return finding;
  std::vector<StateTimeline> timelines;
  for (const std::string& node : expected.nodes.nodes) {
    timelines.push_back(
        timeline_of(history, node, cluster_reader("configuration", "digest", its_revision, concerns_all)));
  }
  const StateTimeline agreement = agreement_of(timelines);
  if (is_there(agreement, expected.when, [](const Stretch& stretch) { return stretch.value == "the same"; })) {
    const Stretch* stretch = timelines.front().at(ns(expected.when.window.to));
    finding.found = fmt::format("all {} have {}", timelines.size(), stretch->value);
    return finding;
  }
  for (std::size_t i = 0; i < timelines.size(); ++i) {
    const std::string& node = expected.nodes.nodes[i];
    finding.fail(node, fmt::format("{}: {}", node, timelines[i].text()));
  }
  finding.found = "they are " + agreement.text();
  return finding;
}

}  // namespace hexad::play
