#include "reports/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/record/recorder.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

using namespace record;

std::string_view field_of(const LogLine& line, std::string_view name) {
  for (const auto& [key, value] : line.fields) {
    if (key == name) return value;
  }
  return {};
}

class Teller {
 public:
  explicit Teller(const std::vector<Entry>& entries) : entries_(entries) {
    story_.entries = &entries;
    story_.ended = {Verdict::invalid, {"The record has no end: the run was interrupted."}};
  }

  Story run() {
    for (const Entry& entry : entries_) {
      story_.end_ns = std::max(story_.end_ns, entry.at_ns);
      if (const auto* started = std::get_if<RunStarted>(&entry.event)) story_.started = *started;
      if (std::holds_alternative<FaultApplied>(entry.event)) fault_times_.insert(entry.at_ns);
    }
    story_.table = NodeTable(story_.started);
    story_.nodes.resize(story_.started.nodes.size());
    story_.arrows = pair_messages(entries_, story_.table);
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      std::visit([&](const auto& event) { take(i, entries_[i].at_ns, event); }, entries_[i].event);
    }
    close_spans();
    for (std::uint32_t i = 0; i < story_.arrows.size(); ++i) {
      story_.rows.push_back({story_.arrows[i].begin_ns, i, kNone, false});
    }
    std::stable_sort(story_.rows.begin(), story_.rows.end(),
                     [](const Row& a, const Row& b) { return a.at_ns < b.at_ns; });
    find_first_refusal();
    return std::move(story_);
  }

 private:
  void note(std::uint32_t entry, std::int64_t at, bool important) {
    story_.rows.push_back({at, kNone, entry, important});
  }

  void take(std::uint32_t, std::int64_t, const RunStarted&) {}
  void take(std::uint32_t, std::int64_t, const Message&) {}
  void take(std::uint32_t, std::int64_t, const PacketLost& packet) {
    if (packet.fault != 0) ++dropped_[packet.fault];
  }
  void take(std::uint32_t, std::int64_t, const RunEnded& ended) { story_.ended = ended; }

  void take(std::uint32_t i, std::int64_t at, const MachineChanged& change) {
    const std::uint32_t node = story_.table.by_name(change.node);
    if (node == kNone) return;
    NodeStory& story = story_.nodes[node];
    if (!story.down.empty() && story.down.back().to_ns < 0) story.down.back().to_ns = at;
    if (change.state == "running") {
      const bool again = story.booted_ns >= 0;
      if (!again) story.booted_ns = at;
      if (again) note(i, at, true);
      return;
    }
    story.down.push_back({at, -1, change.state});
    end_registration(node, at);
    for (NodeStory& other : story_.nodes) {
      if (!other.registrations.empty() && other.registrations.back().to_ns < 0 &&
          other.registrations.back().peer == node) {
        other.registrations.back().to_ns = at;
      }
    }
  }

  void take(std::uint32_t i, std::int64_t at, const LogLine& line) {
    if (is_alarm(line)) return note(i, at, true);
    const std::uint32_t node = story_.table.by_name(line.node);
    if (line.component != "endpoint" || node == kNone) return;
    auto& spans = story_.nodes[node].registrations;
    if (line.event == "registered" || line.event == "refreshed") {
      const std::uint32_t peer = story_.table.by_address(field_of(line, "peer"));
      if (!spans.empty() && spans.back().to_ns < 0 && spans.back().peer == peer) return;
      end_registration(node, at);
      spans.push_back({at, -1, peer});
      note(i, at, false);
    } else if (line.event == "registration_lost") {
      end_registration(node, at);
      note(i, at, false);
    }
  }

  void take(std::uint32_t i, std::int64_t at, const FaultApplied& fault) {
    FaultStory story;
    story.fault = fault;
    story.from_ns = at;
    story.effect.id = fault.id;
    story.node = story_.table.by_name(std::string_view(fault.target).substr(0, fault.target.find('/')));
    story_.faults.push_back(std::move(story));
    note(i, at, true);
  }

  void take(std::uint32_t i, std::int64_t at, const FaultEnded& ended) {
    for (FaultStory& story : story_.faults) {
      if (story.fault.id != ended.id) continue;
      story.effect = ended;
      story.to_ns = at;
      story.ended = true;
      // A fault that lasts to the end of the run needs no row of its own after everything else.
      if (at < story_.end_ns) note(i, at, true);
    }
  }

  void take(std::uint32_t i, std::int64_t at, const StepDone& step) {
    // A step that inflicts a fault is told by the fault.
    if (!step.ok || fault_times_.count(at) == 0) note(i, at, true);
  }

  void take(std::uint32_t i, std::int64_t at, const CheckResult& check) {
    story_.checks.push_back(check);
    if (check.verdict != Verdict::pass) note(i, std::min(at, std::max<std::int64_t>(check.window_end_ns, 0)), true);
  }

  void end_registration(std::uint32_t node, std::int64_t at) {
    auto& spans = story_.nodes[node].registrations;
    if (!spans.empty() && spans.back().to_ns < 0) spans.back().to_ns = at;
  }

  void close_spans() {
    for (NodeStory& node : story_.nodes) {
      if (!node.registrations.empty() && node.registrations.back().to_ns < 0) {
        node.registrations.back().to_ns = story_.end_ns;
      }
      if (!node.down.empty() && node.down.back().to_ns < 0) node.down.back().to_ns = story_.end_ns;
    }
    for (FaultStory& fault : story_.faults) {
      if (!fault.ended) fault.to_ns = story_.end_ns;
      fault.effect.packets_dropped = std::max(fault.effect.packets_dropped, dropped_[fault.fault.id]);
    }
  }

  void find_first_refusal() {
    for (std::uint32_t i = 0; i < story_.rows.size() && story_.first_refusal == kNone; ++i) {
      if (story_.rows[i].arrow == kNone) continue;
      const Message* message = story_.message(story_.arrows[story_.rows[i].arrow]);
      if (message != nullptr && sip_status(*message) >= 300) story_.first_refusal = i;
    }
  }

  const std::vector<Entry>& entries_;
  Story story_;
  std::set<std::int64_t> fault_times_;
  std::map<std::uint32_t, std::uint64_t> dropped_;  ///< Lost packets in the record, by fault.
};

