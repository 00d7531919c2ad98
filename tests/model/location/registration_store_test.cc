// The registration store with values alone: order, expiry, bounds, and what listeners hear.
#include "model/location/registration_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::location {
namespace {

using namespace std::chrono_literals;
using support::SimHost;
using support::SimNetwork;

bool same_text(std::string_view a, std::string_view b) { return a == b; }
/// As a protocol with looser rules would compare: the first letter is enough.
bool same_first_letter(std::string_view a, std::string_view b) { return a.substr(0, 1) == b.substr(0, 1); }

class Heard final : public RegistrationListener {
 public:
  void on_registration(const RegistrationChange& change) override {
    lines.push_back(std::string(to_string(change.change)) + " (" + std::string(to_string(change.reason)) + ") " +
                    std::string(change.aor) + " " + std::string(change.contact.uri()));
  }
  std::vector<std::string> lines;
};

class RegistrationStoreTest : public ::testing::Test {
 protected:
  static ContactUpdate update(std::string_view uri, host::Duration expires = 60s, std::uint32_t cseq = 1) {
    ContactUpdate made;
    made.uri = uri;
    made.call_id = "call-1@10.0.0.1";
    made.cseq = cseq;
    made.expires = expires;
    return made;
  }
  std::vector<std::string> contacts_of(const RegistrationStore& store, std::string_view aor) {
    std::vector<std::string> uris;
    const RecordId record = store.find(aor);
    if (record == kNone) return uris;
    for (ContactId id = store.first_contact(record); id != kNone; id = store.next_contact(id)) {
      uris.emplace_back(store.contact(id).uri());
    }
    return uris;
  }
  std::vector<std::string> addresses_of(const RegistrationStore& store) {
    std::vector<std::string> aors;
    for (RecordId id = store.first_record(); id != kNone; id = store.next_record(id)) aors.emplace_back(store.aor(id));
    return aors;
  }

