// The web menu of a release, as data: its pages in the order in which they stand, those of the settings table and those
// that show or do something else. Web pages, help texts and the documentation follow it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/config/setting.h"

namespace hexad::config {

struct MenuPage {
  std::string_view path;    ///< In the newest words: "System > Network interfaces > IP"; what Setting::page names.
  std::string_view former;  ///< The path in `former_in`, when it is another one.
  std::array<bool, kReleases.size()> former_in{};
  std::array<bool, kReleases.size()> releases{true, true, true, true};
  /// What fills it besides settings: "alarms", "restart", "registrations"; empty: settings alone.
  std::string_view content;

  bool in(Release release) const { return releases[static_cast<std::size_t>(release)]; }
  std::string_view path_in(Release release) const {
    return former_in[static_cast<std::size_t>(release)] ? former : path;
  }
};

/// Every page of every release, in the order of the menu.
std::span<const MenuPage> menu_pages();
/// The pages of a release, in the order of the menu: those with content of their own, or with a setting for the web.
const std::vector<const MenuPage*>& menu_of(Release release);
/// The page that a path in the words of this release (or in the newest words) names, any case. Null: there is none.
const MenuPage* find_page(Release release, std::string_view path);
/// The settings that a release shows on a page, in the order of the table.
const std::vector<const Setting*>& settings_of_page(Release release, const MenuPage& page);
/// The path of a page, given in the newest words, in those of a release; the same text when the menu has no such page.
std::string_view page_path(Release release, std::string_view page);

}  // namespace hexad::config
