// The ladder of a run's page. A row is a <details>: it opens with a click, Enter or Space to the whole message, also
// where scripts are off. Arrows are boxes on a grid of lanes, so hiding rows by a filter needs no new layout.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/html/escape.h"
#include "reports/html/sections.h"
#include "reports/lanes.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

constexpr std::size_t kRowsMax = 1200;
constexpr std::size_t kLanesMax = 14;
constexpr std::size_t kChoicesMax = 300;
constexpr std::size_t kMessageOctetsMax = 16 * 1024;
constexpr std::size_t kAllOctetsMax = 1200 * 1024;  ///< Escaping may double it, a hex dump quadruple it.
constexpr unsigned kColours = 8;

class LadderPage {
 public:
  explicit LadderPage(const Story& story)
      : story_(story), rows_(select_rows(story, kRowsMax)), lanes_(make_lanes(story, rows_, kLanesMax)) {
    width_ = std::clamp<std::size_t>(640 / std::max<std::size_t>(lanes_.lanes.size(), 1), 76, 140);
  }

  std::string html() {
    const std::string body = rows_html();
    std::string out = "<section id=\"ladder\"><h2>Ladder</h2>\n" + controls();
    out += fmt::format(
        "<div class=\"ladder\" style=\"--w:{}px;--lanes:{}\">\n<div class=\"head\"><span class=\"t\">time "
        "(s)</span><span class=\"d\">after</span><span class=\"l\">",
        width_, lanes_.lanes.size());
    for (const Lane& lane : lanes_.lanes) {
      out += fmt::format("<b title=\"{0}\">{0}</b>", escaped(lane.title));
    }
    out += "</span><span class=\"s\">message</span></div>\n" + body + "</div>\n";
    if (rows_.size() < story_.rows.size()) {
      out += fmt::format(
          "<p class=\"more\">{} of {} rows are shown: the beginning, the end, and what stood around "
          "failures, faults and the first refusal. The others are in the record, and up to 5,000 in "
          "ladder.txt.</p>\n",
          grouped(rows_.size()), grouped(story_.rows.size()));
    }
    return out + "</section>\n";
  }

 private:
  std::string rows_html() {
    std::string out;
    std::int64_t before = -1;
    std::size_t next = 0;
    for (const std::uint32_t at : rows_) {
      if (at > next) out += gap(at - next);
      next = at + 1;
      const Row& row = story_.rows[at];
      const std::string after = before < 0 ? "" : "+" + short_duration(row.at_ns - before);
      out += row.arrow == kNone ? note(row, after) : arrow(at, after);
      before = row.at_ns;
    }
    if (story_.rows.size() > next) out += gap(story_.rows.size() - next);
    return out;
  }

  static std::string gap(std::size_t rows) {
    return fmt::format("<div class=\"gap\">{} more in the record</div>\n", grouped(rows));
  }

  std::string times(const Row& row, const std::string& after) const {
    return fmt::format("<span class=\"t\">{}</span><span class=\"d\">{}</span>", seconds(row.at_ns), after);
  }

  /// The grey bars of the faults in force at that time.
  std::string bars(std::int64_t at_ns) const {
    std::set<std::uint32_t> hit;
    for (const FaultStory& fault : story_.faults) {
      if (fault.node == kNone || at_ns < fault.from_ns || at_ns > fault.to_ns) continue;
      const std::uint32_t lane = lanes_.of(fault.node);
      // One dead phone of a lane that thousands share does not make the lane grey.
      if (lane != kNone && lanes_.lanes[lane].nodes.size() == 1) hit.insert(lane);
    }
    std::string out;
    for (const std::uint32_t lane : hit) out += fmt::format("<u style=\"left:{}px\"></u>", lane * width_);
    return out;
  }

