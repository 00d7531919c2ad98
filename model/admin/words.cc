#include "model/admin/words.h"

#include <algorithm>
#include <charconv>

#include "model/config/edit_distance.h"

namespace hexad::admin {
namespace {

constexpr std::size_t kComparedMax = 100;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_ignoring_case(a, b);
}

bool starts_ignoring_case(std::string_view text, std::string_view beginning) {
  if (text.size() < beginning.size()) return false;
  return std::equal(beginning.begin(), beginning.end(), text.begin(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = text.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find_first_of(" \t", begin), text.size());
    words.push_back(text.substr(begin, at - begin));
  }
  return words;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view bounded = word.substr(0, kComparedMax);
  const config::EditDistance wanted(lower_case(bounded));
  std::string_view best;
  std::size_t best_distance = bounded.size() / 2 + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance = wanted.to(lower_case(candidate.substr(0, kComparedMax)), best_distance);
    if (distance < best_distance) best_distance = distance, best = candidate;
  }
  return best;
}

}  // namespace hexad::admin
