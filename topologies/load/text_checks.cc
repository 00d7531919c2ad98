#include "topologies/load/text_checks.h"

#include <algorithm>

namespace hexad::yaml {

namespace {

/// Length of the UTF-8 sequence at the start of `text`, 0 when there is none (overlong forms, surrogates and values
/// beyond U+10FFFF are none, RFC 3629).
std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  if (lead == 0xe0 && at(1) < 0xa0) return 0;
  if (lead == 0xed && at(1) > 0x9f) return 0;
  if (lead == 0xf0 && at(1) < 0x90) return 0;
  if (lead == 0xf4 && at(1) > 0x8f) return 0;
  return length;
}

/// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, substituted});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::optional<std::size_t> first_unprintable(std::string_view line) {
  for (std::size_t i = 0; i < line.size();) {
    const auto byte = static_cast<unsigned char>(line[i]);
    const bool last_return = byte == '\r' && i + 1 == line.size();
    if ((byte < 0x20 && byte != '\t' && !last_return) || byte == 0x7f) return i;
    const std::size_t length = utf8_length(line.substr(i));
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

std::string clip(std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::string shown;
  for (const char c : text) shown += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  if (shown.size() <= kShown) return shown;
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xc0) == 0x80) --end;
  return shown.substr(0, end) + "...";
}

std::string nearest(std::string_view text, const std::vector<std::string>& candidates) {
  constexpr std::size_t kNameLengthMax = 64;  // Bounds the quadratic work for a key from a hostile file.
  if (text.size() > kNameLengthMax) return {};
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kNameLengthMax) continue;
    const std::size_t d = distance(text, candidate);
    const std::size_t longest = std::max(text.size(), candidate.size());
    if (d == 0 || d > std::max<std::size_t>(1, longest / 3) || d >= longest) continue;
    if (best == nullptr || d < best_distance) {
      best = &candidate;
      best_distance = d;
    }
  }
  return best == nullptr ? std::string() : *best;
}

std::string suggestion(std::string_view text, const std::vector<std::string>& candidates) {
  const std::string near = nearest(text, candidates);
  return near.empty() ? std::string() : "; did you mean '" + near + "'?";
}

std::string join_names(const std::vector<std::string>& names, std::size_t shown) {
  std::string joined;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == shown) return joined + ", ...";
    if (i > 0) joined += i + 1 == names.size() ? " or " : ", ";
    joined += names[i];
  }
  return joined;
}

}  // namespace hexad::yaml
