#include "model/config/settings_page.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "model/config/setting.h"

namespace hexad::config {
namespace {

TEST(SettingsPage, the_file_of_all_settings_is_current) {
  std::ifstream file(HEXAD_SOURCE_DIR "/model/config/settings.md");
  std::ostringstream committed;
  committed << file.rdbuf();
  EXPECT_TRUE(committed.str() == settings_markdown())
      << "write it again: build/dev/bin/settings_page > model/config/settings.md";
}

TEST(SettingsPage, documents_every_setting_of_a_release_once_and_no_other) {
  for (const ReleaseName& each : kReleases) {
    const std::string html = settings_page_html(each.release);
    for (const Setting& setting : settings()) {
      std::size_t count = 0;
      const std::string cell = "<code>" + std::string(setting.path) + "</code>";
      for (std::size_t at = html.find(cell); at != std::string::npos; at = html.find(cell, at + 1)) ++count;
      EXPECT_EQ(count, setting.in(each.release) ? 1u : 0u) << each.name << ": " << setting.path;
    }
  }
}

TEST(SettingsPage, marks_what_is_peer_specific_and_escapes_what_html_would_take_for_its_own) {
  const std::string html = settings_page_html(Release::x12);
  EXPECT_NE(html.find("<td>System name †</td><td><code>&lt;S: 0, 50&gt;</code></td>"), std::string::npos);
  EXPECT_NE(html.find("H.323 &lt;-&gt; SIP interworking mode"), std::string::npos);
  EXPECT_EQ(html.find("IP protocol †"), std::string::npos);
}

}  // namespace
}  // namespace hexad::config
