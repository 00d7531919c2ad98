// Arrows: what was sent finds what was received, through translations and past retransmissions, and what was lost
// finds its reason.
#include "reports/pairing.h"

#include <gtest/gtest.h>

namespace hexad::reports {
namespace {

using namespace record;

constexpr const char* kPhone = "192.168.1.50:5060";
constexpr const char* kPublicPhone = "203.0.113.77:40001";
constexpr const char* kPublicPeer = "203.0.113.9:5060";
constexpr const char* kPeer = "10.9.0.11:5060";
enum Node : std::uint32_t { phone, peer, router };

class Pairing : public testing::Test {
 protected:
  Pairing() {
    started_.nodes = {{"phone", "", "endpoint", {{"home", "192.168.1.50 fd00::50"}}},
                      {"peer", "", "peer", {{"dmz", "10.9.0.11/24"}}},
                      {"router", "", "router", {{"home", "192.168.1.1"}, {"internet", "203.0.113.77"}}}};
  }
  void sent(std::int64_t at, const char* node, const char* local, const char* remote, const char* bytes,
            const char* transport = "UDP") {
    entries_.push_back({at, Message{node, true, "sip", transport, local, remote, "", bytes}});
  }
  void received(std::int64_t at, const char* node, const char* local, const char* remote, const char* bytes,
                const char* transport = "UDP") {
    entries_.push_back({at, Message{node, false, "sip", transport, local, remote, "", bytes}});
  }
  void lost(std::int64_t at, const char* protocol, const char* source, const char* destination, const char* summary) {
    entries_.push_back({at, PacketLost{"home", "loss", protocol, source, destination, 100, summary, 0}});
  }
  std::vector<Arrow> arrows() {
    NodeTable nodes(started_);
    return pair_messages(entries_, nodes);
  }

  RunStarted started_;
  std::vector<Entry> entries_;
};

TEST_F(Pairing, a_message_pairs_through_two_translations_and_its_answer_too) {
  sent(1, "phone", kPhone, kPublicPeer, "request");
  received(5, "peer", kPeer, kPublicPhone, "request");
  sent(6, "peer", kPeer, kPublicPhone, "answer");
  received(9, "phone", kPhone, kPublicPeer, "answer");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].from, phone);
  EXPECT_EQ(all[0].to, peer);
  EXPECT_EQ(all[0].end_ns, 5);
  EXPECT_EQ(all[1].from, peer);
  EXPECT_EQ(all[1].to, phone);
}

TEST_F(Pairing, a_translated_address_that_one_message_taught_names_the_receiver_of_a_lost_one) {
  sent(1, "phone", kPhone, kPublicPeer, "request");
  received(5, "peer", kPeer, kPublicPhone, "request");
  sent(6, "peer", kPeer, kPublicPhone, "never arrives");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_FALSE(all[1].arrived());
  EXPECT_EQ(all[1].to, phone) << "and not the router, whose address it is";
}

TEST_F(Pairing, equal_messages_pair_in_the_order_of_their_sending) {
  sent(1, "phone", kPhone, kPeer, "again");
  sent(2, "phone", kPhone, kPeer, "again");
  received(3, "peer", kPeer, kPhone, "again");
  received(4, "peer", kPeer, kPhone, "again");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].end_ns, 3);
  EXPECT_EQ(all[1].end_ns, 4);
}

TEST_F(Pairing, a_retransmission_that_arrives_does_not_hide_that_the_first_was_lost) {
  sent(1, "phone", kPhone, kPeer, "line\r\nrest");
  lost(2, "UDP", kPhone, kPeer, "line");
  sent(3, "phone", kPhone, kPeer, "line\r\nrest");
  received(4, "peer", kPeer, kPhone, "line\r\nrest");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].lost, 1u);
  EXPECT_TRUE(all[1].arrived());
}

