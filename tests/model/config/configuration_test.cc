#include "model/config/configuration.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace hexad::config
