#include "model/dns/name.h"

#include <gtest/gtest.h>

namespace hexad::dns {
namespace {

Name name(std::string_view text) { return Name::parse(text).value(); }

TEST(Name, compares_without_case_and_keeps_the_case_it_was_written_in) {
  EXPECT_EQ(name("Peer1.Example.COM"), name("peer1.example.com"));
  EXPECT_EQ(name("Peer1.Example.COM").key(), name("peer1.example.com").key());
  EXPECT_EQ(name("Peer1.Example.COM").to_string(), "Peer1.Example.COM");
  EXPECT_TRUE(name("a.example") < name("B.example"));
}

TEST(Name, reads_the_same_name_with_and_without_the_final_dot) {
  EXPECT_EQ(name("example.com."), name("example.com"));
  EXPECT_TRUE(name(".").is_root());
  EXPECT_EQ(name(".").to_string(), ".");
  EXPECT_EQ(Name(), name("."));
}

TEST(Name, refuses_empty_labels_and_overlong_labels_and_names) {
  for (const char* bad : {"", "..", ".example.com", "a..b", "a\\", "a\\25", "a\\256"}) {
    EXPECT_FALSE(Name::parse(bad).has_value()) << bad;
  }
  EXPECT_TRUE(Name::parse(std::string(63, 'a') + ".com").has_value());
  EXPECT_FALSE(Name::parse(std::string(64, 'a') + ".com").has_value());
  std::string longest;
  for (int i = 0; i < 127; ++i) longest += "a.";
  EXPECT_TRUE(Name::parse(longest).has_value());
  EXPECT_EQ(name(longest).label_count(), 127u);
  EXPECT_FALSE(Name::parse(longest + "a").has_value());
  EXPECT_FALSE(name(longest).prepend("a").has_value());
}

TEST(Name, quotes_octets_that_would_not_read_back) {
  const Name odd = name("a\\.b\\000.example");
  EXPECT_EQ(odd.label_count(), 2u);
  EXPECT_EQ(odd.to_string(), "a\\.b\\000.example");
  EXPECT_EQ(name(odd.to_string()), odd);
  for (int octet = 0; octet < 256; ++octet) {
    const std::string wire = std::string("\1") + static_cast<char>(octet) + std::string(1, '\0');
    const Name one = Name::from_wire(wire).value();
    EXPECT_EQ(name(one.to_string()).wire(), wire) << octet;
  }
}

TEST(Name, knows_its_ancestors_by_whole_labels) {
  EXPECT_TRUE(name("a.Example.com").is_within(name("example.COM")));
  EXPECT_TRUE(name("example.com").is_within(name("example.com")));
  EXPECT_TRUE(name("example.com").is_within(Name()));
  EXPECT_FALSE(name("anexample.com").is_within(name("example.com")));
  EXPECT_FALSE(name("com").is_within(name("example.com")));
  EXPECT_EQ(name("a.b").parent(), name("b"));
  EXPECT_TRUE(name("b").parent().is_root());
}

TEST(Name, of_a_reverse_lookup_follows_both_families) {
  EXPECT_EQ(Name::reverse(host::IpAddress::parse("192.0.2.53").value()).to_string(), "53.2.0.192.in-addr.arpa");
  // RFC 3596 section 2.5's own example.
  EXPECT_EQ(Name::reverse(host::IpAddress::parse("4321:0:1:2:3:4:567:89ab").value()).to_string(),
            "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa");
}

TEST(Name, in_wire_form_must_end_exactly_at_its_root) {
  EXPECT_FALSE(Name::from_wire("").has_value());
  EXPECT_FALSE(Name::from_wire(std::string_view("\3com", 4)).has_value());
  EXPECT_FALSE(Name::from_wire(std::string_view("\0\0", 2)).has_value());
  EXPECT_FALSE(Name::from_wire(std::string_view("\100aaaa\0", 6)).has_value());
  EXPECT_TRUE(Name::from_wire(std::string_view("\3com\0", 5)).has_value());
}

}  // namespace
}  // namespace hexad::dns
