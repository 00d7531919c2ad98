// The whole table: each row is well formed, and the families that the public command reference prints are there with
// its value spaces and defaults.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "model/config/menu.h"
#include "model/config/setting.h"
#include "model/config/setting_tree.h"

namespace hexad::config {
namespace {

/// One line of command_reference.tsv.
struct Printed {
  std::string path, space, value;
};

std::vector<Printed> command_reference() {
  std::ifstream file(HEXAD_SOURCE_DIR "/tests/model/config/command_reference.tsv");
  std::vector<Printed> all;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    all.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1)});
  }
  return all;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// The row of a printed path: as it stands, by its alias, or with a bound of ours for "[1..n]".
const Setting* row_of(const std::string& printed) {
  const SettingPlace place = find_place(printed);
  if (place.node != nullptr && place.node->setting != nullptr) return place.node->setting;
  if (const auto alias = find_setting(printed)) return alias->setting;
  for (const char* bound : {"[1..100]", "[1..200]", "[1..2500]"}) {
    const SettingPlace bounded = find_place(replaced(printed, "[1..n]", bound));
    if (bounded.node != nullptr && bounded.node->setting != nullptr) return bounded.node->setting;
  }
  return nullptr;
}

bool same_words(const Setting& setting, const std::string& space) {
  std::set<std::string_view> printed;
  for (std::size_t at = 0; at <= space.size();) {
    const std::size_t slash = std::min(space.find('/', at), space.size());
    printed.insert(std::string_view(space).substr(at, slash - at));
    at = slash + 1;
  }
  return setting.kind == ValueKind::choice &&
         printed == std::set<std::string_view>(setting.words.begin(), setting.words.end());
}

bool same_space(const Setting& setting, const std::string& space) {
  const std::string bounds = "S: " + std::to_string(setting.minimum) + ", " + std::to_string(setting.maximum);
  if (space.empty() || space == "mode" || space == "10") return true;  // The reference prints no more than that.
  if (space == "Password") return setting.kind == ValueKind::password;
  if (space == "String") return setting.kind == ValueKind::text;
  if (setting.kind == ValueKind::integer) return value_syntax(setting) == "<" + space + ">";
  return space == bounds || same_words(setting, space);
}

// The path without the kind of zone: what the reference prints for one kind counts for all.
std::string without_kind(std::string path) {
  for (const char* kind : {"Zones Zone [1..1000] DNS ", "Zones Zone [1..1000] Neighbor ", "Zones DefaultZone ",
                           "Zones Zone [1..1000] TraversalClient ", "Zones Zone [1..1000] TraversalServer ",
                           "Zones LocalZone DefaultSubZone ", "Zones LocalZone SubZones SubZone [1..1000] "}) {
    path = replaced(std::move(path), kind, "any zone's ");
  }
  return path;
}

TEST(SettingsTable, has_every_setting_of_the_command_reference_with_its_space_and_default) {
  const std::vector<Printed> printed = command_reference();
  ASSERT_EQ(printed.size(), 500u);
  std::set<std::string> printed_defaults;
  for (const Printed& each : printed) {
    if (!each.value.empty()) printed_defaults.insert(without_kind(each.path));
  }
  for (const Printed& each : printed) {
    const Setting* setting = row_of(each.path);
    ASSERT_NE(setting, nullptr) << each.path;
    EXPECT_TRUE(setting->in(Release::x12)) << each.path;
    EXPECT_TRUE(same_space(*setting, each.space)) << each.path << ": " << each.space << " " << value_syntax(*setting);
    EXPECT_FALSE(setting->path_is_ours) << each.path;
    const std::string value(setting->default_in(Release::x12));
    if (!each.value.empty()) {
      EXPECT_TRUE(equal_ignoring_case(value, each.value)) << each.path << ": " << value << " for " << each.value;
    }
    EXPECT_FALSE(setting->default_is_ours && !each.value.empty()) << each.path;
    EXPECT_TRUE(setting->default_is_ours || value.empty() || printed_defaults.count(without_kind(each.path)) > 0)
        << each.path << " " << value;
  }
}

TEST(SettingsTable, says_of_each_row_that_no_guide_prints_that_it_is_ours) {
  std::set<const Setting*> printed;
  for (const Printed& each : command_reference()) printed.insert(row_of(each.path));
  const std::set<std::string_view> elsewhere{"Management Interface HstsMode", "Management Session InactivityTimeout",
                                             "Management Session MaxConcurrentSessionsTotal",
                                             "Management Session MaxConcurrentSessionsUser",
                                             "Administration HTTPS Port"};
  for (const Setting& setting : settings()) {
    if (printed.count(&setting) > 0 || elsewhere.count(setting.path) > 0) continue;
    EXPECT_TRUE(setting.path_is_ours) << setting.path;
  }
}

TEST(SettingsTable, holds_each_path_once_with_defaults_inside_its_own_value_space) {
  std::string_view previous;
  for (const Setting& setting : settings()) {
    EXPECT_LT(previous, setting.path);
    previous = setting.path;
    for (const std::string_view value : setting.defaults) {
      EXPECT_EQ(canonical_value(setting, value), std::string(value)) << setting.path << " default '" << value << "'";
    }
    EXPECT_TRUE(std::any_of(setting.releases.begin(), setting.releases.end(), [](bool in) { return in; }))
        << setting.path;
    EXPECT_EQ(setting.scope, setting.scopes.back()) << setting.path;
  }
}

TEST(SettingsTable, gives_each_row_a_label_a_sentence_of_help_and_a_page_of_the_menu) {
  for (const Setting& setting : settings()) {
    EXPECT_FALSE(setting.label.empty()) << setting.path;
    ASSERT_FALSE(setting.help.empty()) << setting.path;
    EXPECT_EQ(setting.help.back(), '.') << setting.path;
    EXPECT_NE(full_help(setting), "") << setting.path;
    for (const ReleaseName& each : kReleases) {
      if (!setting.in(each.release)) continue;
      EXPECT_NE(find_page(each.release, setting.page), nullptr) << setting.path << " on " << setting.page;
    }
  }
}

TEST(SettingsTable, has_no_two_words_of_a_choice_or_siblings_that_differ_by_case_only) {
  for (const Setting& setting : settings()) {
    for (std::size_t i = 0; i < setting.words.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_FALSE(equal_ignoring_case(setting.words[i], setting.words[j])) << setting.path;
      }
    }
    EXPECT_EQ(setting.kind == ValueKind::choice, !setting.words.empty()) << setting.path;
    if (setting.kind == ValueKind::choice) continue;
    EXPECT_LE(setting.minimum, setting.maximum) << setting.path;
    EXPECT_GT(setting.maximum, 0) << setting.path;
  }
}

void expect_well_formed(const SettingNode& node) {
  EXPECT_EQ(node.setting != nullptr, node.children.empty()) << node.word;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    EXPECT_TRUE(!node.children[i].is_index() || node.children.size() == 1) << node.word << " is a list and more";
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(equal_ignoring_case(node.children[i].word, node.children[j].word)) << node.children[i].word;
    }
    expect_well_formed(node.children[i]);
  }
}

// Else an XML document of the settings could not be written, and a path could mean two things.
TEST(SettingsTable, is_a_tree_whose_leaves_alone_are_settings_and_whose_lists_hold_entries_alone) {
  expect_well_formed(setting_tree());
}

}  // namespace
}  // namespace hexad::config
