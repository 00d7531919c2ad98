#include "reports/ladder_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/record/recorder.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

constexpr std::size_t kLaneWidthMax = 18;
constexpr std::size_t kLaneWidthMin = 9;

class Drawing {
 public:
  Drawing(const Story& story, const Lanes& lanes) : story_(story), lanes_(lanes) {
    std::size_t longest = 0;
    for (const Lane& lane : lanes.lanes) longest = std::max(longest, columns(lane.title));
    width_ = std::clamp(longest + 2, kLaneWidthMin, kLaneWidthMax);
  }

  std::string heading() const {
    std::string line = fmt::format("{:>12} {:>10}  ", "time (s)", "after");
    for (const Lane& lane : lanes_.lanes) {
      const std::string title = fitted(lane.title, width_ - 1);
      const std::size_t left = (width_ - columns(title)) / 2;
      line += std::string(left, ' ') + title + std::string(width_ - columns(title) - left, ' ');
    }
    return trimmed(line) + "\n";
  }

  std::string row(const Row& row, std::int64_t before_ns) const {
    std::string line = fmt::format("{:>12} {:>10}  ", seconds(row.at_ns),
                                   before_ns < 0 ? "" : "+" + short_duration(row.at_ns - before_ns));
    line += row.arrow == kNone ? empty_lanes() + "  *** " + note_text(story_, row) : arrow(story_.arrows[row.arrow]);
    return trimmed(line) + "\n";
  }

  std::string gap(std::size_t rows) const {
    return fmt::format("{:>12} {:>10}  {}  ... {} more in the record\n", "...", "", empty_lanes(), grouped(rows));
  }

 private:
  static std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }
  std::size_t middle(std::size_t lane) const { return lane * width_ + width_ / 2; }

  std::string empty_lanes() const {
    std::string line(lanes_.lanes.size() * width_, ' ');
    for (std::size_t lane = 0; lane < lanes_.lanes.size(); ++lane) line[middle(lane)] = '|';
    return line;
  }

  std::string arrow(const Arrow& arrow) const {
    std::string line = empty_lanes();
    const std::uint32_t from = lanes_.of(arrow.from);
    const std::uint32_t to = lanes_.of(arrow.to);
    if (from != kNone && to != kNone && from != to) draw(line, middle(from), middle(to), arrow.arrived());
    if (from != kNone && from == to) line[middle(from)] = arrow.arrived() ? 'o' : 'x';
    return line + "  " + whom(arrow, from, to) + arrow_text(story_, arrow);
  }

  /// A lost message stops two thirds of the way.
  static void draw(std::string& line, std::size_t from, std::size_t to, bool arrived) {
    const bool right = to > from;
    const std::size_t length = right ? to - from : from - to;
    const std::size_t drawn = arrived ? length - 1 : std::max<std::size_t>(length * 2 / 3, 2);
    for (std::size_t i = 1; i <= drawn; ++i) {
      const std::size_t at = right ? from + i : from - i;
      line[at] = i < drawn ? '-' : !arrived ? 'x' : right ? '>' : '<';
    }
  }

  /// Names the member of a lane that many share: "phones-17: ".
  std::string whom(const Arrow& arrow, std::uint32_t from, std::uint32_t to) const {
    const auto shared = [&](std::uint32_t lane) { return lane != kNone && lanes_.lanes[lane].nodes.size() > 1; };
    const std::string to_name = shared(to) ? story_.node_name(arrow.to) : "";
    if (shared(from)) return story_.node_name(arrow.from) + (to_name.empty() ? ": " : " to " + to_name + ": ");
    return to_name.empty() ? "" : "to " + to_name + ": ";
  }

  const Story& story_;
  const Lanes& lanes_;
  std::size_t width_;
};

}  // namespace

std::string ladder_text(const Story& story, const Lanes& lanes, const std::vector<std::uint32_t>& rows, Gaps gaps) {
  const Drawing drawing(story, lanes);
  std::string out = drawing.heading();
  std::int64_t before = -1;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t skipped = i == 0 ? 0 : rows[i] - rows[i - 1] - 1;
    if (skipped > 0 && gaps == Gaps::shown) out += drawing.gap(skipped);
    out += drawing.row(story.rows[rows[i]], before);
    before = story.rows[rows[i]].at_ns;
  }
  return out;
}

std::string ladder_text(const Story& story, const LadderLimits& limits) {
  const auto rows = select_rows(story, limits.rows_max);
  std::string out =
      fmt::format("{}  seed {}  world {}  release {}  verdict {}\n\n", story.started.scenario, story.started.seed,
                  story.started.world, story.started.release, record::to_string(story.ended.verdict));
  if (!rows.empty() && rows.front() > 0) out += fmt::format("... {} more in the record\n", grouped(rows.front()));
  out += ladder_text(story, make_lanes(story, rows, limits.lanes_max), rows, Gaps::shown);
  const std::size_t tail = story.rows.size() - (rows.empty() ? 0 : rows.back() + 1);
  if (tail > 0) out += fmt::format("... {} more in the record\n", grouped(tail));
  return out;
}

}  // namespace hexad::reports
