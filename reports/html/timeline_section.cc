// The timeline of a run's page: when each machine was up, with whom phones were registered, what the faults covered
// and what the checks looked at. Large groups of endpoints become one chart of how many were registered where.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/html/escape.h"
#include "reports/html/sections.h"
#include "reports/record/recorder.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

constexpr double kLabel = 300;
constexpr double kPlot = 1000;
constexpr double kLane = 24;
constexpr double kBar = 13;
constexpr double kChart = 74;
constexpr std::size_t kMachinesMax = 24;
constexpr std::size_t kSingleEndpointsMax = 8;
constexpr std::size_t kBlamedMax = 4;
constexpr std::size_t kChecksMax = 16;
constexpr std::size_t kChartsMax = 8;
constexpr std::size_t kSamples = 450;
constexpr unsigned kPeerColours = 6;

class Timeline {
 public:
  explicit Timeline(const Story& story) : story_(story), length_ns_(std::max<std::int64_t>(story.end_ns, 1)) {
    unsigned next = 0;
    for (std::uint32_t i = 0; i < story.started.nodes.size(); ++i) {
      if (story.started.nodes[i].role == "peer") colours_[i] = next++ % kPeerColours;
    }
  }

  std::string html() {
    const std::string events = event_row();
    machines();
    networks_with_faults();
    endpoints();
    checks();
    const double height = y_ + 26;
    return fmt::format(
               "<section id=\"timeline\"><h2>Timeline</h2>\n<div class=\"scroll\"><svg class=\"timeline\" "
               "viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" role=\"img\" "
               "aria-label=\"Timeline of the run\">\n<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
               "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"hatch\" "
               "width=\"3\" height=\"6\"/></pattern></defs>\n",
               kLabel + kPlot + 20, height) +
           axis(height) + fault_lines() + events + body_ + "</svg></div>\n" + legend() + more_ + "</section>\n";
  }

 private:
  double x(std::int64_t at_ns) const {
    const double share = static_cast<double>(at_ns) / static_cast<double>(length_ns_);
    return kLabel + kPlot * std::clamp(share, 0.0, 1.0);
  }
  std::string box(std::string_view css, std::int64_t from, std::int64_t to, double y, double height,
                  std::string_view title) const {
    return fmt::format(
        "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{}</title>"
        "</rect>\n",
        css, x(from), y, std::max(x(to) - x(from), 1.5), height, escaped(title));
  }
  static std::string from_to(std::int64_t from, std::int64_t to) {
    return fmt::format("{} s to {} s", seconds(from), seconds(to));
  }

  /// Opens a lane: its name, a line to part it from the next. Returns the top of its bar.
  double lane(std::string_view name, double height = kLane) {
    body_ += fmt::format(
        "<text class=\"name\" x=\"{:.0f}\" y=\"{:.1f}\">{}</text>\n<line class=\"part\" x1=\"0\" "
        "x2=\"{:.0f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n",
        kLabel - 10, y_ + height / 2 + 4, escaped(fitted(name, 40)), kLabel + kPlot, y_ + height, y_ + height);
    const double top = y_ + (height - kBar) / 2;
    y_ += height;
    return top;
  }

  std::string axis(double height) const {
    const double raw = static_cast<double>(length_ns_) / 1e9 / 8;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double digit = raw / power;
    const double step = power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
    std::string out;
    for (int i = 0; step * i * 1e9 <= static_cast<double>(length_ns_) * 1.0001; ++i) {
      const double at = x(static_cast<std::int64_t>(step * i * 1e9));
      out += fmt::format(
          "<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"20\" y2=\"{1:.1f}\"/><text class=\"tick\" "
          "x=\"{0:.1f}\" y=\"{2:.1f}\">{3:.6g} s</text>\n",
          at, height - 22, height - 6, step * i);
    }
    return out;
  }

  /// Numbers on top for the faults, small marks for the steps. Numbers that would overlap are left to their titles.
  std::string event_row() {
    std::string out = fmt::format("<text class=\"name\" x=\"{:.0f}\" y=\"19\">faults and steps</text>\n", kLabel - 10);
    double free = 0;
    for (std::size_t i = 0; i < story_.faults.size() && i < 200; ++i) {
      const FaultStory& fault = story_.faults[i];
      const double at = x(fault.from_ns);
      const std::string title =
          fmt::format("fault {}: {} ({})", fault.fault.id, fault.fault.text, from_to(fault.from_ns, fault.to_ns));
      out += fmt::format("<g class=\"mark\"><title>{}</title><circle cx=\"{:.1f}\" cy=\"14\" r=\"8\"/>", escaped(title),
                         at);
      if (at >= free) {
        out += fmt::format("<text x=\"{:.1f}\" y=\"18\">{}</text>", at, fault.fault.id);
        free = at + 16;
      }
      out += "</g>\n";
    }
    for (const auto& entry : *story_.entries) {
      const auto* step = std::get_if<record::StepDone>(&entry.event);
      if (step == nullptr || step->index > 500) continue;
      out += fmt::format(
          "<rect class=\"step{}\" x=\"{:.1f}\" y=\"24\" width=\"3\" height=\"8\"><title>{} s: {}</title>"
          "</rect>\n",
          step->ok ? "" : " bad", x(entry.at_ns) - 1, seconds(entry.at_ns), escaped(step->text));
    }
    y_ = 36;
    return out;
  }

