#include "model/config/settings_page.h"

#include <fmt/format.h>

#include "model/config/menu.h"
#include "model/config/setting.h"

namespace hexad::config {
namespace {

struct Section {
  std::string title;
  std::vector<const Setting*> settings;
};

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      default: html += c;
    }
  }
  return html;
}

std::string escaped_cell(std::string_view text) {
  std::string markdown;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '\\' || c == '*' || c == '#' || c == '`') markdown += '\\';
    markdown += c;
  }
  return markdown;
}

constexpr std::string_view kCommandLineOnly = "Command line and APIs only";

std::vector<Section> sections_of(Release release) {
  std::vector<Section> sections;
  for (const MenuPage* page : menu_of(release)) {
    const std::vector<const Setting*>& shown = settings_of_page(release, *page);
    if (!shown.empty()) sections.push_back({std::string(page->path_in(release)), shown});
  }
  Section rest{std::string(kCommandLineOnly), {}};
  for (const Setting& setting : settings()) {
    if (setting.in(release) && !setting.on_web) rest.settings.push_back(&setting);
  }
  sections.push_back(std::move(rest));
  return sections;
}

// All releases at once, on the pages of the newest words.
std::vector<Section> sections_of_all() {
  std::vector<Section> sections;
  for (const MenuPage& page : menu_pages()) {
    Section section{std::string(page.path), {}};
    for (const Setting& setting : settings()) {
      if (setting.on_web && setting.page == page.path) section.settings.push_back(&setting);
    }
    if (!section.settings.empty()) sections.push_back(std::move(section));
  }
  Section rest{std::string(kCommandLineOnly), {}};
  for (const Setting& setting : settings()) {
    if (!setting.on_web) rest.settings.push_back(&setting);
  }
  sections.push_back(std::move(rest));
  return sections;
}

void add_html_row(std::string& html, const Setting& setting, Release release) {
  html += fmt::format(
      "<tr><th scope=\"row\"><code>{}</code></th><td>{}{}</td><td><code>{}</code></td><td>{}</td><td>{}</td></tr>\n",
      escaped(setting.path), escaped(setting.label), setting.peer_specific_in(release) ? " †" : "",
      escaped(value_syntax(setting)), escaped(setting.default_in(release)), escaped(full_help(setting)));
}

template <class Predicate>
std::string releases_where(const Predicate& holds) {
  std::string names;
  for (const ReleaseName& each : kReleases) {
    if (!holds(each.release)) continue;
    if (!names.empty()) names += ", ";
    names += each.name;
  }
  return names;
}

std::string default_text(const Setting& setting) {
  const std::string_view newest = setting.default_in(kReleases.back().release);
  std::string text(newest);
  std::string older;
  for (const ReleaseName& each : kReleases) {
    if (setting.default_in(each.release) != newest) older = setting.default_in(each.release);
  }
  if (!older.empty()) {
    const std::string where = releases_where([&](Release r) { return setting.default_in(r) != newest; });
    text += fmt::format(" ({} in {})", older, where);
  }
  return text;
}

std::string where_text(const Setting& setting) {
  const auto specific = [&](Release r) { return setting.in(r) && setting.peer_specific_in(r); };
  std::string text;
  if (setting.releases != Setting().releases) text = releases_where([&](Release r) { return setting.in(r); });
  const std::string daggers = releases_where(specific);
  const bool everywhere = daggers == releases_where([&](Release r) { return setting.in(r); });
  if (everywhere) return text.empty() ? "†" : "† " + text;
  if (!daggers.empty()) text += fmt::format("{}† in {}", text.empty() ? "" : "; ", daggers);
  return text;
}

}  // namespace

std::string settings_page_html(Release release) {
  const std::vector<Section> sections = sections_of(release);
  std::string html = fmt::format("<h1>Settings of {}</h1>\n<p>† Peer-specific: set on each peer by itself.</p>\n<ul>\n",
                                 to_string(release));
  for (std::size_t i = 0; i < sections.size(); ++i) {
    html += fmt::format("<li><a href=\"#s{}\">{}</a></li>\n", i, escaped(sections[i].title));
  }
  html += "</ul>\n";
  for (std::size_t i = 0; i < sections.size(); ++i) {
    html += fmt::format(
        "<h2 id=\"s{}\">{}</h2>\n<table>\n<thead><tr><th>xConfiguration</th><th>Label</th><th>Values</th>"
        "<th>Default</th><th>Help</th></tr></thead>\n<tbody>\n",
        i, escaped(sections[i].title));
    for (const Setting* setting : sections[i].settings) add_html_row(html, *setting, release);
    html += "</tbody>\n</table>\n";
  }
  return html;
}

std::string settings_markdown() {
  std::string text =
      "# Every setting\n\n"
      "Written by `settings_page` from the settings table; do not edit. † marks what is peer-specific; where a release "
      "is named,\nthe others do not have the setting. Pages are named as in the newest release.\n";
  for (const Section& section : sections_of_all()) {
    text += fmt::format(
        "\n## {}\n\n| xConfiguration | values | default | where | read by | help |\n|---|---|---|---|---|---|\n",
        section.title);
    for (const Setting* setting : section.settings) {
      text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", escaped_cell(setting->path),
                          escaped_cell(value_syntax(*setting)), escaped_cell(default_text(*setting)),
                          where_text(*setting), setting->reader.empty() ? "nothing yet" : setting->reader,
                          escaped_cell(help_without_reader(*setting)));
    }
  }
  return text;
}

}  // namespace hexad::config
