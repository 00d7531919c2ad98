// Finding settings: by path, by the beginning of one, by an alias, by a mistyped path; pages of the menu.
#include <gtest/gtest.h>

#include "model/config/menu.h"
#include "model/config/setting.h"
#include "model/config/setting_tree.h"
#include "tests/support/verifies.h"

namespace hexad::config {
namespace {

std::string found(std::string_view path) {
  const auto ref = find_setting(path);
  return ref ? ref->path() : std::string();
}

TEST(FindSetting, takes_any_case_and_any_run_of_blanks) {
  EXPECT_EQ(found("  sip\tudp   MODE "), "SIP UDP Mode");
  EXPECT_EQ(found("zones zone 17 neighbor peer 6 address"), "Zones Zone 17 Neighbor Peer 6 Address");
  EXPECT_EQ(find_setting("Zones Zone 17 Neighbor Peer 6 Address")->indices, (std::vector<std::uint32_t>{17, 6}));
}

TEST(FindSetting, refuses_what_is_no_whole_path_and_what_is_out_of_range) {
  for (const char* path : {"", " ", "SIP", "SIP UDP", "SIP UDP Mode Mode", "SIP UDPMode", "SIP Domain Name",
                           "SIP Domain 0 Name", "SIP Domain 201 Name", "SIP Domain -1 Name", "SIP Domain 1x Name",
                           "SIP Domain 99999999999999999999 Name", "SIP Domain [1..200] Name", "SIP Domain 3"}) {
    EXPECT_EQ(found(path), "") << path;
  }
}

TEST(FindSetting, finds_every_row_at_the_ends_of_its_ranges) {
  for (const Setting& setting : settings()) {
    std::string first, last;
    for (const std::string_view word : words_of(setting.path)) {
      const bool index = word.front() == '[';
      first += index ? "1 " : std::string(word) + " ";
      last += index ? std::string(word.substr(4, word.size() - 5)) + " " : std::string(word) + " ";
    }
    ASSERT_TRUE(find_setting(first)) << first;
    EXPECT_EQ(find_setting(first)->setting, &setting);
    ASSERT_TRUE(find_setting(last)) << last;
    EXPECT_EQ(find_setting(last)->path() + " ", last);
  }
}

TEST(FindSetting, understands_the_path_of_another_release) {
  EXPECT_EQ(found("alternates configurationmaster"), "Alternates ConfigurationPrimary");
  EXPECT_EQ(found("Management Interface Port"), "Administration HTTPS Port");
}

TEST(FindPlace, follows_the_beginning_of_a_path_with_or_without_indices) {
  const SettingPlace zone = find_place("zones ZONE");
  ASSERT_NE(zone.node, nullptr);
  EXPECT_TRUE(zone.node->is_list());
  const SettingPlace entry = find_place("Zones Zone 4");
  ASSERT_NE(entry.node, nullptr);
  EXPECT_EQ(entry.indices, std::vector<std::uint32_t>{4});
  EXPECT_EQ(entry.node->index_max, 1000u);
  EXPECT_EQ(find_place("Zones Zone [1..1000] Neighbor").node, find_place("Zones Zone 9 Neighbor").node);
  EXPECT_EQ(find_place("").node, &setting_tree());
  EXPECT_EQ(find_place("Zones Nowhere").node, nullptr);
  EXPECT_EQ(find_place("Zones Zone 1001").node, nullptr);
  EXPECT_EQ(setting_tree().beneath.size(), settings().size());
}

TEST(FindPlace, completes_words_as_the_release_has_them) {
  const auto words = [](const std::vector<const SettingNode*>& nodes) {
    std::vector<std::string_view> all;
    for (const SettingNode* node : nodes) all.push_back(node->word);
    return all;
  };
  const SettingNode* sip = find_place("SIP").node;
  EXPECT_EQ(words(sip->completions("t", Release::x12)), (std::vector<std::string_view>{"TCP", "TLS"}));
  EXPECT_EQ(words(sip->completions("do", Release::x12)), std::vector<std::string_view>{"Domain"});
  const SettingNode* domain = find_place("SIP Domain").node;
  EXPECT_EQ(words(domain->completions("", Release::x12)), std::vector<std::string_view>{"[1..200]"});
  EXPECT_EQ(words(domain->completions("1", Release::x12)), std::vector<std::string_view>{"[1..200]"});
  EXPECT_TRUE(domain->completions("x", Release::x12).empty());
  const SettingNode* applications = find_place("Applications").node;
  EXPECT_TRUE(applications->completions("Conf", Release::x8_9).empty());
  EXPECT_EQ(applications->completions("Conf", Release::vcs_x8_9_1).size(), 1u);
}

TEST(NearestPath, names_the_setting_that_was_meant_among_those_of_the_release) {
  EXPECT_EQ(nearest_path("SIP UPD Mode"), "SIP UDP Mode");
  EXPECT_EQ(nearest_path("zone zones 5 naem"), "Zones Zone [1..1000] Name");
  EXPECT_EQ(nearest_path("Alternates Cluster PreSharedKy", Release::x8_1), "Alternates Cluster PreSharedKey");
  EXPECT_NE(nearest_path("Alternates Cluster PreSharedKy", Release::x12), "Alternates Cluster PreSharedKey");
  EXPECT_FALSE(nearest_path("").empty());
  EXPECT_FALSE(nearest_path(std::string(100000, 'x')).empty());
}

TEST(ValueSpace, is_told_as_a_sentence_and_as_the_command_reference_prints_it) {
  const auto setting = [](std::string_view path) { return find_place(path).node->setting; };
  EXPECT_EQ(value_space(*setting("H323 Gatekeeper TimeToLive")), "a whole number from 60 to 65534");
  EXPECT_EQ(value_syntax(*setting("H323 Gatekeeper TimeToLive")), "<60..65534>");
  EXPECT_EQ(value_syntax(*setting("Interworking Mode")), "<On/Off/RegisteredOnly>");
  EXPECT_EQ(value_space(*setting("Interworking Mode")), "On, Off or RegisteredOnly");
  EXPECT_EQ(value_syntax(*setting("Alternates Cluster Name")), "<S: 0, 128>");
  EXPECT_EQ(value_syntax(*setting("Authentication Password")), "<Password>");
  EXPECT_EQ(value_syntax(*setting("Ethernet [1..2] IP V4 Address")), "<S: 7, 15>");
}

TEST(ValueSpace, keeps_text_printable_counts_characters_and_knows_its_form) {
  const auto canonical = [](std::string_view path, std::string_view value) {
    return canonical_value(*find_place(path).node->setting, value);
  };
  EXPECT_EQ(canonical("SystemUnit Name", "Größe"), "Größe");
  std::string fifty;
  for (int i = 0; i < 50; ++i) fifty += "ö";
  EXPECT_TRUE(canonical("SystemUnit Name", fifty));
  EXPECT_FALSE(canonical("SystemUnit Name", fifty + "o"));
  for (const char* bad : {"a\tb", "a\x7f", "\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    EXPECT_FALSE(canonical("SystemUnit Name", bad)) << bad;
  }
  EXPECT_TRUE(canonical("IP DNS Hostname", "peer1"));
  EXPECT_FALSE(canonical("IP DNS Hostname", "peer 1"));
  EXPECT_FALSE(canonical("IP DNS Hostname", "-peer"));
  EXPECT_TRUE(canonical("Alternates Cluster Name", "cluster1.example.com"));
  EXPECT_FALSE(canonical("Alternates Cluster Name", "cluster1.example.1com"));
  EXPECT_FALSE(canonical("Alternates Cluster Name", "cluster1-.example.com"));
  EXPECT_TRUE(canonical("Alternates Peer [1..6] Address", "10.1.0.11"));
  EXPECT_TRUE(canonical("Alternates Peer [1..6] Address", "peer1.example.com"));
  EXPECT_FALSE(canonical("Alternates Peer [1..6] Address", "10.1.0"));
  EXPECT_EQ(canonical("Ethernet [1..2] IP V6 Address", "FD00:0::1"), "fd00::1");
  EXPECT_FALSE(canonical("Ethernet [1..2] IP V6 Address", "10.1.0.1"));
  EXPECT_FALSE(canonical("Ethernet [1..2] IP V4 Address", "fd00::1"));
}

TEST(ValueSpace, a_password_is_never_shown) {
  const Setting& password = *find_place("Authentication Password").node->setting;
  EXPECT_EQ(shown_value(password, "secret"), "***");
  EXPECT_EQ(shown_value(password, ""), "");
  EXPECT_EQ(shown_value(*find_place("SystemUnit Name").node->setting, "one"), "one");
}

TEST(Menu, has_each_page_once_and_settings_only_where_they_are_shown) {
  for (const ReleaseName& each : kReleases) {
    std::vector<std::string_view> paths;
    std::size_t shown = 0;
    for (const MenuPage* page : menu_of(each.release)) {
      EXPECT_EQ(std::count(paths.begin(), paths.end(), page->path_in(each.release)), 0) << page->path;
      paths.push_back(page->path_in(each.release));
      EXPECT_EQ(find_page(each.release, page->path_in(each.release)), page) << page->path;
      shown += settings_of_page(each.release, *page).size();
    }
    const auto all = settings();
    const auto for_web = std::count_if(
        all.begin(), all.end(), [&](const Setting& setting) { return setting.on_web && setting.in(each.release); });
    EXPECT_EQ(shown, static_cast<std::size_t>(for_web)) << each.name;
  }
}

TEST(FullHelp, says_what_must_be_said_besides) {
  const auto help = [](std::string_view path) { return full_help(*find_place(path).node->setting); };
  EXPECT_EQ(help("SIP UDP Port"), "The port for SIP over UDP.");
  EXPECT_NE(help("Alternates Cluster IPVersion").find("ours"), std::string::npos);
  EXPECT_NE(help("Ethernet [1..2] Speed").find("next restart"), std::string::npos);
  EXPECT_NE(help("Bandwidth Default").find("Nothing in this peer reads it yet."), std::string::npos);
}

}  // namespace
}  // namespace hexad::config
