#include <gtest/gtest.h>

#include "real/ctl/options.h"
#include "real/ctl/server_address.h"
#include "real/ctl/terminal.h"

namespace hexad::ctl {
namespace {

TEST(Line, a_value_that_the_shell_unquoted_is_quoted_again) {
  EXPECT_EQ(line_of({"xConfiguration", "SIP", "UDP", "Mode:", "On"}), "xConfiguration SIP UDP Mode: On");
  EXPECT_EQ(line_of({"xConfiguration", "SystemUnit", "Name:", "The big one"}),
            "xConfiguration SystemUnit Name: \"The big one\"");
  EXPECT_EQ(line_of({"xConfiguration", "SystemUnit", "Name:", ""}), "xConfiguration SystemUnit Name: \"\"");
  EXPECT_EQ(line_of({"a", "Name:", "say \"x y\"", "B:", "c:"}), "a Name: \"say \\\"x y\\\"\" B: \"c:\"");
  EXPECT_EQ(line_of({"a", "Name:", "\"quoted already\""}), "a Name: \"quoted already\"");
  EXPECT_EQ(line_of({"xConfiguration SIP UDP Mode: On"}), "xConfiguration SIP UDP Mode: On");
  EXPECT_EQ(line_of({"xConfiguration", "SIP UDP Mode: On"}), "xConfiguration SIP UDP Mode: On");
}

TEST(Server, is_a_name_or_an_address_with_a_port_or_without) {
  EXPECT_EQ(parse_server("peer1")->port, 443);
  EXPECT_EQ(parse_server("peer1.example.com:8443")->host, "peer1.example.com");
  EXPECT_EQ(parse_server("peer1.example.com:8443")->port, 8443);
  EXPECT_EQ(parse_server("[2001:db8::1]:8443")->host, "2001:db8::1");
  EXPECT_EQ(parse_server("[2001:db8::1]")->port, 443);
  EXPECT_EQ(parse_server("2001:db8::1")->host, "2001:db8::1");
  for (const std::string_view bad :
       {"", ":443", "peer:", "peer:0", "peer:65536", "peer:x", "[peer]:1", "[::1", "[::1]x"})
    EXPECT_FALSE(parse_server(bad)) << bad;
}

TEST(Terminal, lines_with_secrets_are_told_apart) {
  EXPECT_TRUE(holds_secret("xConfiguration Authentication Password: x"));
  EXPECT_TRUE(holds_secret("xcommand credentialadd name: a password: b"));
  EXPECT_FALSE(holds_secret("xConfiguration SIP UDP Mode: On"));
}

TEST(Terminal, completes_as_far_as_the_candidates_agree) {
  EXPECT_EQ(common_beginning({"DefaultLinksAdd", "DefaultValuesSet"}), "Default");
  EXPECT_EQ(common_beginning({"Mode:"}), "Mode:");
  EXPECT_EQ(common_beginning({"on", "Off"}), "o");
  EXPECT_EQ(common_beginning({}), "");
}

}  // namespace
}  // namespace hexad::ctl
