#include "model/admin/web/setting_words.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

namespace hexad::admin::web {
namespace {

/// Where the bracket number `which` opens; npos when there are fewer.
std::size_t bracket(std::string_view path, std::size_t which) {
  std::size_t at = path.find('[');
  for (; which > 0 && at != std::string_view::npos; --which) at = path.find('[', at + 1);
  return at;
}

std::string_view last_word(std::string_view path) { return path.substr(path.find_last_of(' ') + 1); }

}  // namespace

std::size_t index_count(std::string_view declared_path) {
  std::size_t count = 0;
  for (const char c : declared_path) count += c == '[';
  return count;
}

std::string_view list_path(std::string_view declared_path, std::size_t which) {
  const std::size_t at = bracket(declared_path, which);
  return at == std::string_view::npos || at == 0 ? declared_path : declared_path.substr(0, at - 1);
}

std::uint32_t index_maximum(std::string_view declared_path, std::size_t which) {
  const std::size_t at = bracket(declared_path, which);
  if (at == std::string_view::npos) return 0;
  const std::size_t dots = declared_path.find("..", at);
  if (dots == std::string_view::npos) return 0;
  std::uint32_t most = 0;
  std::from_chars(declared_path.data() + dots + 2, declared_path.data() + declared_path.size(), most);
  return most;
}

std::string label_of(const config::SettingRef& ref, bool numbered) {
  std::string label(ref.setting->label);
  if (!numbered) return label;
  const std::string_view path = ref.setting->path;
  const std::string word(last_word(list_path(path, index_count(path) - 1)));
  const std::string number = " " + std::to_string(ref.indices.back());
  const std::size_t at = label.find(word);
  return at == std::string::npos ? label + number : label.insert(at + word.size(), number);
}

std::string group_of(const config::SettingRef& ref, bool numbered) {
  const std::string_view path = ref.setting->path;
  const std::size_t lists = index_count(path);
  if (lists == 0 || index_maximum(path, lists - 1) > kInlineEntriesMax) return {};
  const std::string_view word = last_word(list_path(path, lists - 1));
  // The guides call the addresses of a zone's peers its location.
  if (numbered) return lists > 1 && word == "Peer" ? "Location" : std::string();
  return fmt::format("{} {}", word, ref.indices.back());
}

std::string_view kind_word(const config::Setting& setting) {
  const std::string_view path = setting.path;
  const std::size_t close = path.find("] ");
  if (close == std::string_view::npos || index_maximum(path, 0) <= kInlineEntriesMax) return {};
  const std::string_view inner = path.substr(close + 2);
  const std::size_t blank = inner.find(' ');
  return blank == std::string_view::npos ? std::string_view() : inner.substr(0, blank);
}

std::string spaced(std::string_view word) {
  std::string text;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool starts = i > 0 && std::isupper(static_cast<unsigned char>(word[i])) != 0 &&
                        std::islower(static_cast<unsigned char>(word[i - 1])) != 0;
    if (starts) text += ' ';
    text += starts ? static_cast<char>(std::tolower(static_cast<unsigned char>(word[i]))) : word[i];
  }
  return text;
}

void expand(const config::Setting& setting, std::vector<std::uint32_t> indices, std::vector<config::SettingRef>& into) {
  if (indices.size() == index_count(setting.path)) {
    into.push_back({&setting, std::move(indices)});
    return;
  }
  const std::uint32_t most = index_maximum(setting.path, indices.size());
  indices.push_back(0);
  for (std::uint32_t n = 1; n <= most; ++n) {
    indices.back() = n;
    expand(setting, indices, into);
  }
}

}  // namespace hexad::admin::web
