// The value types of the seam that need no host: addresses, the keyed hash, rate limits, filters and entropy.
#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/host/address.h"
#include "model/host/entropy.h"
#include "model/host/filter.h"
#include "model/host/keyed_hash.h"
#include "model/host/rate_limit.h"

namespace hexad::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Octets counting up from a start value: enough to see which octet goes where.
class CountingEntropy final : public Entropy {
 public:
  explicit CountingEntropy(std::uint8_t first = 0) : next_(first) {}
  void fill(MutableByteView into) override {
    for (std::uint8_t& octet : into) octet = next_++;
  }

 private:
  std::uint8_t next_;
};

// Plays back 64-bit draws.
class ScriptedEntropy final : public Entropy {
 public:
  explicit ScriptedEntropy(std::vector<std::uint64_t> draws) : draws_(std::move(draws)) {}
  void fill(MutableByteView into) override {
    ASSERT_EQ(into.size(), 8u);
    ASSERT_LT(used_, draws_.size());
    for (std::size_t i = 0; i < 8; ++i) into[i] = static_cast<std::uint8_t>(draws_[used_] >> (56 - 8 * i));
    ++used_;
  }
  std::size_t used() const { return used_; }

 private:
  std::vector<std::uint64_t> draws_;
  std::size_t used_ = 0;
};

IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

