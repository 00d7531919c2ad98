#include "reports/lanes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace hexad::reports {
namespace {

constexpr std::size_t kSingledOutMax = 4;

int rank(const record::NodeInfo& node) {
  if (node.role == "endpoint") return 0;
  return node.role == "peer" ? 2 : 1;
}

std::set<std::uint32_t> blamed_nodes(const Story& story) {
  std::set<std::uint32_t> blamed;
  for (const auto& check : story.checks) {
    if (check.verdict == record::Verdict::pass) continue;
    for (const auto& name : check.nodes) {
      if (blamed.size() >= kSingledOutMax) return blamed;
      if (const std::uint32_t node = story.table.by_name(name); node != kNone) blamed.insert(node);
    }
  }
  return blamed;
}

/// "phones (1..5000)" of phones-1 ... phones-5000, else "phones (5000)".
std::string group_title(const Story& story, const std::vector<std::uint32_t>& nodes) {
  const auto& all = story.started.nodes;
  const std::string& first = all[nodes.front()].name;
  const std::string& last = all[nodes.back()].name;
  const auto digits = [](const std::string& name) { return name.substr(name.find_last_not_of("0123456789") + 1); };
  const std::string group = all[nodes.front()].group.empty() ? all[nodes.front()].role : all[nodes.front()].group;
  if (digits(first).empty() || digits(last).empty()) return fmt::format("{} ({})", group, nodes.size());
  return fmt::format("{} ({}..{})", group, digits(first), digits(last));
}

using Groups = std::map<std::pair<int, std::string>, std::vector<std::uint32_t>>;

/// Endpoints of groups larger than group_max share a lane, but for those that a failed check names.
std::vector<Lane> lanes_of(const Story& story, const Groups& groups, std::size_t group_max) {
  const std::set<std::uint32_t> blamed = blamed_nodes(story);
  std::vector<Lane> lanes;
  for (const auto& [key, nodes] : groups) {
    const bool fold = nodes.size() > group_max && key.first == 0;
    std::vector<std::uint32_t> folded;
    for (const std::uint32_t node : nodes) {
      if (fold && blamed.count(node) == 0) {
        folded.push_back(node);
      } else {
        lanes.push_back({story.node_name(node), {node}});
      }
    }
    if (!folded.empty()) lanes.push_back({group_title(story, folded), folded});
  }
  return lanes;
}

void fold_into_last(std::vector<Lane>& lanes, std::size_t lanes_max) {
  if (lanes.size() <= lanes_max) return;
  const std::size_t folded = lanes.size() - lanes_max + 1;
  Lane& rest = lanes[lanes_max - 1];
  for (std::size_t i = lanes_max; i < lanes.size(); ++i) {
    rest.nodes.insert(rest.nodes.end(), lanes[i].nodes.begin(), lanes[i].nodes.end());
  }
  rest.title = fmt::format("{} others", folded);
  lanes.resize(lanes_max);
}

}  // namespace

Lanes make_lanes(const Story& story, const std::vector<std::uint32_t>& rows, std::size_t lanes_max,
                 std::size_t group_max) {
  std::vector<bool> used(story.started.nodes.size());
  bool strangers = false;
  for (const std::uint32_t row : rows) {
    if (story.rows[row].arrow == kNone) continue;
    const Arrow& arrow = story.arrows[story.rows[row].arrow];
    for (const std::uint32_t node : {arrow.from, arrow.to}) {
      if (node == kNone) strangers = true;
      if (node != kNone) used[node] = true;
    }
  }
  Groups groups;
  for (std::uint32_t i = 0; i < used.size(); ++i) {
    const auto& node = story.started.nodes[i];
    if (used[i]) groups[{rank(node), node.group}].push_back(i);
  }
  const std::size_t room = std::max<std::size_t>(lanes_max, 2) - (strangers ? 1 : 0);
  Lanes result;
  result.lanes = lanes_of(story, groups, group_max);
  if (result.lanes.size() > room) result.lanes = lanes_of(story, groups, 1);
  fold_into_last(result.lanes, room);
  result.of_node.assign(used.size(), kNone);
  for (std::uint32_t lane = 0; lane < result.lanes.size(); ++lane) {
    for (const std::uint32_t node : result.lanes[lane].nodes) result.of_node[node] = lane;
  }
  if (strangers) {
    result.elsewhere = static_cast<std::uint32_t>(result.lanes.size());
    result.lanes.push_back({"elsewhere", {}});
  }
  return result;
}

