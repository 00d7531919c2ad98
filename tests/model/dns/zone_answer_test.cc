#include "model/dns/zone_answer.h"

#include <gtest/gtest.h>

#include "model/dns/zone_file.h"
#include "tests/model/dns/values.h"

namespace hexad::dns {
namespace {

constexpr char kZone[] = R"(
$ORIGIN example.com.
$TTL 3600
@ SOA ns1 admin 1 7200 3600 1209600 300
@ NS ns1
ns1 A 192.0.2.53
cluster A 10.0.0.1
cluster A 10.0.0.2
cluster A 10.0.0.3
cluster AAAA 2001:db8::1
_sip._tcp SRV 1 1 5060 peer1
_sip._tcp SRV 1 1 5060 peer2
_sip._tcp SRV 1 1 5060 elsewhere.example.net.
peer1 A 10.0.0.1
peer2 A 10.0.0.2
peer2 AAAA 2001:db8::2
www CNAME cluster
loop1 CNAME loop2
loop2 CNAME loop1
away CNAME www.example.net.
to-sub CNAME host.sub
dangling CNAME nowhere
*.wild A 10.9.9.9
branch NS ns.branch
ns.branch A 10.5.0.53
)";
constexpr char kSubZone[] = R"(
$ORIGIN sub.example.com.
@ 60 SOA ns1.example.com. admin 1 2 3 4 5
host 60 A 10.1.0.1
)";

class ZoneAnswer : public testing::Test {
 protected:
  ZoneAnswer() {
    zones.set(parse_zone(kZone, "z").value());
    zones.set(parse_zone(kSubZone, "sub").value());
  }
  static Message query(std::string_view owner, Type type) {
    Message message;
    message.id = 7;
    message.recursion_desired = true;
    message.questions.push_back({name(owner), type, kClassIn});
    return message;
  }
  Message ask(std::string_view owner, Type type, AddressRotation rotation = AddressRotation::off) {
    return answer(query(owner, type), zones, rotation);
  }
  static std::vector<std::string> texts(const std::vector<Record>& records) {
    std::vector<std::string> all;
    for (const Record& record : records) all.push_back(to_string(record));
    return all;
  }
  Zones zones;
};

TEST_F(ZoneAnswer, echoes_the_question_and_says_that_it_is_authoritative) {
  const Message reply = ask("CLUSTER.Example.Com", Type::a);
  EXPECT_EQ(reply.id, 7);
  EXPECT_TRUE(reply.response && reply.authoritative && reply.recursion_desired);
  EXPECT_FALSE(reply.recursion_available);
  EXPECT_EQ(reply.questions[0].name.to_string(), "CLUSTER.Example.Com");
  EXPECT_EQ(reply.answers.size(), 3u);
}

TEST_F(ZoneAnswer, tells_a_missing_name_from_a_missing_type) {
  const Message missing = ask("nobody.example.com", Type::a);
  EXPECT_EQ(missing.rcode, Rcode::no_such_name);
  ASSERT_EQ(missing.authorities.size(), 1u);
  EXPECT_EQ(missing.authorities[0].ttl_seconds, 300u) << "the SOA's minimum, RFC 2308 section 3";
  const Message no_data = ask("peer1.example.com", Type::aaaa);
  EXPECT_EQ(no_data.rcode, Rcode::no_error);
  EXPECT_TRUE(no_data.answers.empty());
  EXPECT_EQ(no_data.authorities.size(), 1u);
  EXPECT_EQ(ask("_tcp.example.com", Type::a).rcode, Rcode::no_error) << "a name with names below it exists";
}

TEST_F(ZoneAnswer, brings_the_addresses_of_srv_targets_along) {
  const Message reply = ask("_sip._tcp.example.com", Type::srv);
  EXPECT_EQ(reply.answers.size(), 3u);
  EXPECT_EQ(texts(reply.additionals),
            (std::vector<std::string>{"peer1.example.com 3600 A 10.0.0.1", "peer2.example.com 3600 A 10.0.0.2",
                                      "peer2.example.com 3600 AAAA 2001:db8::2", "ns1.example.com 3600 A 192.0.2.53"}));
}

TEST_F(ZoneAnswer, records_come_with_the_name_servers_of_their_zone) {
  const std::vector<std::string> ours{"example.com 3600 NS ns1.example.com"};
  EXPECT_EQ(texts(ask("_sip._tcp.example.com", Type::srv).authorities), ours);
  EXPECT_EQ(texts(ask("www.example.com", Type::a).authorities), ours) << "behind an alias";
  EXPECT_TRUE(ask("to-sub.example.com", Type::a).authorities.empty()) << "the other zone names none";
  const Message servers = ask("example.com", Type::ns);
  EXPECT_EQ(texts(servers.answers), ours);
  EXPECT_TRUE(servers.authorities.empty()) << "once is enough";
}

TEST_F(ZoneAnswer, follows_aliases_within_its_zones_and_stops_where_they_leave_or_loop) {
  const Message reply = ask("www.example.com", Type::a);
  ASSERT_EQ(reply.answers.size(), 4u);
  EXPECT_EQ(to_string(reply.answers[0]), "www.example.com 3600 CNAME cluster.example.com");
  EXPECT_EQ(ask("to-sub.example.com", Type::a).answers.size(), 2u) << "into another zone of the server";
  EXPECT_EQ(ask("away.example.com", Type::a).answers.size(), 1u);
  EXPECT_EQ(ask("away.example.com", Type::a).rcode, Rcode::no_error);
  EXPECT_EQ(ask("dangling.example.com", Type::a).rcode, Rcode::no_such_name);
  EXPECT_LE(ask("loop1.example.com", Type::a).answers.size(), 10u);
  EXPECT_EQ(ask("www.example.com", Type::cname).answers.size(), 1u);
}