TEST(IpAddresses, texts_read_and_print_in_their_canonical_form) {
  const std::map<std::string, std::string> canonical = {
      {"192.0.2.1", "192.0.2.1"},
      {"0.0.0.0", "0.0.0.0"},
      {"255.255.255.255", "255.255.255.255"},
      {"::", "::"},
      {"::1", "::1"},
      {"1::", "1::"},
      {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      {"::ffff:192.0.2.1", "::ffff:c000:201"},
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
      {"fe80:0001:0002:0003:0004:0005:0006:0007", "fe80:1:2:3:4:5:6:7"}};
  for (const auto& [text, printed] : canonical) {
    const auto address = IpAddress::parse(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->to_string(), printed) << text;
    EXPECT_EQ(ip(printed), *address) << text;
  }
}

TEST(IpAddresses, what_is_no_address_is_malformed) {
  for (const char* text : {"",
                           ".",
                           "1.2.3",
                           "1.2.3.4.5",
                           "1.2.3.256",
                           "01.2.3.4",
                           "1.2.3.4 ",
                           " 1.2.3.4",
                           "1.2.3.-4",
                           "1.2..4",
                           "a.b.c.d",
                           ":",
                           ":::",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1::2::3",
                           "12345::",
                           "::g",
                           "1:2:3:4:5:6:7::8",
                           "::1.2.3",
                           "::1.2.3.4:5",
                           "[::1]",
                           "fe80::1%eth0",
                           "1:2:3:4:5:6:7:1.2.3.4",
                           "::1 "}) {
    const auto address = IpAddress::parse(text);
    EXPECT_EQ(address ? std::nullopt : std::optional(address.error().code), ErrorCode::malformed) << text;
  }
}

TEST(IpAddresses, know_what_they_are) {
  EXPECT_TRUE(ip("127.9.9.9").is_loopback());
  EXPECT_TRUE(ip("::1").is_loopback());
  EXPECT_FALSE(ip("128.0.0.1").is_loopback());
  EXPECT_FALSE(ip("::2").is_loopback());
  EXPECT_TRUE(ip("0.0.0.0").is_any());
  EXPECT_TRUE(ip("::").is_any());
  EXPECT_NE(ip("0.0.0.0"), ip("::"));
  EXPECT_EQ(IpAddress(), ip("0.0.0.0"));
  EXPECT_EQ(ip("192.0.2.1").v4_value(), 0xc0000201u);
  EXPECT_TRUE(ip("::ffff:192.0.2.1").is_v6());
  EXPECT_LT(ip("192.0.2.1"), ip("192.0.2.2"));
}

TEST(Prefixes, contain_their_subnet_and_no_more) {
  const Prefix lan = Prefix::parse("10.1.2.11/23").value();
  EXPECT_EQ(lan.network(), ip("10.1.2.0"));
  EXPECT_EQ(lan.to_string(), "10.1.2.11/23");
  EXPECT_TRUE(lan.contains(ip("10.1.3.255")));
  EXPECT_FALSE(lan.contains(ip("10.1.4.0")));
  EXPECT_FALSE(lan.contains(ip("::ffff:10.1.3.255")));
  EXPECT_TRUE(Prefix::parse("0.0.0.0/0")->contains(ip("203.0.113.9")));
  EXPECT_TRUE(Prefix::parse("192.0.2.1/32")->contains(ip("192.0.2.1")));
  EXPECT_FALSE(Prefix::parse("192.0.2.1/32")->contains(ip("192.0.2.0")));
  EXPECT_TRUE(Prefix::parse("2001:db8::/33")->contains(ip("2001:db8:7fff::1")));
  EXPECT_FALSE(Prefix::parse("2001:db8::/33")->contains(ip("2001:db8:8000::1")));
}

TEST(Prefixes, overlap_when_one_holds_the_other) {
  const auto overlap = [](std::string_view a, std::string_view b) {
    const bool forth = Prefix::parse(a)->overlaps(*Prefix::parse(b));
    EXPECT_EQ(forth, Prefix::parse(b)->overlaps(*Prefix::parse(a)));
    return forth;
  };
  EXPECT_TRUE(overlap("10.1.0.0/16", "10.1.2.0/24"));
  EXPECT_TRUE(overlap("10.1.2.0/24", "10.1.2.0/24"));
  EXPECT_FALSE(overlap("10.1.2.0/24", "10.1.3.0/24"));
  EXPECT_FALSE(overlap("0.0.0.0/0", "::/0"));
}

TEST(Prefixes, malformed_texts_are_refused) {
  for (const char* text :
       {"", "10.0.0.1", "10.0.0.1/", "10.0.0.1/33", "::/129", "10.0.0.1/-1", "10.0.0/8", "10.0.0.1/8x"}) {
    EXPECT_FALSE(Prefix::parse(text)) << text;
  }
}

TEST(SocketAddresses, put_ipv6_and_only_it_in_brackets) {
  for (const char* text : {"192.0.2.1:5060", "[2001:db8::1]:5060", "0.0.0.0:0", "[::]:65535"}) {
    const auto address = SocketAddress::parse(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->to_string(), text);
  }
  for (const char* text : {"", "192.0.2.1", "192.0.2.1:", "192.0.2.1:65536", "192.0.2.1:-1", "[192.0.2.1]:5060",
                           "2001:db8::1:5060:x", "[2001:db8::1]", "[2001:db8::1:5060", ":5060", "192.0.2.1:5 "}) {
    EXPECT_FALSE(SocketAddress::parse(text)) << text;
  }
}

TEST(SocketAddresses, hashes_follow_equality) {
  const std::hash<SocketAddress> hash;
  EXPECT_EQ(hash({ip("::1"), 1}), hash({ip("0:0::1"), 1}));
  std::set<std::size_t> hashes;
  for (std::uint16_t port = 1; port <= 1000; ++port) hashes.insert(hash({ip("10.0.0.1"), port}));
  EXPECT_EQ(hashes.size(), 1000u);
}

TEST(KeyedHashes, are_siphash_1_3) {
  // Key 00 01 .. 0f, input 00 01 .. n-1; computed with an independent implementation that also gives the published
  // value of SipHash-2-4.
  const KeyedHash hash(0x0706050403020100ull, 0x0f0e0d0c0b0a0908ull);
  Bytes input(63);
  std::iota(input.begin(), input.end(), std::uint8_t{0});
  const std::map<std::size_t, std::uint64_t> expected = {{0, 0xabac0158050fc4dcull},  {1, 0xc9f49bf37d57ca93ull},
                                                         {7, 0xd3927d989bb11140ull},  {8, 0x369095118d299a8eull},
                                                         {15, 0xd320d86d2a519956ull}, {63, 0x9d199062b7bbb3a8ull}};
  for (const auto& [size, value] : expected) EXPECT_EQ(hash(ByteView(input.data(), size)), value) << size;
  EXPECT_EQ(hash(as_text(ByteView(input.data(), 15))), expected.at(15));
}

TEST(KeyedHashes, differ_by_key) {
  CountingEntropy one(0), other(1);
  const std::string_view text = "room7@hq.example";
  EXPECT_NE(KeyedHash(one)(text), KeyedHash(other)(text));
  CountingEntropy again(0);
  EXPECT_EQ(KeyedHash(again)(text), KeyedHash(0x0001020304050607ull, 0x08090a0b0c0d0e0full)(text));
}

TEST(RateLimits, let_a_burst_pass_and_then_one_for_each_interval) {
  RateLimit limit(3, seconds(10));
  const MonotonicTime start{};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.allow(start)) << i;
  EXPECT_FALSE(limit.allow(start));
  EXPECT_FALSE(limit.allow(start + milliseconds(9999)));
  EXPECT_TRUE(limit.allow(start + seconds(10)));
  EXPECT_FALSE(limit.allow(start + seconds(10)));
  EXPECT_EQ(limit.take_suppressed(), 3u);
  EXPECT_EQ(limit.take_suppressed(), 0u);
}

