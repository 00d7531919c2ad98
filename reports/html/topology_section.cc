// The drawing of the networks: each is a bar with its nodes below it; whatever stands on several networks (routers,
// firewalls, machines with two cards) is a tall box to the right that the bars of its networks reach.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "reports/html/escape.h"
#include "reports/html/sections.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

constexpr std::size_t kBoxesPerRow = 4;
constexpr std::size_t kBoxesMax = 12;  ///< Below one network.
constexpr std::size_t kGroupMax = 4;   ///< Larger groups share one box.
constexpr std::size_t kNetworksMax = 24;
constexpr std::size_t kJointsMax = 24;
constexpr double kBoxWidth = 176, kBoxHeight = 52, kGap = 10;
constexpr double kRow = kBoxHeight + 14;
constexpr double kBarHeight = 30, kColumn = 236;
constexpr double kNodes = kBoxesPerRow * (kBoxWidth + kGap) + 3 * kGap;

struct Box {
  std::string title, line, css;
};

/// A node that stands on two networks or more.
struct Joint {
  std::uint32_t node = kNone;
  std::vector<std::pair<std::size_t, std::string>> ends;  ///< Place of the network, addresses there.
  std::size_t column = 0;
  bool meets_above = false, meets_below = false;  ///< Another box of the column ends, or begins, at the same bar.

  std::size_t first() const { return ends.front().first; }
  std::size_t last() const { return ends.back().first; }
};

class TopologyDrawing {
 public:
  explicit TopologyDrawing(const Story& story) : story_(story) {
    for (const FaultStory& fault : story.faults) {
      if (fault.node != kNone) hit_.insert(fault.node);
    }
    order_networks();
    sort_nodes();
    place_joints();
  }