  std::string fault_lines() const {
    std::string out;
    for (std::size_t i = 0; i < story_.faults.size() && i < 50; ++i) {
      out += fmt::format("<line class=\"fault-line\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"22\" y2=\"{1:.1f}\"/>\n",
                         x(story_.faults[i].from_ns), y_ - 2);
    }
    return out;
  }

  void fault_bars(std::uint32_t node, double top) {
    for (const FaultStory& fault : story_.faults) {
      if (fault.node != node) continue;
      body_ += box("fault-bar", fault.from_ns, fault.to_ns, top - 3, kBar + 6,
                   fmt::format("fault {}: {}", fault.fault.id, fault.fault.text));
    }
  }

  void down_bars(const NodeStory& node, double top) {
    for (const DownSpan& down : node.down) {
      const std::string title = down.state + ", " + from_to(down.from_ns, down.to_ns);
      body_ += box("down", down.from_ns, down.to_ns, top, kBar, title);
      body_ += box("down-hatch", down.from_ns, down.to_ns, top, kBar, title);
      if (x(down.to_ns) - x(down.from_ns) > 44) {
        body_ += fmt::format("<text class=\"in-bar\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x(down.from_ns) + 5,
                             top + 10, escaped(down.state));
      }
    }
  }

  void machines() {
    std::size_t shown = 0, all = 0;
    for (const bool peers : {true, false}) {
      for (std::uint32_t i = 0; i < story_.nodes.size(); ++i) {
        const auto& node = story_.started.nodes[i];
        const NodeStory& told = story_.nodes[i];
        // A router that nothing befell has nothing to tell.
        if (node.role == "endpoint" || (node.role == "peer") != peers || (told.booted_ns < 0 && told.down.empty()))
          continue;
        ++all;
        if (++shown > kMachinesMax) continue;
        const double top = lane(node.name);
        if (told.booted_ns >= 0) {
          body_ += box(peers ? fmt::format("up p{}", colours_[i]) : "up server", told.booted_ns, story_.end_ns, top,
                       kBar, "running");
        }
        fault_bars(i, top);
        down_bars(told, top);
      }
    }
    if (all > kMachinesMax) more_ += more("machines", all - kMachinesMax);
  }

  void networks_with_faults() {
    std::set<std::string> seen;
    for (const FaultStory& fault : story_.faults) {
      if (fault.node != kNone || !seen.insert(fault.fault.target).second || seen.size() > 8) continue;
      const double top = lane(fault.fault.target);
      for (const FaultStory& other : story_.faults) {
        if (other.node != kNone || other.fault.target != fault.fault.target) continue;
        body_ += box("network-fault", other.from_ns, other.to_ns, top, kBar, other.fault.text);
        body_ += fmt::format("<text class=\"in-bar\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x(other.from_ns) + 5,
                             top + 10, escaped(other.fault.kind));
      }
    }
  }

  std::string peer_class(std::uint32_t peer) const {
    const auto found = colours_.find(peer);
    return found == colours_.end() ? "registered elsewhere" : fmt::format("registered p{}", found->second);
  }

  void endpoint(std::uint32_t node) {
    const double top = lane(story_.started.nodes[node].name);
    body_ += box("unregistered", 0, story_.end_ns, top + kBar / 2 - 1, 2, "not registered");
    for (const RegistrationSpan& span : story_.nodes[node].registrations) {
      body_ += box(peer_class(span.peer), span.from_ns, span.to_ns, top, kBar,
                   "registered with " + story_.node_name(span.peer) + ", " + from_to(span.from_ns, span.to_ns));
    }
    fault_bars(node, top);
    down_bars(story_.nodes[node], top);
  }