TEST(RateLimits, time_between_questions_is_not_lost) {
  RateLimit limit(2, seconds(10));
  const MonotonicTime start{};
  EXPECT_TRUE(limit.allow(start));
  EXPECT_TRUE(limit.allow(start));
  EXPECT_TRUE(limit.allow(start + seconds(15)));
  EXPECT_TRUE(limit.allow(start + seconds(20)));
  EXPECT_FALSE(limit.allow(start + seconds(29)));
}

TEST(RateLimits, a_long_silence_earns_no_more_than_the_burst) {
  RateLimit limit(2, seconds(1));
  const MonotonicTime much_later = MonotonicTime{} + std::chrono::hours(1000);
  EXPECT_TRUE(limit.allow(much_later));
  EXPECT_TRUE(limit.allow(much_later));
  EXPECT_FALSE(limit.allow(much_later));
}

TEST(Filters, the_first_rule_that_matches_decides) {
  FilterRule friends, sip, rest;
  friends.source = Prefix::parse("10.0.0.0/8").value();
  sip.action = FilterAction::reject;
  sip.protocol = FilterProtocol::tcp;
  sip.port_first = 5060;
  sip.port_last = 5061;
  rest.action = FilterAction::drop;
  const std::vector<FilterRule> rules = {friends, sip, rest};
  EXPECT_EQ(judge(rules, FilterProtocol::tcp, ip("10.9.9.9"), 5060), FilterAction::allow);
  EXPECT_EQ(judge(rules, FilterProtocol::tcp, ip("192.0.2.1"), 5060), FilterAction::reject);
  EXPECT_EQ(judge(rules, FilterProtocol::tcp, ip("192.0.2.1"), 5061), FilterAction::reject);
  EXPECT_EQ(judge(rules, FilterProtocol::udp, ip("192.0.2.1"), 5060), FilterAction::drop);
  EXPECT_EQ(judge(rules, FilterProtocol::tcp, ip("192.0.2.1"), 5059), FilterAction::drop);
  EXPECT_EQ(judge(rules, FilterProtocol::tcp, ip("2001:db8::1"), 5062), FilterAction::drop);
}

TEST(Filters, without_a_matching_rule_everything_passes) {
  EXPECT_EQ(judge({}, FilterProtocol::udp, ip("192.0.2.1"), 1), FilterAction::allow);
  FilterRule ipv6_only;
  ipv6_only.action = FilterAction::drop;
  ipv6_only.source = Prefix::parse("::/0").value();
  EXPECT_EQ(judge({ipv6_only}, FilterProtocol::udp, ip("192.0.2.1"), 1), FilterAction::allow);
  EXPECT_EQ(judge({ipv6_only}, FilterProtocol::udp, ip("2001:db8::1"), 1), FilterAction::drop);
}

TEST(EntropyDraws, words_are_big_endian_and_text_is_hexadecimal) {
  CountingEntropy entropy(0xf8);
  EXPECT_EQ(entropy.u64(), 0xf8f9fafbfcfdfeffull);
  EXPECT_EQ(entropy.hex(3), "000102");
  EXPECT_EQ(entropy.hex(0), "");
}

TEST(EntropyDraws, below_draws_again_rather_than_favour_small_results) {
  // 2^64 - 1 is beyond the largest multiple of 10: taken modulo 10 it would come out as 5.
  ScriptedEntropy entropy({UINT64_MAX, 27});
  EXPECT_EQ(entropy.below(10), 7u);
  EXPECT_EQ(entropy.used(), 2u);
}

TEST(EntropyDraws, below_one_is_always_zero) {
  ScriptedEntropy entropy({12345});
  EXPECT_EQ(entropy.below(1), 0u);
}

}  // namespace
}  // namespace hexad::host