std::string told(const Story&, const FaultApplied& fault) {
  return fmt::format("fault {}: {}", fault.id,
                     one_line(fault.text.empty() ? fault.kind + " " + fault.target : fault.text));
}
std::string told(const Story&, const FaultEnded& ended) { return fmt::format("fault {} ends", ended.id); }
std::string told(const Story&, const StepDone& step) {
  return fmt::format("step: {}{}", one_line(step.text), step.ok ? "" : " FAILED: " + one_line(step.error));
}
std::string told(const Story&, const MachineChanged& change) { return change.node + " is " + change.state + " again"; }
std::string told(const Story&, const CheckResult& check) {
  return fmt::format("check {}: {}: {}", to_string(check.verdict), check.name, one_line(check.found));
}
std::string told(const Story& story, const LogLine& line) {
  const bool registered = line.event == "registered" || line.event == "refreshed";
  const std::string_view peer = field_of(line, "peer");
  std::string text = fmt::format("{}: {}{}", line.node, line.component == "alarm" ? "alarm " : "", line.event);
  if (!peer.empty()) {
    const std::uint32_t node = story.table.by_address(peer);
    const std::string address = one_line(peer);
    text += registered ? " with " : ", was with ";
    text += node == kNone ? address : fmt::format("{} ({})", story.node_name(node), address);
  }
  return registered ? text : text + ": " + one_line(line.text);
}
template <class T>
std::string told(const Story&, const T&) {
  return {};
}

}  // namespace

const Message* Story::message(const Arrow& arrow) const {
  const std::uint32_t at = arrow.sent != kNone ? arrow.sent : arrow.received;
  return at == kNone ? nullptr : std::get_if<Message>(&(*entries)[at].event);
}

const PacketLost* Story::packet(const Arrow& arrow) const {
  return arrow.lost == kNone ? nullptr : std::get_if<PacketLost>(&(*entries)[arrow.lost].event);
}

std::string Story::node_name(std::uint32_t node) const {
  return node == kNone ? "elsewhere" : one_line(started.nodes[node].name);
}

Story tell(const std::vector<Entry>& entries) { return Teller(entries).run(); }

std::string arrow_loss(const Story& story, const Arrow& arrow) {
  if (arrow.arrived()) return {};
  const PacketLost* packet = story.packet(arrow);
  if (packet == nullptr) return "not received by the end of the run";
  std::string text = "lost: " + packet->reason;
  // With a single network its name says nothing.
  if (!packet->network.empty() && story.started.networks.size() > 1) text += " on " + one_line(packet->network);
  if (packet->fault != 0) text += fmt::format(" (fault {})", packet->fault);
  if (arrow.repeats > 0) {
    text += fmt::format(", and {} retransmission{} until {} s", arrow.repeats, arrow.repeats == 1 ? "" : "s",
                        seconds(arrow.end_ns));
  }
  return text;
}

std::string arrow_text(const Story& story, const Arrow& arrow) {
  std::string text;
  if (const Message* message = story.message(arrow)) {
    text = one_line(message->summary) + "  " + message->transport;
  } else if (const PacketLost* packet = story.packet(arrow)) {
    text = fmt::format("{} packet of {} bytes to {}", packet->protocol, packet->size_bytes, packet->destination);
    if (!packet->summary.empty()) text += "  " + one_line(packet->summary);
  }
  const std::string loss = arrow_loss(story, arrow);
  return loss.empty() ? text : text + "  " + loss;
}

std::string note_text(const Story& story, const Row& row) {
  return std::visit([&](const auto& event) { return told(story, event); }, (*story.entries)[row.entry].event);
}

std::string call_id(const Message& message) {
  if (message.protocol != "sip") return {};
  const std::string_view text = message.bytes;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    const std::string_view line = first_line(text.substr(at + 1));
    if (line.empty()) return {};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    std::string name(line.substr(0, line.find_last_not_of(" \t", colon - 1) + 1));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    if (name != "call-id" && name != "i") continue;
    const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
    return begin == std::string_view::npos ? "" : std::string(line.substr(begin));
  }
  return {};
}

int sip_status(const Message& message) {
  const std::string_view text = message.bytes;
  if (message.protocol != "sip" || !text.starts_with("SIP/2.0 ") || text.size() < 11) return 0;
  int status = 0;
  for (const char c : text.substr(8, 3)) {
    if (c < '0' || c > '9') return 0;
    status = status * 10 + (c - '0');
  }
  return status;
}

bool is_alarm(const record::LogLine& line) {
  return line.component == "alarm" || (line.component == "event_log" && line.event.starts_with("alarm_"));
}

}  // namespace hexad::reports