  void endpoints() {
    std::map<std::string, std::vector<std::uint32_t>> groups;
    for (std::uint32_t i = 0; i < story_.nodes.size(); ++i) {
      const auto& node = story_.started.nodes[i];
      if (node.role == "endpoint") groups[node.group].push_back(i);
    }
    std::set<std::string> blamed;
    for (const auto& check : story_.checks) {
      if (check.verdict == record::Verdict::pass) continue;
      for (const auto& name : check.nodes) {
        if (blamed.size() < kBlamedMax) blamed.insert(name);
      }
    }
    std::size_t count = 0;
    for (const auto& [group, nodes] : groups) {
      if (++count > kChartsMax) continue;
      const bool single = nodes.size() <= kSingleEndpointsMax;
      if (!single) chart(group.empty() ? "endpoints" : group, nodes);
      for (const std::uint32_t node : nodes) {
        if (single || blamed.count(story_.started.nodes[node].name) != 0) endpoint(node);
      }
    }
    if (count > kChartsMax) more_ += more("groups of endpoints", count - kChartsMax);
  }

  /// How many endpoints of a group are registered with each peer, stacked.
  void chart(const std::string& group, const std::vector<std::uint32_t>& nodes) {
    std::map<std::uint32_t, std::vector<std::int64_t>> changes;  // By peer: +1 and -1 at each sample, then summed.
    const auto sample = [&](std::int64_t at) {
      return static_cast<std::size_t>(static_cast<double>(at) / static_cast<double>(length_ns_) * (kSamples - 1) + 0.5);
    };
    for (const std::uint32_t node : nodes) {
      for (const RegistrationSpan& span : story_.nodes[node].registrations) {
        auto& change = changes.emplace(span.peer, std::vector<std::int64_t>(kSamples + 1)).first->second;
        ++change[sample(span.from_ns)];
        if (span.to_ns < story_.end_ns) --change[sample(span.to_ns)];
      }
    }
    const double bottom = y_ + kChart - 6;
    const double scale = (kChart - 14) / static_cast<double>(nodes.size());
    body_ += fmt::format("<text class=\"sub\" x=\"{:.0f}\" y=\"{:.1f}\">of {} registered</text>\n", kLabel - 10,
                         y_ + kChart / 2 + 19, grouped(nodes.size()));
    body_ += fmt::format("<line class=\"full\" x1=\"{0:.0f}\" x2=\"{1:.0f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>\n", kLabel,
                         kLabel + kPlot, bottom - scale * static_cast<double>(nodes.size()));
    lane(group, kChart);
    std::vector<double> base(kSamples, 0);
    for (const auto& [peer, change] : changes) {
      std::string up, down;
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < kSamples; ++i) {
        const double at = kLabel + kPlot * static_cast<double>(i) / (kSamples - 1);
        down.insert(0, fmt::format(" {:.1f},{:.1f}", at, bottom - base[i] * scale));
        sum += change[i];
        base[i] += static_cast<double>(sum);
        up += fmt::format(" {:.1f},{:.1f}", at, bottom - base[i] * scale);
      }
      body_ += fmt::format("<polygon class=\"{}\" points=\"{}{}\"><title>registered with {}</title></polygon>\n",
                           peer_class(peer), up, down, escaped(story_.node_name(peer)));
    }
  }

  void checks() {
    std::size_t shown = 0;
    for (const bool passed : {false, true}) {
      for (const auto& check : story_.checks) {
        if ((check.verdict == record::Verdict::pass) != passed || ++shown > kChecksMax) continue;
        // A check of a moment still deserves a mark that can be seen.
        const std::int64_t least = length_ns_ / 220;
        const double top = lane(check.name);
        body_ += box(fmt::format("checked {}", record::to_string(check.verdict)),
                     std::min(check.window_begin_ns, check.window_end_ns - least), check.window_end_ns, top + 2,
                     kBar - 4, fmt::format("{}: {}", record::to_string(check.verdict), check.found));
      }
    }
    if (shown > kChecksMax) more_ += more("checks", shown - kChecksMax);
  }

  std::string legend() const {
    std::string out = "<p class=\"legend\">";
    std::size_t count = 0;
    for (const auto& [node, colour] : colours_) {
      if (++count > 12) break;
      out += fmt::format("<span><i class=\"p{}\"></i>{}</span> ", colour, escaped(story_.node_name(node)));
    }
    return out +
           "<span><i class=\"elsewhere\"></i>another address</span> <span><i class=\"down\"></i>not running</span> "
           "<span><i class=\"fault\"></i>fault</span> A phone's bar has the colour of the peer it is registered "
           "with.</p>\n";
  }

  static std::string more(std::string_view what, std::size_t count) {
    return fmt::format("<p class=\"more\">{} more {} in the record</p>\n", grouped(count), what);
  }

  const Story& story_;
  const std::int64_t length_ns_;
  std::map<std::uint32_t, unsigned> colours_;  ///< Of peers.
  std::string body_, more_;
  double y_ = 0;
};

}  // namespace

std::string timeline_section(const Story& story) {
  if (story.entries->empty()) {
    return "<section id=\"timeline\"><h2>Timeline</h2><p class=\"empty\">The record is empty.</p></section>\n";
  }
  return Timeline(story).html();
}

}  // namespace hexad::reports