TEST_F(Pairing, a_datagram_lost_behind_a_translation_is_known_by_its_first_line) {
  sent(1, "phone", kPhone, kPublicPeer, "REGISTER x\r\n");
  sent(1, "phone", kPhone, kPublicPeer, "OPTIONS y\r\n");
  lost(2, "UDP", kPublicPhone, kPublicPeer, "OPTIONS y");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].lost, kNone);
  EXPECT_EQ(all[1].lost, 2u);
}

TEST_F(Pairing, a_message_on_a_stream_is_lost_with_its_segment_and_a_lone_segment_stands_for_itself) {
  lost(1, "TCP", kPhone, kPeer, "");
  sent(2, "phone", kPhone, kPeer, "on a stream", "TCP");
  lost(3, "TCP", kPhone, kPeer, "on a stream");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].lost, 0u);
  EXPECT_EQ(all[0].from, phone);
  EXPECT_EQ(all[0].to, peer);
  EXPECT_EQ(all[1].sent, 1u);
  EXPECT_EQ(all[1].lost, 2u);
}

TEST_F(Pairing, retransmissions_of_a_lost_segment_are_counted_and_not_drawn) {
  sent(1, "phone", kPhone, kPeer, "line\r\n", "TCP");
  lost(2, "TCP", kPhone, kPeer, "line");
  lost(3, "TCP", kPhone, kPeer, "line");
  lost(5, "TCP", kPhone, kPeer, "line");
  lost(6, "TCP", kPhone, kPeer, "another line");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].lost, 1u);
  EXPECT_EQ(all[0].repeats, 2u);
  EXPECT_EQ(all[0].end_ns, 5);
  EXPECT_EQ(all[1].lost, 4u);
}

TEST_F(Pairing, a_stream_that_a_translated_handshake_never_opened_has_its_reason_from_the_same_addressee) {
  sent(1, "phone", kPhone, kPublicPeer, "never sent on", "TCP");
  lost(2, "TCP", kPublicPhone, kPublicPeer, "");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].lost, 1u);
  EXPECT_EQ(all[1].lost, 1u) << "whose packet it was is not certain, so it stays";
}

TEST_F(Pairing, strangers_and_silence_are_told_as_such) {
  received(1, "peer", kPeer, "192.0.2.66:9", "from outside");
  sent(2, "peer", kPeer, "192.0.2.66:9", "to outside");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].from, kNone);
  EXPECT_EQ(all[0].to, peer);
  EXPECT_EQ(all[1].to, kNone);
  EXPECT_EQ(all[1].lost, kNone);
  EXPECT_FALSE(all[1].arrived());
}

TEST_F(Pairing, of_equal_messages_by_two_nodes_each_finds_its_own_addressee) {
  sent(1, "phone", kPhone, kPeer, "\r\n\r\n");
  sent(1, "peer", kPeer, kPhone, "\r\n\r\n");
  received(2, "phone", kPhone, kPeer, "\r\n\r\n");
  received(2, "peer", kPeer, kPhone, "\r\n\r\n");
  const auto all = arrows();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].to, peer);
  EXPECT_EQ(all[1].to, phone);
}

TEST(NodeTable, addresses_are_found_with_and_without_port_in_both_families) {
  EXPECT_EQ(address_of("10.1.0.1:5060"), "10.1.0.1");
  EXPECT_EQ(address_of("10.1.0.1"), "10.1.0.1");
  EXPECT_EQ(address_of("[fd00::1]:5060"), "fd00::1");
  EXPECT_EQ(address_of("fd00::1"), "fd00::1");
  RunStarted started;
  started.nodes = {{"a", "", "peer", {{"lan", "10.1.0.1/24 fd00::1"}}}};
  const NodeTable nodes(started);
  EXPECT_EQ(nodes.by_address("10.1.0.1:5060"), 0u);
  EXPECT_EQ(nodes.by_address("[fd00::1]:5060"), 0u);
  EXPECT_EQ(nodes.by_address("10.1.0.2:5060"), kNone);
  EXPECT_EQ(nodes.by_name("a"), 0u);
  EXPECT_EQ(nodes.by_name("b"), kNone);
}

}  // namespace
}  // namespace hexad::reports