  std::string note(const Row& row, const std::string& after) const {
    const auto& event = (*story_.entries)[row.entry].event;
    const char* kind = std::holds_alternative<record::FaultApplied>(event)  ? "fault problem"
                       : std::holds_alternative<record::FaultEnded>(event)  ? "fault"
                       : std::holds_alternative<record::CheckResult>(event) ? "verdict problem"
                       : std::holds_alternative<record::LogLine>(event)     ? "log"
                                                                            : "step";
    const auto* log = std::get_if<record::LogLine>(&event);
    const std::string who = log == nullptr ? "" : fmt::format(" data-f=\"{}\"", escaped(log->node));
    return fmt::format(
        "<div class=\"row note {}\" tabindex=\"-1\"{}>{}<span class=\"l\">{}</span><span class=\"s\">{}"
        "</span></div>\n",
        kind, who, times(row, after), bars(row.at_ns), escaped(note_text(story_, row)));
  }

  std::string arrow(std::uint32_t at, const std::string& after) {
    const Row& row = story_.rows[at];
    const Arrow& arrow = story_.arrows[row.arrow];
    const record::Message* message = story_.message(arrow);
    const std::string id = message == nullptr ? "" : call_id(*message);
    const int status = message == nullptr ? 0 : sip_status(*message);
    const bool broken = !arrow.arrived();
    std::string classes = colour(id);
    if (broken) classes += " lost";
    if (status >= 300) classes += " refused";
    if (broken || status >= 300) classes += " problem";
    if (at == story_.first_refusal) classes += " first";
    names_.insert(arrow.from);
    names_.insert(arrow.to);
    return fmt::format(
        "<details class=\"row {}\" data-f=\"{}\" data-t=\"{}\" data-c=\"{}\"><summary>{}<span class=\"l\">{}{}</span>"
        "<span class=\"s\">{}{}</span></summary>\n{}</details>\n",
        classes, escaped(story_.node_name(arrow.from)), escaped(story_.node_name(arrow.to)), escaped(id),
        times(row, after), bars(row.at_ns), line(arrow), whom(arrow), label(arrow, at), opened(arrow, message));
  }

  std::string colour(const std::string& id) {
    if (id.empty()) return "plain";
    const auto [found, added] = ids_.emplace(id, ids_.size());
    return fmt::format("c{}", found->second % kColours);
  }

  std::string line(const Arrow& arrow) const {
    const std::uint32_t from = lanes_.of(arrow.from);
    const std::uint32_t to = lanes_.of(arrow.to);
    if (from == kNone || to == kNone) return {};
    const auto middle = [&](std::uint32_t lane) { return lane * width_ + width_ / 2; };
    if (from == to) return fmt::format("<i class=\"self\" style=\"left:{}px\"></i>", middle(from) - 5);
    const std::size_t length = from < to ? middle(to) - middle(from) : middle(from) - middle(to);
    const std::size_t drawn = arrow.arrived() ? length : length * 2 / 3;
    const std::size_t left = from < to ? middle(from) : middle(from) - drawn;
    return fmt::format("<i class=\"{}\" style=\"left:{}px;width:{}px\"></i>", from < to ? "right" : "left", left,
                       drawn);
  }

  bool shared(std::uint32_t node) const {
    const std::uint32_t lane = lanes_.of(node);
    return lane != kNone && lanes_.lanes[lane].nodes.size() > 1;
  }

  std::string whom(const Arrow& arrow) const {
    if (!shared(arrow.from) && !shared(arrow.to)) return {};
    return fmt::format("<em>{} &rarr; {}</em> ", escaped(story_.node_name(arrow.from)),
                       escaped(story_.node_name(arrow.to)));
  }

  std::string label(const Arrow& arrow, std::uint32_t at) const {
    const std::string loss = arrow_loss(story_, arrow);
    std::string text = arrow_text(story_, arrow);
    if (!loss.empty()) text.erase(text.size() - loss.size());
    std::string out = escaped(fitted(text, 200));
    if (!loss.empty()) out += "<strong>" + escaped(loss) + "</strong>";
    if (at == story_.first_refusal) out += "<strong>first refusal of the run</strong>";
    return out;
  }