  SimNetwork network_{7};
  SimHost& host_ = network_.add_host("peer", {"10.0.0.2/24"});
};

using Texts = std::vector<std::string>;

TEST_F(RegistrationStoreTest, a_contact_is_kept_with_everything_the_device_said) {
  RegistrationStore store(host_);
  network_.run_for(3s);
  ContactUpdate said = update("sip:alice@10.0.0.1:5070", 60s, 42);
  said.instance_id = "urn:uuid:00000000-0000-1000-8000-000A95A0E128";
  said.reg_id = 2;
  said.q_thousandths = 700;
  said.flow = {host::Transport::tls, host_.at(5061), *host::SocketAddress::parse("10.0.0.1:40000"), 9};
  const ContactId id = *store.add("sip:alice@example.com", said);
  const Contact& kept = store.contact(id);
  EXPECT_EQ(kept.uri(), said.uri);
  EXPECT_EQ(kept.call_id(), said.call_id);
  EXPECT_EQ(kept.instance_id(), said.instance_id);
  EXPECT_EQ(kept.cseq(), 42u);
  EXPECT_EQ(kept.reg_id(), 2u);
  EXPECT_EQ(kept.q_thousandths(), 700);
  EXPECT_EQ(kept.flow(), said.flow);
  EXPECT_EQ(kept.registered_at(), host_.now());
  EXPECT_EQ(kept.expires_at(), host_.now() + 60s);
  network_.run_for(500ms);
  EXPECT_EQ(kept.expires_in_seconds(host_.now()), 60u) << "a part of a second counts as a whole one";
}

TEST_F(RegistrationStoreTest, several_contacts_of_one_address_keep_their_order_and_leave_one_by_one) {
  RegistrationStore store(host_);
  for (const char* uri : {"a", "b", "c"}) ASSERT_TRUE(store.add("sip:alice@example.com", update(uri)));
  EXPECT_EQ(contacts_of(store, "sip:alice@example.com"), (Texts{"a", "b", "c"}));
  const RecordId record = store.find("sip:alice@example.com");
  store.remove(store.find_contact(record, "b", same_text));
  EXPECT_EQ(contacts_of(store, "sip:alice@example.com"), (Texts{"a", "c"}));
  store.remove(store.find_contact(record, "c", same_text));
  ASSERT_TRUE(store.add("sip:alice@example.com", update("d")));
  EXPECT_EQ(contacts_of(store, "sip:alice@example.com"), (Texts{"a", "d"}));
  store.remove_all(record);
  EXPECT_EQ(store.find("sip:alice@example.com"), kNone);
  EXPECT_EQ(store.contacts(), 0u);
  EXPECT_EQ(store.records(), 0u);
}

TEST_F(RegistrationStoreTest, addresses_are_listed_in_the_order_in_which_they_came) {
  RegistrationStore store(host_);
  for (const char* aor : {"zoe", "bob", "amy", "tim"}) ASSERT_TRUE(store.add(aor, update("x")));
  EXPECT_EQ(addresses_of(store), (Texts{"zoe", "bob", "amy", "tim"}));
  store.remove_all(store.find("bob"));
  store.remove_all(store.find("zoe"));
  ASSERT_TRUE(store.add("bob", update("x")));
  EXPECT_EQ(addresses_of(store), (Texts{"amy", "tim", "bob"}));
}

TEST_F(RegistrationStoreTest, contacts_are_compared_by_the_rule_that_the_caller_gives) {
  RegistrationStore store(host_);
  const ContactId id = *store.add("sip:alice@example.com", update("apple"));
  const RecordId record = store.find("sip:alice@example.com");
  EXPECT_EQ(store.find_contact(record, "avocado", same_text), kNone);
  EXPECT_EQ(store.find_contact(record, "avocado", same_first_letter), id);
  EXPECT_EQ(store.find_contact(kNone, "apple", same_text), kNone);
}

TEST_F(RegistrationStoreTest, a_contact_ends_at_its_expiry_to_the_nanosecond_and_a_refresh_moves_it) {
  RegistrationStore store(host_);
  const ContactId id = *store.add("sip:alice@example.com", update("a", 60s));
  network_.run_for(45s);
  ASSERT_TRUE(store.refresh(id, update("a", 60s, 2)));
  network_.run_for(60s - 1ns);
  EXPECT_EQ(store.contacts(), 1u);
  network_.run_for(1ns);
  EXPECT_EQ(store.contacts(), 0u);
  EXPECT_EQ(store.find("sip:alice@example.com"), kNone);
}

TEST_F(RegistrationStoreTest, a_refresh_takes_over_new_texts_and_keeps_place_and_time_of_registration) {
  RegistrationStore store(host_);
  const ContactId first = *store.add("sip:alice@example.com", update("a"));
  ASSERT_TRUE(store.add("sip:alice@example.com", update("b")));
  const host::MonotonicTime registered = host_.now();
  network_.run_for(10s);
  ContactUpdate rebooted = update("a-longer-than-before");
  rebooted.call_id = "another-call";
  ASSERT_TRUE(store.refresh(first, rebooted));
  EXPECT_EQ(contacts_of(store, "sip:alice@example.com"), (Texts{"a-longer-than-before", "b"}));
  EXPECT_EQ(store.contact(first).call_id(), "another-call");
  EXPECT_EQ(store.contact(first).registered_at(), registered);
}

TEST_F(RegistrationStoreTest, a_refresh_may_repeat_views_of_the_texts_it_replaces) {
  RegistrationStore store(host_);
  const ContactId id = *store.add("sip:alice@example.com", update("a-long-contact-uri"));
  ContactUpdate shorter = update(store.contact(id).uri().substr(2, 4));
  shorter.call_id = store.contact(id).call_id();
  ASSERT_TRUE(store.refresh(id, shorter));
  EXPECT_EQ(store.contact(id).uri(), "long");
  EXPECT_EQ(store.contact(id).call_id(), "call-1@10.0.0.1");
}

TEST_F(RegistrationStoreTest, listeners_hear_each_change_once_with_its_reason) {
  RegistrationStore store(host_);
  Heard heard;
  store.add_listener(heard);
  const ContactId a = *store.add("sip:alice@example.com", update("a", 60s));
  ASSERT_TRUE(store.refresh(a, update("a", 30s)));
  ASSERT_TRUE(store.add("sip:alice@example.com", update("b", 60s)));
  network_.run_for(30s);
  store.remove(store.first_contact(store.find("sip:alice@example.com")), Reason::operator_);
  EXPECT_EQ(heard.lines, (Texts{"added (device) sip:alice@example.com a", "refreshed (device) sip:alice@example.com a",
                                "added (device) sip:alice@example.com b", "expired (expiry) sip:alice@example.com a",
                                "removed (operator) sip:alice@example.com b"}));
  store.remove_listener(heard);
  ASSERT_TRUE(store.add("sip:alice@example.com", update("c")));
  EXPECT_EQ(heard.lines.size(), 5u);
}

TEST_F(RegistrationStoreTest, contacts_due_at_the_same_instant_end_in_the_order_of_their_registration) {
  RegistrationStore store(host_);
  Heard heard;
  for (const char* aor : {"zoe", "bob", "amy"}) ASSERT_TRUE(store.add(aor, update("x", 10s)));
  store.add_listener(heard);
  network_.run_for(10s);
  EXPECT_EQ(heard.lines, (Texts{"expired (expiry) zoe x", "expired (expiry) bob x", "expired (expiry) amy x"}));
}

TEST_F(RegistrationStoreTest, every_bound_refuses_and_changes_nothing) {
  StoreLimits limits;
  limits.registrations_max = 3;
  limits.contacts_per_aor_max = 2;
  limits.aor_bytes_max = 8;
  limits.contact_bytes_max = 32;
  RegistrationStore store(host_, limits);
  Heard heard;
  ASSERT_TRUE(store.add("alice", update("a")));
  ASSERT_TRUE(store.add("alice", update("b")));
  store.add_listener(heard);
  EXPECT_EQ(store.add("alice", update("c")).error().detail, "contacts per address");
  EXPECT_EQ(store.add("a-long-address", update("c")).error().detail, "length of an address of record");
  EXPECT_EQ(store.add("bob", update(std::string(18, 'x'))).error().detail, "length of a contact");
  EXPECT_EQ(store.add("bob", update("c", 0s)).error().code, host::ErrorCode::invalid_argument);
  EXPECT_EQ(store.refresh(store.first_contact(store.find("alice")), update(std::string(18, 'x'))).error().code,
            host::ErrorCode::bound_reached);
  EXPECT_TRUE(heard.lines.empty());
  ASSERT_TRUE(store.add("bob", update("c")));
  EXPECT_EQ(store.add("tim", update("d")).error().detail, "registrations");
  EXPECT_EQ(store.find("tim"), kNone);
  EXPECT_EQ(contacts_of(store, "alice"), (Texts{"a", "b"}));
  EXPECT_EQ(store.room_for(kNone, UINT32_MAX).error().code, host::ErrorCode::bound_reached);
  EXPECT_EQ(store.room_for(store.find("alice"), 1).error().code, host::ErrorCode::bound_reached);
}

TEST_F(RegistrationStoreTest, thousands_come_and_go_in_any_order_and_every_one_is_found) {
  RegistrationStore store(host_);
  const auto name = [](int i) { return "sip:phone" + std::to_string(i) + "@example.com"; };
  for (int i = 0; i < 5000; ++i) ASSERT_TRUE(store.add(name(i), update("x")));
  for (int i = 0; i < 5000; i += 3) store.remove_all(store.find(name(i)));
  for (int i = 0; i < 5000; i += 6) ASSERT_TRUE(store.add(name(i), update("y")));
  for (int i = 0; i < 5000; ++i) EXPECT_EQ(store.find(name(i)) != kNone, i % 3 != 0 || i % 6 == 0) << i;
  EXPECT_EQ(store.records(), 5000u - 1667u + 834u);
}

}  // namespace
}  // namespace hexad::location