TEST_F(ZoneAnswer, any_gives_every_record_of_the_name) {
  EXPECT_EQ(ask("cluster.example.com", Type::any).answers.size(), 4u);
  EXPECT_EQ(ask("example.com", Type::any).answers.size(), 2u);
}

TEST_F(ZoneAnswer, a_wildcard_answers_for_missing_names_only) {
  EXPECT_EQ(texts(ask("a.wild.example.com", Type::a).answers),
            std::vector<std::string>{"a.wild.example.com 3600 A 10.9.9.9"});
  EXPECT_EQ(ask("a.b.wild.example.com", Type::a).answers.size(), 1u);
  EXPECT_EQ(ask("a.wild.example.com", Type::srv).rcode, Rcode::no_error);
  EXPECT_TRUE(ask("wild.example.com", Type::a).answers.empty());
}

TEST_F(ZoneAnswer, a_delegation_gives_a_referral_with_glue) {
  const Message reply = ask("host.branch.example.com", Type::a);
  EXPECT_FALSE(reply.authoritative);
  EXPECT_TRUE(reply.answers.empty());
  EXPECT_EQ(texts(reply.authorities), std::vector<std::string>{"branch.example.com 3600 NS ns.branch.example.com"});
  EXPECT_EQ(texts(reply.additionals), std::vector<std::string>{"ns.branch.example.com 3600 A 10.5.0.53"});
}

TEST_F(ZoneAnswer, the_nearest_zone_answers_and_other_names_are_refused) {
  EXPECT_EQ(ask("host.sub.example.com", Type::a).answers.size(), 1u);
  EXPECT_EQ(ask("other.sub.example.com", Type::a).authorities[0].name, name("sub.example.com"));
  EXPECT_EQ(ask("example.net", Type::a).rcode, Rcode::refused);
  EXPECT_EQ(ask("com", Type::a).rcode, Rcode::refused);
  EXPECT_EQ(ask("example.com", static_cast<Type>(252)).rcode, Rcode::refused) << "zone transfer";
}

TEST_F(ZoneAnswer, with_rotation_each_address_of_a_name_comes_first_in_turn) {
  const auto first = [&](AddressRotation rotation) {
    return ask("cluster.example.com", Type::a, rotation).answers[0].address()->to_string();
  };
  for (int turn = 0; turn < 2; ++turn) {
    for (const char* expected : {"10.0.0.1", "10.0.0.2", "10.0.0.3"}) {
      EXPECT_EQ(first(AddressRotation::on), expected);
      // Questions for other names do not turn this one.
      ask("www.sub.example.com", Type::a, AddressRotation::on);
      ask("peer1.example.com", Type::a, AddressRotation::on);
    }
  }
  EXPECT_EQ(first(AddressRotation::off), "10.0.0.1");
  EXPECT_EQ(first(AddressRotation::off), "10.0.0.1");
}

TEST_F(ZoneAnswer, what_it_cannot_do_gets_the_protocols_own_answer) {
  Message notify = query("example.com", Type::soa);
  notify.opcode = Opcode::notify;
  EXPECT_EQ(answer(notify, zones, AddressRotation::off).rcode, Rcode::not_implemented);
  EXPECT_EQ(answer(Message{}, zones, AddressRotation::off).rcode, Rcode::format_error);
  Message two = query("example.com", Type::a);
  two.questions.push_back(two.questions[0]);
  EXPECT_EQ(answer(two, zones, AddressRotation::off).rcode, Rcode::format_error);
  Message chaos = query("version.bind", Type::txt);
  chaos.questions[0].question_class = 3;
  EXPECT_EQ(answer(chaos, zones, AddressRotation::off).rcode, Rcode::refused);
}

TEST_F(ZoneAnswer, edns_is_answered_with_edns_and_a_later_version_with_badvers) {
  Message with_edns = query("peer1.example.com", Type::a);
  EXPECT_FALSE(answer(with_edns, zones, AddressRotation::off).edns.has_value());
  with_edns.edns = Edns{4096, 0, 0};
  EXPECT_EQ(answer(with_edns, zones, AddressRotation::off).edns, (Edns{1232, 0, 0}));
  with_edns.edns->version = 1;
  const Message reply = answer(with_edns, zones, AddressRotation::off);
  EXPECT_EQ(reply.edns->extended_rcode, 1);
  EXPECT_TRUE(reply.answers.empty());
}

TEST_F(ZoneAnswer, garbage_with_a_header_gets_format_error_and_an_answer_gets_none) {
  host::Bytes garbage(20, 0xff);
  EXPECT_FALSE(answer_to_garbage(garbage).has_value()) << "it says that it is an answer";
  garbage[2] = 0x01;
  EXPECT_EQ(answer_to_garbage(garbage)->rcode, Rcode::format_error);
  EXPECT_EQ(answer_to_garbage(garbage)->id, 0xffff);
  EXPECT_FALSE(answer_to_garbage(host::Bytes(11, 0)).has_value());
}

}  // namespace
}  // namespace hexad::dns