  std::string html() {
    std::string bars, boxes, links, joints;
    double y = 10;
    std::vector<double> bar_y;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      bar_y.push_back(y);
      bars += bar(order_[i], y);
      const double box_y = y + kBarHeight + 14;
      const auto list = boxes_of(i);
      for (std::size_t b = 0; b < list.size(); ++b) {
        boxes += node_box(list[b], b, box_y, y + kBarHeight);
      }
      y = list.empty() ? y + kBarHeight + 46
                       : box_y + static_cast<double>((list.size() - 1) / kBoxesPerRow + 1) * kRow + 14;
    }
    std::size_t columns_used = 0;
    for (const Joint& joint : joints_) {
      links += joint_links(joint, bar_y);
      joints += joint_box(joint, bar_y);
      columns_used = std::max(columns_used, joint.column + 1);
    }
    const double width = kNodes + 60 + static_cast<double>(columns_used) * kColumn;
    return fmt::format(
               "<section id=\"topology\"><h2>Topology{3}</h2>\n<div class=\"scroll\"><svg class=\"topology\" "
               "viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" role=\"img\" "
               "aria-label=\"Networks and nodes\">\n{2}</svg></div>\n",
               width, y, bars + links + joints + boxes,
               story_.started.topology.empty() ? "" : ": " + escaped(story_.started.topology)) +
           more_ + "</section>\n";
  }

 private:
  using Attachments = std::vector<std::pair<std::string, std::string>>;

  static std::set<std::string> networks_of(const record::NodeInfo& node) {
    std::set<std::string> names;
    for (const auto& [network, address] : node.attachments) names.insert(network);
    return names;
  }

  /// Breadth first from a network at the edge, so that networks with a router in common come next to one another.
  void order_networks() {
    const auto& networks = story_.started.networks;
    std::map<std::string, std::vector<std::set<std::string>>> joints_on;
    for (const auto& node : story_.started.nodes) {
      const auto names = networks_of(node);
      if (names.size() < 2) continue;
      for (const auto& name : names) joints_on[name].push_back(names);
    }
    std::set<std::string> seen;
    std::vector<std::size_t> starts;
    for (const bool edge : {true, false}) {
      for (std::size_t i = 0; i < networks.size(); ++i) {
        if ((joints_on[networks[i].name].size() == 1) == edge) starts.push_back(i);
      }
    }
    const auto place = [&](std::size_t i) {
      if (seen.insert(networks[i].name).second) order_.push_back(i);
    };
    for (const std::size_t start : starts) {
      std::size_t next = order_.size();
      place(start);
      for (; next < order_.size(); ++next) {
        for (const auto& names : joints_on[networks[order_[next]].name]) {
          for (std::size_t i = 0; i < networks.size(); ++i) {
            if (names.count(networks[i].name) != 0) place(i);
          }
        }
      }
    }
    if (order_.size() > kNetworksMax) {
      more_ += fmt::format("<p class=\"more\">{} more networks in the record</p>\n", order_.size() - kNetworksMax);
      order_.resize(kNetworksMax);
    }
  }

  std::size_t place_of(const std::string& network) const {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (story_.started.networks[order_[i]].name == network) return i;
    }
    return order_.size();
  }

  void sort_nodes() {
    below_.resize(order_.size());
    std::size_t joints = 0;
    for (std::uint32_t i = 0; i < story_.started.nodes.size(); ++i) {
      const auto& node = story_.started.nodes[i];
      const auto names = networks_of(node);
      if (names.empty()) continue;
      if (names.size() == 1) {
        const std::size_t at = place_of(*names.begin());
        if (at < below_.size()) below_[at].push_back(i);
      } else if (++joints <= kJointsMax) {
        Joint joint;
        joint.node = i;
        for (const auto& [network, address] : node.attachments) {
          if (place_of(network) < order_.size()) joint.ends.emplace_back(place_of(network), address);
        }
        std::sort(joint.ends.begin(), joint.ends.end());
        if (joint.ends.size() > 1) joints_.push_back(std::move(joint));
      }
    }
    if (joints > kJointsMax) {
      more_ += fmt::format("<p class=\"more\">{} more routers in the record</p>\n", joints - kJointsMax);
    }
  }

  /// The leftmost column in which no other box covers the same gap between two bars. Boxes that only meet at a bar
  /// share a column, one ending on its upper half and the other beginning on its lower half.
  void place_joints() {
    std::stable_sort(joints_.begin(), joints_.end(),
                     [](const Joint& a, const Joint& b) { return a.last() - a.first() < b.last() - b.first(); });
    std::vector<std::set<std::size_t>> covered;
    for (Joint& joint : joints_) {
      const auto free = [&](const std::set<std::size_t>& column) {
        for (std::size_t gap = joint.first(); gap < joint.last(); ++gap) {
          if (column.count(gap) != 0) return false;
        }
        return true;
      };
      while (joint.column < covered.size() && !free(covered[joint.column])) ++joint.column;
      if (joint.column == covered.size()) covered.emplace_back();
      for (std::size_t gap = joint.first(); gap < joint.last(); ++gap) covered[joint.column].insert(gap);
    }
    for (Joint& joint : joints_) {
      for (const Joint& other : joints_) {
        if (other.column != joint.column) continue;
        joint.meets_above |= other.last() == joint.first();
        joint.meets_below |= other.first() == joint.last();
      }
    }
  }

  std::string bar(std::size_t network, double y) const {
    const auto& info = story_.started.networks[network];
    std::string text = fmt::format("<tspan class=\"strong\">{}</tspan>  {}", escaped(info.name), escaped(info.subnet));
    if (info.delay_ns > 0) text += fmt::format("  {} one way", short_duration(info.delay_ns));
    const bool hit = std::any_of(story_.faults.begin(), story_.faults.end(),
                                 [&](const FaultStory& f) { return f.node == kNone && f.fault.target == info.name; });
    return fmt::format(
        "<rect class=\"network{}\" x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"4\"/>"
        "<text class=\"net\" x=\"{:.0f}\" y=\"{:.0f}\" xml:space=\"preserve\">{}</text>\n",
        hit ? " hit" : "", kGap, y, kNodes - 2 * kGap, kBarHeight, kGap + 12, y + 20, text);
  }

  std::string addresses(const record::NodeInfo& node) const {
    std::string out;
    for (const auto& [network, list] : node.attachments) out += (out.empty() ? "" : " ") + list;
    return out;
  }

  std::string css_of(std::uint32_t node) const {
    const auto& role = story_.started.nodes[node].role;
    const char* kind = role == "peer"       ? "peer"
                       : role == "endpoint" ? "endpoint"
                       : role == "router"   ? "router"
                                            : "server";
    return std::string(kind) + (hit_.count(node) != 0 ? " hit" : "");
  }

  std::vector<Box> boxes_of(std::size_t place) {
    std::map<std::string, std::vector<std::uint32_t>> groups;
    std::vector<std::string> order;
    for (const std::uint32_t node : below_[place]) {
      const auto& info = story_.started.nodes[node];
      const std::string key = info.role + "\n" + info.group;
      if (groups.count(key) == 0) order.push_back(key);
      groups[key].push_back(node);
    }
    std::vector<Box> boxes;
    for (const auto& key : order) {
      const auto& nodes = groups[key];
      if (nodes.size() > kGroupMax && story_.started.nodes[nodes[0]].role != "peer") {
        boxes.push_back(group_box(nodes));
        continue;
      }
      for (const std::uint32_t node : nodes) {
        const auto& info = story_.started.nodes[node];
        boxes.push_back({info.name, addresses(info), css_of(node)});
      }
    }
    if (boxes.size() > kBoxesMax) {
      const std::size_t rest = boxes.size() - kBoxesMax + 1;
      boxes.resize(kBoxesMax - 1);
      boxes.push_back({fmt::format("{} more", grouped(rest)), "in the record", "more"});
    }
    return boxes;
  }

  Box group_box(const std::vector<std::uint32_t>& nodes) const {
    const auto& first = story_.started.nodes[nodes.front()];
    const auto& last = story_.started.nodes[nodes.back()];
    const auto one = [&](const record::NodeInfo& node) {
      std::string word;
      std::istringstream(addresses(node)) >> word;
      return word;
    };
    std::string css = css_of(nodes.front()) + " many";
    for (const std::uint32_t node : nodes) {
      if (hit_.count(node) != 0) css = css_of(node) + " many";
    }
    return {fmt::format("{} \u00d7 {}", first.group.empty() ? first.role : first.group, grouped(nodes.size())),
            one(first) + " \u2026 " + one(last), css};
  }

  /// A box in the first row hangs from the bar; one further down is reached through the gap to its left, so that no
  /// line crosses a box.
  static std::string hanging(bool first_row, double x, double y, double bar_bottom) {
    if (first_row) return vertical(x + kBoxWidth / 2, bar_bottom, y);
    return vertical(x - kGap / 2, bar_bottom, y + kBoxHeight / 2) +
           fmt::format("<line x1=\"{0:.0f}\" x2=\"{1:.0f}\" y1=\"{2:.0f}\" y2=\"{2:.0f}\"/>", x - kGap / 2, x,
                       y + kBoxHeight / 2);
  }
  static std::string vertical(double x, double from, double to) {
    return fmt::format("<line x1=\"{0:.0f}\" x2=\"{0:.0f}\" y1=\"{1:.0f}\" y2=\"{2:.0f}\"/>", x, from, to);
  }

  static std::string node_box(const Box& box, std::size_t place, double top, double bar_bottom) {
    const std::size_t row = place / kBoxesPerRow;
    const double x = 2 * kGap + static_cast<double>(place % kBoxesPerRow) * (kBoxWidth + kGap);
    const double y = top + static_cast<double>(row) * kRow;
    return fmt::format("<g class=\"node {}\"><title>{} {}</title>", box.css, escaped(box.title), escaped(box.line)) +
           hanging(row == 0, x, y, bar_bottom) +
           fmt::format("<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"5\"/>", x, y, kBoxWidth,
                       kBoxHeight) +
           fmt::format(
               "<text class=\"strong\" x=\"{0:.0f}\" y=\"{1:.0f}\">{2}</text><text class=\"address\" "
               "x=\"{0:.0f}\" y=\"{3:.0f}\">{4}</text></g>\n",
               x + kBoxWidth / 2, y + 21, escaped(fitted(box.title, 22)), y + 40, escaped(fitted(box.line, 25)));
  }

  static double joint_x(const Joint& joint) { return kNodes + 50 + static_cast<double>(joint.column) * kColumn; }
  static double joint_top(const Joint& joint, const std::vector<double>& bar_y) {
    return bar_y[joint.first()] + (joint.meets_above ? kBarHeight / 2 + 3 : 0);
  }
  static double joint_bottom(const Joint& joint, const std::vector<double>& bar_y) {
    return bar_y[joint.last()] + (joint.meets_below ? kBarHeight / 2 - 3 : kBarHeight);
  }
  /// Where a joint's line meets the bar of one of its networks.
  static double link_y(const Joint& joint, std::size_t place, const std::vector<double>& bar_y) {
    const bool upper = place == joint.last() && joint.meets_below;
    const bool lower = place == joint.first() && joint.meets_above;
    return bar_y[place] + kBarHeight * (upper ? 0.2 : lower ? 0.8 : 0.5);
  }

  static std::string joint_links(const Joint& joint, const std::vector<double>& bar_y) {
    std::string out;
    for (const auto& [place, address] : joint.ends) {
      out += fmt::format("<line class=\"link\" x1=\"{0:.0f}\" x2=\"{1:.0f}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>\n",
                         kNodes - kGap, joint_x(joint), link_y(joint, place, bar_y));
    }
    return out;
  }

  std::string joint_box(const Joint& joint, const std::vector<double>& bar_y) const {
    const double x = joint_x(joint), width = kColumn - 36, middle = x + width / 2;
    std::string words;
    std::map<std::size_t, std::size_t> lines;
    for (const auto& [place, address] : joint.ends) {
      const bool at_end = place == joint.last();
      const double line_y = at_end                   ? joint_bottom(joint, bar_y) - 9
                            : place == joint.first() ? joint_top(joint, bar_y) + 18
                                                     : bar_y[place] + 19;
      // Further addresses stand below the first one, and above it at the box's lower end.
      const double step = at_end ? -14 : 14;
      std::istringstream list(address);
      for (std::string word; list >> word;) {
        words += fmt::format("<text class=\"address\" x=\"{:.0f}\" y=\"{:.1f}\">{}</text>", middle,
                             line_y + step * static_cast<double>(lines[place]++), escaped(fitted(word, 20)));
      }
    }
    const std::string name = story_.node_name(joint.node);
    const double top = joint_top(joint, bar_y), bottom = joint_bottom(joint, bar_y);
    const std::size_t second = joint.ends[1].first;
    const double name_y = (bar_y[joint.first()] + bar_y[second]) / 2 + kBarHeight / 2 + 4;
    double note_y = name_y + 2;
    for (const auto& note : story_.started.nodes[joint.node].notes) {
      words += fmt::format("<text class=\"note\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>", middle, note_y += 14,
                           escaped(fitted(note, 32)));
    }
    return fmt::format(
        "<g class=\"node {}\"><title>{}</title><rect x=\"{:.0f}\" y=\"{:.1f}\" width=\"{:.0f}\" "
        "height=\"{:.1f}\" rx=\"5\"/><text class=\"strong\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>{}</g>\n",
        css_of(joint.node), escaped(name), x, top, width, bottom - top, middle, name_y, escaped(fitted(name, 18)),
        words);
  }

  const Story& story_;
  std::set<std::uint32_t> hit_;
  std::vector<std::size_t> order_;                 ///< Places in RunStarted::networks, from top to bottom.
  std::vector<std::vector<std::uint32_t>> below_;  ///< Nodes on that network alone.
  std::vector<Joint> joints_;
  std::string more_;
};

}  // namespace

std::string topology_section(const Story& story) {
  if (story.started.networks.empty()) {
    return "<section id=\"topology\"><h2>Topology</h2><p class=\"empty\">The record names no network.</p></section>\n";
  }
  return TopologyDrawing(story).html();
}

}  // namespace hexad::reports
