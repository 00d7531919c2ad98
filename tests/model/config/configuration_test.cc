#include "model/config/configuration.h"

#include <gtest/gtest.h>

#include <map>

namespace hexad::config {
namespace {

TEST(Configuration, starts_with_the_defaults_of_its_release) {
  EXPECT_TRUE(Configuration(Release::x8_9).on("SIP UDP Mode"));
  EXPECT_FALSE(Configuration(Release::x12).on("SIP UDP Mode"));
  EXPECT_TRUE(Configuration(Release::x12).on("SIP TLS Mode"));
  EXPECT_EQ(Configuration().integer("SIP Registration Standard Refresh Minimum"), 45);
}

TEST(Configuration, reads_lines_with_or_without_the_command_in_any_case) {
  Configuration c;
  const auto read = c.read_lines(
      "# a comment\n\n"
      "xConfiguration SIP UDP Mode: on\r\n"
      "  sip   domain 2 name: \"example.com\"\n"
      "XCONFIGURATION SIP Domain 10 Name: example.org\n",
      "peer.conf");
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_TRUE(c.on("SIP UDP Mode"));
  EXPECT_EQ(c.list("SIP Domain [1..200] Name"), (std::vector<std::string>{"example.com", "example.org"}));
}

TEST(Configuration, writes_lines_that_it_reads_again) {
  Configuration c;
  ASSERT_TRUE(
      c.read_lines("SIP TCP Port: 6060\nSIP Domain 1 Name: a.example\nEthernet 1 IP V6 Address: FD00::0:1", "x"));
  Configuration d;
  ASSERT_TRUE(d.read_lines(c.to_lines(), "y"));
  EXPECT_EQ(d.to_lines(), c.to_lines());
  EXPECT_EQ(d.text("Ethernet 1 IP V6 Address"), "fd00::1");
}

TEST(Configuration, names_line_column_and_the_nearest_setting_and_changes_nothing) {
  Configuration c;
  const auto read = c.read_lines("SIP UDP Mode: On\n  SIP UPD Mode: On\n", "peer.conf");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().detail, "peer.conf:2:3: there is no setting 'SIP UPD Mode'; the nearest is 'SIP UDP Mode'");
  EXPECT_FALSE(c.on("SIP UDP Mode"));
}

TEST(Configuration, refuses_values_outside_the_value_space) {
  Configuration c;
  const auto message = [&](std::string_view path, std::string_view value) {
    const auto set = c.set(path, value);
    return set ? std::string() : set.error().detail;
  };
  EXPECT_EQ(message("SIP UDP Port", "80"),
            "'80' is not a value of SIP UDP Port: expected a whole number from 1024 to 65534");
  EXPECT_EQ(message("SIP UDP Mode", "yes"), "'yes' is not a value of SIP UDP Mode: expected On or Off");
  EXPECT_EQ(message("Ethernet 1 IP V4 Address", "10.1.0"),
            "'10.1.0' is not a value of Ethernet 1 IP V4 Address: expected an IPv4 address");
  EXPECT_NE(message("SIP Domain 201 Name", "a"), "");
  EXPECT_NE(message("SIP Domain 1 Name", std::string(129, 'a')), "");
  EXPECT_EQ(c.read_lines("SIP UDP Mode On", "f").error().detail,
            "f:1:1: expected 'SETTING: VALUE', for example 'SIP UDP Mode: On'");
}

TEST(Configuration, takes_an_empty_text_as_not_set_and_keeps_one_where_the_default_is_another) {
  Configuration c;
  ASSERT_TRUE(c.set("Alternates Peer 1 Address", "10.1.0.11"));
  ASSERT_TRUE(c.set("Alternates Peer 1 Address", ""));
  EXPECT_EQ(c, Configuration());
  ASSERT_TRUE(c.set("SNMP SystemContact", ""));
  EXPECT_EQ(c.text("SNMP SystemContact"), "");
  Configuration again;
  ASSERT_TRUE(again.read_lines(c.to_lines(), "again"));
  EXPECT_EQ(again, c);
}

TEST(Configuration, writes_values_that_would_lose_something_in_quotes) {
  Configuration c;
  for (const std::string value : {" blanks ", "\"quoted\"", "a: b", "#", "\"", "x\\"}) {
    ASSERT_TRUE(c.set("SystemUnit Name", value)) << value;
    Configuration again;
    ASSERT_TRUE(again.read_lines(c.to_lines(), "again"));
    EXPECT_EQ(again.text("SystemUnit Name"), value);
  }
}

TEST(Configuration, knows_the_entries_of_lists_and_of_lists_inside_them) {
  Configuration c;
  ASSERT_TRUE(
      c.read_lines("Zones Zone 7 Name: B\nZones Zone 1 Name: A\nZones Zone 1 Neighbor Peer 6 Address: a.example\n"
                   "Zones Zone 1 Neighbor Peer 2 Address: b.example\nZones Zone 9 HopCount: 3",
                   "x"));
  EXPECT_EQ(c.entries("Zones Zone"), (std::vector<std::uint32_t>{1, 7, 9}));
  const std::uint32_t first = 1, seventh = 7;
  EXPECT_EQ(c.entries("Zones Zone [1..1000] Neighbor Peer", {&first, 1}), (std::vector<std::uint32_t>{2, 6}));
  EXPECT_TRUE(c.entries("Zones Zone [1..1000] Neighbor Peer", {&seventh, 1}).empty());
  EXPECT_TRUE(c.entries("Transform").empty());
}

TEST(Configuration, takes_an_entry_out_with_all_that_stands_in_it) {
  Configuration c;
  ASSERT_TRUE(c.read_lines(
      "Zones Zone 1 Name: A\nZones Zone 1 Neighbor Peer 2 Address: b.example\nZones Zone 11 Name: B", "x"));
  const std::uint32_t first = 1;
  const auto removal = c.removal_of_entry("Zones Zone", {&first, 1});
  EXPECT_EQ(removal.size(), 2u);
  for (const Change& change : removal) c.apply(change);
  EXPECT_EQ(c.to_lines(), "xConfiguration Zones Zone 11 Name: B\n");
  EXPECT_TRUE(c.removal_of_entry("Zones Zone", {&first, 1}).empty());
}

TEST(Configuration, visits_every_setting_of_its_release_and_lists_at_the_entries_in_use) {
  Configuration c(Release::x8_1);
  ASSERT_TRUE(c.read_lines("Zones Zone 3 Neighbor Peer 2 Address: b.example\nSIP Domain 5 Name: example.com", "x"));
  std::map<std::string, std::pair<std::string, bool>> seen;
  SettingRef last;
  c.for_each([&](const SettingRef& ref, const std::string& value, bool assigned) {
    EXPECT_TRUE(last.setting == nullptr || last < ref) << ref.path();
    EXPECT_TRUE(ref.setting->in(Release::x8_1)) << ref.path();
    last = ref;
    seen[ref.path()] = {value, assigned};
  });
  EXPECT_EQ(seen.at("Zones Zone 3 HopCount"), std::pair(std::string("15"), false));
  EXPECT_EQ(seen.at("Zones Zone 3 Neighbor Peer 2 Address"), std::pair(std::string("b.example"), true));
  EXPECT_EQ(seen.count("Zones Zone 3 Neighbor Peer 1 Address"), 0u);
  EXPECT_EQ(seen.at("SIP Domain 5 Sip"), std::pair(std::string("On"), false));
  EXPECT_EQ(seen.count("SIP Domain 1 Name"), 0u);
  EXPECT_EQ(seen.at("SIP UDP Mode").first, "On");
  EXPECT_EQ(seen.count("Alternates Cluster IPVersion"), 0u);
}

TEST(Configuration, tells_what_turns_it_into_another) {
  Configuration a, b;
  ASSERT_TRUE(a.read_lines("SIP UDP Port: 5070\nSystemUnit Name: one\nZones Zone 1 Name: A", "a"));
  ASSERT_TRUE(b.read_lines("SIP UDP Port: 5080\nSystemUnit Name: one\nZones Zone 2 Name: A", "b"));
  const auto changes = a.changes_to(b);
  EXPECT_EQ(changes.size(), 3u);
  for (const Change& change : changes) a.apply(change);
  EXPECT_EQ(a, b);
  EXPECT_TRUE(a.changes_to(b).empty());
}

TEST(Configuration, refuses_what_its_release_does_not_have_and_says_so) {
  Configuration c(Release::x8_1);
  const auto set = c.set("Alternates Cluster IPVersion", "IPv6");
  ASSERT_FALSE(set);
  EXPECT_NE(set.error().detail.find("'Alternates Cluster IPVersion' in x8.1; the nearest is"), std::string::npos);
  EXPECT_FALSE(c.resolve("Applications ConferenceFactory Alias"));
  EXPECT_TRUE(c.resolve("Alternates Cluster PreSharedKey"));
}

TEST(Configuration, does_not_repeat_a_password_that_it_refuses) {
  Configuration c;
  const auto set = c.set("Login User 1 Password", "secret\x01secret");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().detail.find("secret"), std::string::npos) << set.error().detail;
}

}  // namespace
}  // namespace hexad::config