  std::string opened(const Arrow& arrow, const record::Message* message) {
    std::string out = "<div class=\"body\"><p>";
    if (message == nullptr) {
      const record::PacketLost* packet = story_.packet(arrow);
      out += fmt::format("{} packet of {} bytes from {} to {}", escaped(packet->protocol), packet->size_bytes,
                         escaped(packet->source), escaped(packet->destination));
      return out + ". " + escaped(arrow_loss(story_, arrow)) + ".</p></div>\n";
    }
    const bool sent = arrow.sent != kNone;
    out +=
        fmt::format("{} over {} from {} to {}", escaped(message->protocol), escaped(message->transport),
                    escaped(sent ? message->local : message->remote), escaped(sent ? message->remote : message->local));
    out += translation(arrow);
    if (sent && arrow.arrived()) out += fmt::format(", {} on the way", short_duration(arrow.end_ns - arrow.begin_ns));
    if (!arrow.arrived()) out += ". <strong>" + escaped(arrow_loss(story_, arrow)) + "</strong>";
    out += "</p>";
    if (octets_ + message->bytes.size() > kAllOctetsMax) return out + "<p>The message is in the record.</p></div>\n";
    octets_ += std::min(message->bytes.size(), kMessageOctetsMax);
    return out + "<pre>" + message_body(message->bytes, kMessageOctetsMax) + "</pre></div>\n";
  }

  /// What an address translation on the way made of the addresses.
  std::string translation(const Arrow& arrow) const {
    if (arrow.sent == kNone || !arrow.arrived()) return {};
    const auto& sent = std::get<record::Message>((*story_.entries)[arrow.sent].event);
    const auto& received = std::get<record::Message>((*story_.entries)[arrow.received].event);
    if (sent.local == received.remote && sent.remote == received.local) return {};
    return fmt::format("; translated on the way, received as from {} to {}", escaped(received.remote),
                       escaped(received.local));
  }

  std::string controls() const {
    std::set<std::string> names;
    for (const std::uint32_t node : names_) names.insert(story_.node_name(node));
    std::string out = "<p class=\"filters\"><label>Node <select id=\"f-node\"><option value=\"\">all</option>";
    std::size_t count = 0;
    for (const auto& name : names) {
      if (++count <= kChoicesMax) out += fmt::format("<option>{}</option>", escaped(name));
    }
    out += "</select></label> <label>Call-ID <select id=\"f-call\"><option value=\"\">all</option>";
    std::vector<std::pair<std::size_t, std::string>> ids;
    for (const auto& [id, order] : ids_) ids.emplace_back(order, id);
    std::sort(ids.begin(), ids.end());
    for (std::size_t i = 0; i < ids.size() && i < kChoicesMax; ++i) {
      out += fmt::format("<option value=\"{0}\">{1}</option>", escaped(ids[i].second),
                         escaped(fitted(one_line(ids[i].second), 48)));
    }
    return out +
           "</select></label> <label>Text <input id=\"f-text\" type=\"search\" placeholder=\"REGISTER, a header, ...\">"
           "</label> <label><input id=\"f-problem\" type=\"checkbox\"> problems only</label> "
           "<button type=\"button\" id=\"next\">Next problem</button> <span id=\"f-count\" aria-live=\"polite\"></span>"
           "</p>\n<p class=\"hint\">Click or Enter opens a message. Keys: <kbd>j</kbd> <kbd>k</kbd> next and previous "
           "row, <kbd>n</kbd> next problem, <kbd>/</kbd> filter. One colour per Call-ID; a broken arrow was lost; a "
           "grey lane has a fault.</p>\n";
  }

  const Story& story_;
  const std::vector<std::uint32_t> rows_;
  const Lanes lanes_;
  std::size_t width_ = 0;
  std::map<std::string, std::size_t> ids_;  ///< Call-IDs in order of appearance.
  std::set<std::uint32_t> names_;
  std::size_t octets_ = 0;
};

}  // namespace

std::string ladder_section(const Story& story) {
  if (story.rows.empty()) {
    return "<section id=\"ladder\"><h2>Ladder</h2><p class=\"empty\">No message was sent.</p></section>\n";
  }
  return LadderPage(story).html();
}

}  // namespace hexad::reports
