#include "model/config/setting_tree.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "model/host/check.h"

namespace hexad::config {
namespace {

unsigned char lower(char c) { return static_cast<unsigned char>(std::tolower(static_cast<unsigned char>(c))); }

std::uint32_t number_of(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

// "[1..200]" -> 200; 0 for a word.
std::uint32_t range_end(std::string_view word) {
  constexpr std::string_view kOpening = "[1..";
  if (word.substr(0, kOpening.size()) != kOpening || word.back() != ']') return 0;
  return number_of(word.substr(kOpening.size(), word.size() - kOpening.size() - 1));
}

SettingNode& child_for(SettingNode& parent, std::string_view word) {
  for (SettingNode& child : parent.children) {
    if (child.word == word) return child;
  }
  SettingNode node;
  node.word = word;
  node.index_max = range_end(word);
  node.depth = parent.depth + 1;
  parent.children.push_back(std::move(node));
  return parent.children.back();
}

// Settings under one node are neighbours in the table, because it is sorted by path.
void cover(SettingNode& node, const Setting& setting) {
  node.beneath = node.beneath.empty() ? std::span<const Setting>(&setting, 1)
                                      : std::span<const Setting>(node.beneath.data(), node.beneath.size() + 1);
  HEXAD_CHECK(&node.beneath.back() == &setting);
}

SettingNode make_tree() {
  SettingNode root;
  for (const Setting& setting : settings()) {
    SettingNode* node = &root;
    cover(root, setting);
    for (const std::string_view word : words_of(setting.path)) {
      node = &child_for(*node, word);
      cover(*node, setting);
    }
    HEXAD_CHECK(node->setting == nullptr && node->children.empty());
    node->setting = &setting;
  }
  return root;
}

bool begins_with(std::string_view word, std::string_view start) {
  return word.size() >= start.size() && equal_ignoring_case(word.substr(0, start.size()), start);
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> words_of(std::string_view path) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t begin = path.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos) break;
    at = std::min(path.find_first_of(" \t", begin), path.size());
    words.push_back(path.substr(begin, at - begin));
  }
  return words;
}

bool SettingNode::in(Release release) const {
  return std::any_of(beneath.begin(), beneath.end(), [&](const Setting& each) { return each.in(release); });
}

const SettingNode* SettingNode::child(std::string_view given) const {
  for (const SettingNode& each : children) {
    if (each.is_index()) {
      const std::uint32_t number = number_of(given);
      if ((number >= 1 && number <= each.index_max) || given == each.word) return &each;
    } else if (equal_ignoring_case(each.word, given)) {
      return &each;
    }
  }
  return nullptr;
}

std::vector<const SettingNode*> SettingNode::completions(std::string_view start, Release release) const {
  std::vector<const SettingNode*> found;
  for (const SettingNode& each : children) {
    const bool fits = each.is_index() ? start.empty() || number_of(start) != 0 : begins_with(each.word, start);
    if (fits && each.in(release)) found.push_back(&each);
  }
  return found;
}

const SettingNode& setting_tree() {
  static const SettingNode root = make_tree();
  return root;
}

SettingPlace find_place(std::string_view path) {
  SettingPlace place{&setting_tree(), {}};
  for (const std::string_view word : words_of(path)) {
    place.node = place.node->child(word);
    if (place.node == nullptr) return {};
    if (place.node->is_index() && word.front() != '[') place.indices.push_back(number_of(word));
  }
  return place;
}

}  // namespace hexad::config
