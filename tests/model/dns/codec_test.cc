#include "model/dns/codec.h"

#include <gtest/gtest.h>

#include "tests/model/dns/values.h"

namespace hexad::dns {
namespace {

using host::Bytes;

Message every_type() {
  Message message;
  message.id = 0x1234;
  message.response = message.authoritative = message.recursion_desired = true;
  message.questions.push_back({name("Example.com"), Type::any, kClassIn});
  message.answers = {
      a("example.com", "192.0.2.1"),
      make_record(name("example.com"), 60, Aaaa{address("2001:db8::1")}),
      make_record(name("www.example.com"), 60, Cname{name("example.com")}),
      make_record(name("example.com"), 60, Ns{name("ns1.example.com")}),
      make_record(name("1.2.0.192.in-addr.arpa"), 60, Ptr{name("example.com")}),
      srv("_sip._tcp.example.com", 10, 20, 5060, "peer1.example.com"),
      make_record(name("example.com"), 60, Naptr{1, 2, "s", "SIP+D2T", "", name("_sip._tcp.example.com")}),
      make_record(name("example.com"), 60, Txt{{"v=spf1", std::string(255, 'x'), ""}}),
  };
  message.authorities = {make_record(name("example.com"), 60,
                                     Soa{name("ns1.example.com"), name("admin.example.com"), 1, 2, 3, 4, 0xffffffff})};
  message.additionals = {Record{name("example.com"), static_cast<Type>(15), 5, Opaque{Bytes{0, 10, 0}}, kClassIn}};
  message.edns = Edns{1232, 0, 0};
  return message;
}

TEST(Codec, every_record_type_survives_the_round_trip) {
  const Message message = every_type();
  const auto bytes = encode(message);
  ASSERT_TRUE(bytes.has_value());
  const auto again = decode(*bytes);
  ASSERT_TRUE(again.has_value()) << again.error().to_string();
  EXPECT_EQ(*again, message);
  EXPECT_EQ(again->questions[0].name.to_string(), "Example.com");
}

TEST(Codec, names_are_compressed) {
  Message message;
  for (int i = 0; i < 10; ++i) message.answers.push_back(a("a.long.name.in.example.com", "192.0.2.1"));
  EXPECT_LT(encode(message)->size(), 12u + 28 + 10 * 16 + 10);
}

TEST(Codec, a_message_cut_anywhere_is_malformed_and_never_read_beyond) {
  const Bytes whole = encode(every_type()).value();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    // A vector of exactly this size lets the sanitizer see any byte read behind it.
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(decode(cut).has_value()) << size;
  }
  Bytes longer = whole;
  longer.push_back(0);
  EXPECT_FALSE(decode(longer).has_value());
}

TEST(Codec, any_single_wrong_octet_is_survived_and_what_still_parses_is_stable) {
  const Bytes whole = encode(every_type()).value();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int octet : {0x00, 0x01, 0x3f, 0x40, 0x80, 0xc0, 0xff}) {
      Bytes wrong = whole;
      wrong[at] = static_cast<std::uint8_t>(octet);
      const auto message = decode(wrong);
      if (!message) continue;
      const auto bytes = encode(*message);
      if (!bytes) continue;
      const auto again = decode(*bytes);
      ASSERT_TRUE(again.has_value()) << at << " " << octet;
      EXPECT_EQ(*again, *message) << at << " " << octet;
    }
  }
}

