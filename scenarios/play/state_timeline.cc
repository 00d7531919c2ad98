#include "scenarios/play/state_timeline.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/host/check.h"
#include "scenarios/play/finding.h"

namespace hexad::play {

void StateTimeline::set(std::int64_t at_ns, std::string value, std::string why) {
  HEXAD_CHECK(stretches_.empty() || stretches_.back().from_ns <= at_ns);
  if (!stretches_.empty() && stretches_.back().from_ns == at_ns) stretches_.pop_back();
  if (!stretches_.empty() && stretches_.back().value == value) return;
  stretches_.push_back({at_ns, std::move(value), std::move(why)});
}

const StateTimeline::Stretch* StateTimeline::at(std::int64_t at_ns) const {
  const auto after = std::upper_bound(stretches_.begin(), stretches_.end(), at_ns,
                                      [](std::int64_t t, const Stretch& stretch) { return t < stretch.from_ns; });
  return after == stretches_.begin() ? nullptr : &*std::prev(after);
}

std::span<const StateTimeline::Stretch> StateTimeline::during(std::int64_t from_ns, std::int64_t to_ns) const {
  const Stretch* first = at(from_ns);
  const std::size_t begin = first == nullptr ? 0 : static_cast<std::size_t>(first - stretches_.data());
  std::size_t end = begin;
  while (end < stretches_.size() && stretches_[end].from_ns < to_ns) ++end;
  return std::span(stretches_).subspan(begin, end - begin);
}

std::string StateTimeline::text() const {
  if (stretches_.empty()) return "nothing was ever told of it";
  constexpr std::size_t kShown = 6;
  const std::size_t first = stretches_.size() > kShown ? stretches_.size() - kShown : 0;
  std::string text = first > 0 ? fmt::format("{} earlier; ", first) : std::string();
  for (std::size_t i = first; i < stretches_.size(); ++i) {
    const Stretch& stretch = stretches_[i];
    text += fmt::format("{}{} from {}", i > first ? "; " : "", stretch.value, seconds_text(stretch.from_ns));
    if (!stretch.why.empty()) text += fmt::format(" ({})", stretch.why);
  }
  return text;
}

}  // namespace hexad::play
