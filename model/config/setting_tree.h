// The settings table as a tree of words, for whoever walks it: path lookup, `?` help and completion of the command
// line, the XML documents. "Zones Zone [1..1000] Name" is Zones > Zone > [1..1000] > Name; a list's only child is its
// index.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/setting.h"

namespace hexad::config {

struct SettingNode {
  std::string_view word;              ///< "Zones"; "[1..1000]" of an index; empty for the root.
  std::uint32_t index_max = 0;        ///< Of an index: its greatest number; 0 for a word.
  const Setting* setting = nullptr;   ///< Of a leaf.
  std::span<const Setting> beneath;   ///< All settings at or under it, in the order of the table.
  std::vector<SettingNode> children;  ///< In the order of the table; each word once, whatever its case.
  std::uint32_t depth = 0;            ///< Words above and including it; 0 for the root.

  bool is_index() const { return index_max > 0; }
  /// Whether it names a list, so that a number comes next.
  bool is_list() const { return children.size() == 1 && children.front().is_index(); }
  /// Whether the release has any setting at or under it.
  bool in(Release release) const;
  /// The child that a word of a path means: any case, a number for an index. Null when there is none.
  const SettingNode* child(std::string_view given) const;
  /// The children of a release whose words begin with `start`, any case (an index when `start` is empty or digits).
  std::vector<const SettingNode*> completions(std::string_view start, Release release) const;
};

/// The whole table. Lives for the program.
const SettingNode& setting_tree();

/// Where a path or the beginning of one leads; the numbers that it gives to the lists on its way. Declared paths
/// ("SIP Domain [1..200] Name") are taken too; their brackets give no number.
struct SettingPlace {
  const SettingNode* node = nullptr;  ///< Null: there is no such place.
  std::vector<std::uint32_t> indices;
};
SettingPlace find_place(std::string_view path);

/// The words of a path, in any run of blanks.
std::vector<std::string_view> words_of(std::string_view path);
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace hexad::config