Bytes question_with_name(std::initializer_list<std::uint8_t> octets) {
  Bytes bytes{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  bytes.insert(bytes.end(), octets);
  bytes.insert(bytes.end(), {0, 1, 0, 1});
  return bytes;
}

TEST(Codec, compression_pointers_must_lead_backwards) {
  EXPECT_TRUE(decode(question_with_name({1, 'a', 0})).has_value());
  EXPECT_FALSE(decode(question_with_name({0xc0, 12})).has_value()) << "to itself";
  EXPECT_FALSE(decode(question_with_name({1, 'a', 0xc0, 12})).has_value()) << "to its own label";
  EXPECT_FALSE(decode(question_with_name({0xc0, 14})).has_value()) << "forwards";
  EXPECT_FALSE(decode(question_with_name({0xff, 0xff})).has_value()) << "beyond the message";
  EXPECT_FALSE(decode(question_with_name({0xc0})).has_value()) << "half a pointer into the type";
  EXPECT_FALSE(decode(question_with_name({0x80, 0})).has_value()) << "reserved label type";
}

// A chain of pointers, each to the one before it, in every one of many records: cheap to send, dear to follow.
TEST(Codec, long_chains_of_pointers_are_refused) {
  Bytes bytes{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 1};
  bytes[7] = 1;  // one answer, whose name is the end of the chain inside an earlier record's RDATA
  bytes.insert(bytes.end(), {0, 0, 99, 0, 1, 0, 0, 0, 0, 2, 0});
  const std::size_t first = bytes.size();
  for (std::size_t i = 0; i < 255; ++i) {
    const std::size_t target = i == 0 ? 12 : first + 2 * (i - 1);
    bytes.push_back(static_cast<std::uint8_t>(0xc0 | target >> 8));
    bytes.push_back(static_cast<std::uint8_t>(target));
  }
  bytes.insert(bytes.end(), 2, 0);
  bytes[7] = 2;
  const std::size_t last = first + 2 * 254;
  bytes.push_back(static_cast<std::uint8_t>(0xc0 | last >> 8));
  bytes.push_back(static_cast<std::uint8_t>(last));
  bytes.insert(bytes.end(), {0, 99, 0, 1, 0, 0, 0, 0, 0, 0});
  const auto message = decode(bytes);
  ASSERT_FALSE(message.has_value());
  EXPECT_EQ(message.error().detail, "a record's name does not parse");
}

TEST(Codec, a_ttl_with_its_highest_bit_set_counts_as_zero) {
  Message message;
  message.answers = {a("example.com", "192.0.2.1")};
  message.answers[0].ttl_seconds = 0x80000001;
  EXPECT_EQ(decode(*encode(message))->answers[0].ttl_seconds, 0u);
}

TEST(Codec, what_does_not_fit_loses_additionals_first_and_then_is_truncated) {
  Message message;
  message.response = true;
  message.questions.push_back({name("example.com"), Type::a, kClassIn});
  for (int i = 0; i < 20; ++i) message.answers.push_back(a("example.com", "192.0.2." + std::to_string(i)));
  for (int i = 0; i < 20; ++i) message.additionals.push_back(a("ns.example.com", "192.0.2." + std::to_string(i)));
  const auto without = decode(*encode(message, kUdpPayloadMax));
  EXPECT_FALSE(without->truncated);
  EXPECT_EQ(without->answers.size(), 20u);
  EXPECT_TRUE(without->additionals.empty());
  for (int i = 20; i < 60; ++i) message.answers.push_back(a("example.com", "192.0.2." + std::to_string(i)));
  const auto truncated = encode(message, kUdpPayloadMax);
  EXPECT_LE(truncated->size(), kUdpPayloadMax);
  EXPECT_TRUE(decode(*truncated)->truncated);
  EXPECT_TRUE(decode(*truncated)->answers.empty());
}

TEST(Codec, additionals_of_one_name_stay_or_go_together_from_the_end) {
  Message message;
  message.response = true;
  message.questions.push_back({name("example.com"), Type::a, kClassIn});
  for (int peer = 1; peer <= 20; ++peer) {
    const std::string owner = "peer" + std::to_string(peer) + ".example.com";
    message.answers.push_back(a("example.com", "192.0.2." + std::to_string(peer)));
    message.additionals.push_back(a(owner, "192.0.2." + std::to_string(peer)));
    message.additionals.push_back(a(owner, "192.0.3." + std::to_string(peer)));
  }
  for (const std::size_t room : {360u, 400u, 450u, 500u, 600u}) {
    const auto encoded = encode(message, room);
    ASSERT_LE(encoded->size(), room);
    const auto some = decode(*encoded);
    EXPECT_EQ(some->answers.size(), 20u);
    EXPECT_EQ(some->additionals.size() % 2, 0u) << room;
    EXPECT_TRUE(std::equal(some->additionals.begin(), some->additionals.end(), message.additionals.begin())) << room;
    EXPECT_GT(encoded->size() + 50, room) << "the room is used";
  }
}

TEST(Codec, authorities_go_before_answers_do_and_stay_where_they_are_the_answer) {
  Message message;
  message.response = true;
  message.questions.push_back({name("example.com"), Type::a, kClassIn});
  for (int i = 0; i < 20; ++i) message.answers.push_back(a("example.com", "192.0.2." + std::to_string(i)));
  for (int i = 0; i < 20; ++i) message.authorities.push_back(a("example.com", "192.0.3." + std::to_string(i)));
  const auto answered = decode(*encode(message, kUdpPayloadMax));
  EXPECT_FALSE(answered->truncated);
  EXPECT_EQ(answered->answers.size(), 20u);
  EXPECT_TRUE(answered->authorities.empty());
  for (int i = 0; i < 20; ++i) message.authorities.push_back(a("example.com", "192.0.4." + std::to_string(i)));
  message.answers.clear();
  EXPECT_TRUE(decode(*encode(message, kUdpPayloadMax))->truncated);
}

TEST(Codec, values_without_a_wire_form_are_refused) {
  Message message;
  message.answers = {make_record(name("example.com"), 1, Txt{{std::string(256, 'x')}})};
  EXPECT_FALSE(encode(message).has_value());
  message.answers = {make_record(name("example.com"), 1, Txt{})};
  EXPECT_FALSE(encode(message).has_value());
  message.answers = {make_record(name("example.com"), 1, A{address("2001:db8::1")})};
  EXPECT_FALSE(encode(message).has_value());
}

TEST(Codec, ladder_lines_say_what_was_asked_and_what_came) {
  Message message;
  message.questions.push_back({name("_sip._tcp.example.com"), Type::srv, kClassIn});
  EXPECT_EQ(message.summary(), "SRV? _sip._tcp.example.com");
  message.response = true;
  EXPECT_EQ(message.summary(), "SRV _sip._tcp.example.com -> no records");
  message.answers.push_back(srv("_sip._tcp.example.com", 1, 1, 5060, "a.example.com"));
  EXPECT_EQ(message.summary(), "SRV _sip._tcp.example.com -> 1 record");
  message.rcode = Rcode::no_such_name;
  EXPECT_EQ(message.summary(), "SRV _sip._tcp.example.com -> NXDOMAIN");
}

}  // namespace
}  // namespace hexad::dns