namespace {

class Selection {
 public:
  Selection(const Story& story, std::size_t rows_max) : story_(story), left_(rows_max), taken_(story.rows.size()) {}

  void take(std::size_t row) {
    if (left_ == 0 || row >= taken_.size() || taken_[row]) return;
    taken_[row] = true;
    --left_;
  }
  void around(std::int64_t at_ns, std::size_t before, std::size_t after) {
    const auto found = std::lower_bound(story_.rows.begin(), story_.rows.end(), at_ns,
                                        [](const Row& row, std::int64_t at) { return row.at_ns < at; });
    const auto middle = static_cast<std::size_t>(found - story_.rows.begin());
    for (std::size_t row = middle - std::min(middle, before); row < middle + after; ++row) take(row);
  }
  std::vector<std::uint32_t> result() const {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < taken_.size(); ++i) {
      if (taken_[i]) rows.push_back(i);
    }
    return rows;
  }

 private:
  const Story& story_;
  std::size_t left_;
  std::vector<bool> taken_;
};

bool concerns(const Story& story, const Row& row, const std::set<std::uint32_t>& nodes) {
  if (row.arrow != kNone) {
    const Arrow& arrow = story.arrows[row.arrow];
    return nodes.count(arrow.from) != 0 || nodes.count(arrow.to) != 0;
  }
  const auto* line = std::get_if<record::LogLine>(&(*story.entries)[row.entry].event);
  if (line == nullptr) return row.important;
  return std::any_of(nodes.begin(), nodes.end(), [&](std::uint32_t n) { return story.node_name(n) == line->node; });
}

}  // namespace

std::vector<std::uint32_t> rows_around(const Story& story, const record::CheckResult& check, std::size_t rows_max) {
  std::set<std::uint32_t> nodes;
  for (const auto& name : check.nodes) {
    if (nodes.size() < kSingledOutMax && story.table.by_name(name) != kNone) nodes.insert(story.table.by_name(name));
  }
  const auto end = std::upper_bound(story.rows.begin(), story.rows.end(), check.window_end_ns,
                                    [](std::int64_t at, const Row& row) { return at < row.at_ns; });
  std::vector<std::uint32_t> rows;
  for (auto row = end; row != story.rows.begin() && rows.size() < rows_max;) {
    --row;
    if (nodes.empty() || concerns(story, *row, nodes)) {
      rows.push_back(static_cast<std::uint32_t>(row - story.rows.begin()));
    }
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

std::vector<std::uint32_t> select_rows(const Story& story, std::size_t rows_max) {
  Selection selection(story, rows_max);
  const std::size_t share = std::max<std::size_t>(rows_max / 20, 5);
  std::size_t failures = 0;
  for (const auto& check : story.checks) {
    if (check.verdict == record::Verdict::pass || ++failures > 4) continue;
    for (const std::uint32_t row : rows_around(story, check, share)) selection.take(row);
    selection.around(check.window_end_ns, share / 2, share / 2);
  }
  for (std::size_t i = 0; i < story.faults.size() && i < 4; ++i) {
    selection.around(story.faults[i].from_ns, share / 2, share);
    if (story.faults[i].ended) selection.around(story.faults[i].to_ns, share / 4, share / 2);
  }
  if (story.first_refusal != kNone) selection.around(story.rows[story.first_refusal].at_ns, share / 2, share / 2);
  std::size_t important = 0;
  for (std::size_t row = 0; row < story.rows.size() && important < rows_max / 4; ++row) {
    if (!story.rows[row].important) continue;
    selection.take(row);
    ++important;
  }
  selection.around(INT64_MAX, share / 2, 0);
  for (std::size_t row = 0; row < story.rows.size(); ++row) selection.take(row);
  return selection.result();
}

}  // namespace hexad::reports
