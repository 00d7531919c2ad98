#include "model/dns/zone_file.h"

#include <gtest/gtest.h>

#include "tests/model/dns/values.h"
#include "tests/support/verifies.h"

namespace hexad::dns {
namespace {

constexpr char kOrdinary[] = R"($ORIGIN example.com.   ; the zone
$TTL 86400
@       IN  SOA ns1 admin.example.com. (
                2026010101 ; serial
                7200       ; refresh
                3600 1209600
                300 )      ; negative answers
        IN  NS  ns1
ns1         A   192.0.2.53
cluster     A   10.0.0.1
            A   10.0.0.2
            AAAA 2001:db8::1
PEER1   300 IN A 10.0.0.1

; services
_sip._tcp   SRV 1 10 5060 peer1
            SRV 1 10 5060 peer2.example.com.
www         CNAME cluster
@           NAPTR 10 10 "s" "SIP+D2T" "" _sip._tcp
@           TXT "one; two" three
@           MX  10 mail
$ORIGIN sub.example.com.
host        A   10.0.1.1
)";

TEST(ZoneFile, reads_an_ordinary_master_file) {
  support::verifies("dns.srv-response-format");
  auto parsed = parse_zone(kOrdinary, "example.zone");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().to_string();
  Zone zone = *std::move(parsed);
  EXPECT_EQ(zone.origin(), name("example.com"));
  const Soa& soa = *zone.find(name("example.com"), Type::soa)->records[0].as<Soa>();
  EXPECT_EQ(soa.primary, name("ns1.example.com"));
  EXPECT_EQ(soa.serial, 2026010101u);
  EXPECT_EQ(soa.minimum_seconds, 300u);
  EXPECT_EQ(zone.find(name("cluster.example.com"), Type::a)->records.size(), 2u);
  EXPECT_EQ(zone.find(name("cluster.example.com"), Type::aaaa)->records[0].address(), address("2001:db8::1"));
  EXPECT_EQ(zone.find(name("peer1.example.com"), Type::a)->records[0].ttl_seconds, 300u);
  EXPECT_EQ(zone.find(name("ns1.example.com"), Type::a)->records[0].ttl_seconds, 86400u);
  const RecordSet& services = *zone.find(name("_sip._tcp.example.com"), Type::srv);
  ASSERT_EQ(services.records.size(), 2u);
  EXPECT_EQ(services.records[0].as<Srv>()->target, name("peer1.example.com"));
  EXPECT_EQ(services.records[1].as<Srv>()->target, name("peer2.example.com"));
  EXPECT_EQ(zone.find(name("www.example.com"), Type::cname)->records[0].as<Cname>()->target,
            name("cluster.example.com"));
  EXPECT_EQ(zone.find(name("example.com"), Type::naptr)->records[0].as<Naptr>()->services, "SIP+D2T");
  EXPECT_EQ(zone.find(name("example.com"), Type::txt)->records[0].as<Txt>()->strings,
            (std::vector<std::string>{"one; two", "three"}));
  EXPECT_NE(zone.find(name("host.sub.example.com"), Type::a), nullptr);
  EXPECT_NE(zone.find(name("example.com"), static_cast<Type>(15)), nullptr) << "MX is carried as it is";
}

TEST(ZoneFile, completes_relative_names_with_the_origin_that_the_caller_gives) {
  auto zone = parse_zone("@ SOA ns admin 1 2 3 4 5\nns A 192.0.2.1\n", "z", name("example.org"));
  ASSERT_TRUE(zone.has_value()) << zone.error().to_string();
  EXPECT_EQ(zone->origin(), name("example.org"));
  EXPECT_NE(zone->find(name("ns.example.org"), Type::a), nullptr);
  EXPECT_EQ(zone->find(name("ns.example.org"), Type::a)->records[0].ttl_seconds, kDefaultTtlSeconds);
}

TEST(ZoneFile, a_ttl_of_nothing_is_nothing_and_no_default) {
  auto zone = parse_zone("$TTL 0\n@ SOA ns admin 1 2 3 4 5\nns A 192.0.2.1\nhost 7 A 192.0.2.2\nnow 0 A 192.0.2.3\n",
                         "z", name("example.org"));
  ASSERT_TRUE(zone.has_value()) << zone.error().to_string();
  EXPECT_EQ(zone->find(name("ns.example.org"), Type::a)->records[0].ttl_seconds, 0u);
  EXPECT_EQ(zone->find(name("host.example.org"), Type::a)->records[0].ttl_seconds, 7u);
  EXPECT_EQ(zone->find(name("now.example.org"), Type::a)->records[0].ttl_seconds, 0u);
}

// Each line is a variant that a zone file in the field may have; all give one A record of the same name.
TEST(ZoneFile, accepts_the_ways_in_which_people_write_records) {
  const char* variants[] = {
      "host IN 300 A 10.0.0.1\n",
      "host 300 IN A 10.0.0.1\n",
      "HOST 300 in a 10.0.0.1\n",
      "host\t300\tA\t10.0.0.1\n",
      "host.example.com. 300 A 10.0.0.1",
      "host 5m A 10.0.0.1\n",
      "host 300 A 10.0.0.1\r\n",
      "host 300 A ( 10.0.0.1 )\n",
      "host 300 (\n A 10.0.0.1\n)\n",
      "$TTL 300\nhost A 10.0.0.1 ; note\n",
      "$TTL 5m\n\n  \t\n; note\nhost A 10.0.0.1\n",
      "$ORIGIN host\n@ 300 A 10.0.0.1\n",
      "$origin host.example.com.\n@ 300 A 10.0.0.1\n",
      "ho\\115t 300 A 10.0.0.1\n",
  };
  for (const char* variant : variants) {
    auto zone = parse_zone("@ 60 SOA ns admin 1 2 3 4 5\n" + std::string(variant), "z", name("example.com"));
    EXPECT_TRUE(zone.has_value()) << variant << zone.error().to_string();
    if (!zone) continue;
    const RecordSet* set = zone->find(name("host.example.com"), Type::a);
    EXPECT_NE(set, nullptr) << variant;
    if (set == nullptr) continue;
    EXPECT_EQ(set->records[0].address(), address("10.0.0.1")) << variant;
    EXPECT_EQ(set->records[0].ttl_seconds, 300u) << variant;
  }
}

TEST(ZoneFile, an_omitted_owner_is_the_last_one_even_behind_an_origin_line) {
  auto zone = parse_zone("@ 60 SOA ns admin 1 2 3 4 5\nhost A 10.0.0.1\n$ORIGIN sub.example.com.\n  A 10.0.0.2\n", "z",
                         name("example.com"));
  ASSERT_TRUE(zone.has_value()) << zone.error().to_string();
  EXPECT_EQ(zone->find(name("host.example.com"), Type::a)->records.size(), 2u);
}

struct BadZone {
  const char* what;
  const char* text;
  const char* expected;  ///< A part of the message.
};

class BadZoneFile : public testing::TestWithParam<BadZone> {};

TEST_P(BadZoneFile, is_refused_with_file_line_and_reason) {
  const std::string soa = "$ORIGIN example.com.\n@ 60 IN SOA ns admin 1 2 3 4 5\n";
  const std::string text = GetParam().text[0] == '!' ? GetParam().text + 1 : soa + GetParam().text;
  const auto zone = parse_zone(text, "bad.zone");
  ASSERT_FALSE(zone.has_value());
  EXPECT_EQ(zone.error().code, host::ErrorCode::malformed);
  EXPECT_NE(zone.error().detail.find(GetParam().expected), std::string::npos) << zone.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    ZoneFile, BadZoneFile,
    testing::Values(BadZone{"open_parenthesis", "h TXT ( \"a\"\nx A 1\n", "bad.zone:3: a ( has no end"},
                    BadZone{"stray_parenthesis", "h A 10.0.0.1 )\n", "bad.zone:3: a ) without its ("},
                    BadZone{"nested_parenthesis", "h TXT (\n ( \"a\" ) )\n", "bad.zone:4: a ( inside"},
                    BadZone{"open_quote", "h TXT \"a\nb\"\n", "bad.zone:3: a quote has no end"},
                    BadZone{"bad_ttl_directive", "$TTL 1x\n", "bad.zone:3: '1x' is not a TTL"},
                    BadZone{"huge_ttl_directive", "$TTL 2147483648\n", "bad.zone:3: '2147483648' is not a TTL"},
                    BadZone{"bad_origin", "$ORIGIN a..b\n", "bad.zone:3: $ORIGIN 'a..b.example.com'"},
                    BadZone{"two_origins", "$ORIGIN a b\n", "bad.zone:3: $ORIGIN wants exactly one word"},
                    BadZone{"unknown_directive", "$FOO a\n", "bad.zone:3: $FOO is not a directive"},
                    BadZone{"empty", "!", "bad.zone:1: the zone is empty"},
                    BadZone{"only_comments", "!; nothing\n\n", "bad.zone:1: the zone has no record"},
                    BadZone{"no_soa", "!a.example. 60 IN A 192.0.2.1\n", "expected the zone's SOA record first"},
                    BadZone{"bad_address", "\n; comment\nhost A 192.0.2.256\n", "bad.zone:5: 'host A 192.0.2.256'"},
                    BadZone{"unknown_type", "host WHAT 1\n", "bad.zone:3:"},
                    BadZone{"missing_field", "_sip._tcp SRV 1 5060 peer\n", "bad.zone:3:"},
                    BadZone{"outside", "www.example.org. A 192.0.2.1\n", "bad.zone:3: www.example.org is outside"},
                    BadZone{"second_soa", "@ SOA ns admin 2 2 3 4 5\n", "bad.zone:3: example.com is a second SOA"},
                    BadZone{"cname_beside", "w A 10.0.0.1\nw CNAME x\n", "bad.zone:4: w.example.com has other records"},
                    BadZone{"beside_cname", "w CNAME x\nw A 192.0.2.1\n", "bad.zone:4: w.example.com has a CNAME"},
                    BadZone{"two_cnames", "w CNAME x\nw CNAME y\n", "bad.zone:4: w.example.com has two CNAME"},
                    BadZone{"after_parentheses", "h TXT ( \"a\"\n \"b\" )\nh A bad\n", "bad.zone:5: 'h A bad'"},
                    BadZone{"include", "$INCLUDE other.zone\n", "bad.zone:3: $INCLUDE is not supported"},
                    BadZone{"generate", "$GENERATE 1-9 h$ A 10.0.0.$\n", "bad.zone:3: $GENERATE is not supported"},
                    BadZone{"chaos_class", "h CH A 192.0.2.1\n", "bad.zone:3:"}),
    [](const auto& param_info) { return std::string(param_info.param.what); });

TEST(ZoneFile, duplicates_count_once_and_the_lowest_ttl_of_a_set_holds) {
  auto zone = parse_zone("@ SOA ns admin 1 2 3 4 5\nh 300 A 10.0.0.1\nh 200 A 10.0.0.2\nh 300 A 10.0.0.1\n", "z",
                         name("example.com"));
  ASSERT_TRUE(zone.has_value()) << zone.error().to_string();
  const RecordSet& set = *zone->find(name("h.example.com"), Type::a);
  ASSERT_EQ(set.records.size(), 2u);
  EXPECT_EQ(set.records[0].ttl_seconds, 200u);
  EXPECT_EQ(set.records[1].ttl_seconds, 200u);
}

TEST(ZoneFile, a_name_above_a_removed_one_disappears_with_it) {
  auto zone = parse_zone("@ SOA ns admin 1 2 3 4 5\n_sip._tcp SRV 1 1 5060 p\n", "z", name("example.com"));
  EXPECT_NE(zone->find(name("_tcp.example.com")), nullptr);
  EXPECT_TRUE(zone->remove(name("_sip._tcp.example.com"), Type::srv));
  EXPECT_FALSE(zone->remove(name("_sip._tcp.example.com"), Type::srv));
  EXPECT_EQ(zone->find(name("_tcp.example.com")), nullptr);
}

}  // namespace
}  // namespace hexad::dns
