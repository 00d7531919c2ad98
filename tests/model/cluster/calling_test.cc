// Goal: phones of a cluster call one another, whichever peers hold them, and hear why where they cannot.
#include "model/actors/sip_endpoint.h"
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;
using ::testing::HasSubstr;

class Calling : public ClusterWorld {
 protected:
  struct Phone {
    support::SimHost* machine = nullptr;
    std::unique_ptr<actors::SipEndpoint> endpoint;
  };
  void form(int count = 3) {
    boot_all(count);
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
  }
  /// A phone of this user, registered with this peer; `number` is its address.
  Phone& add_phone(int number, const std::string& user, int peer, int answers = 200) {
    Phone& phone = phones_[number];
    phone.machine = &network.add_host(fmt::format("phone{}", number), {fmt::format("10.0.0.{}/24", 100 + number)});
    actors::SipEndpointSettings settings;
    settings.address_of_record = fmt::format("sip:{}@example.com", user);
    settings.discovery = dns::SipDiscovery::static_address;
    settings.server = address(peer);
    settings.transport = host::Transport::udp;
    settings.expires_seconds = 600;
    settings.answers = answers;
    phone.endpoint = std::make_unique<actors::SipEndpoint>(*phone.machine, std::move(settings), nullptr);
    network.run_for(1s);
    EXPECT_TRUE(phone.endpoint->registered());
    return phone;
  }
  /// "call_established" ... what the phone said last, or "nothing".
  static std::string last(const Phone& phone, std::string_view event, std::string_view field) {
    const auto* line = phone.machine->captured().last(std::string(event));
    return line == nullptr ? "nothing" : line->fields.at(std::string(field));
  }

 private:
  std::map<int, Phone> phones_;
};

TEST_F(Calling, goes_to_the_peer_that_holds_the_phone) {
  verifies("port.call-signalling");
  form();
  Phone& alice = add_phone(1, "alice", 1);
  Phone& bob = add_phone(2, "bob", 2);
  alice.endpoint->calls().call("sip:bob@example.com", 10s);
  network.run_for(2s);
  EXPECT_EQ(last(alice, "call_established", "with"), "sip:bob@example.com");
  EXPECT_EQ(last(bob, "call_established", "with"), "sip:alice@example.com");
  const auto& messages = machine(1).captured().messages();
  EXPECT_TRUE(std::any_of(messages.begin(), messages.end(), [](const support::CapturedMessage& message) {
    return message.summary.starts_with("INVITE") && message.remote.to_string() == "10.0.0.12:5060";
  })) << "the port of SIP signalling, between peers, too";
  network.run_for(10s);
  EXPECT_EQ(last(alice, "call_ended", "by"), "us");
  EXPECT_EQ(last(bob, "call_ended", "by"), "them");
  EXPECT_EQ(alice.endpoint->calls().size(), 0u);
}

TEST_F(Calling, rings_every_device_of_an_address_and_stops_where_another_one_answers) {
  form();
  Phone& alice = add_phone(1, "alice", 1);
  Phone& desk = add_phone(2, "bob", 2);
  Phone& mobile = add_phone(3, "bob", 3);
  alice.endpoint->calls().call("sip:bob@example.com", 5s);
  network.run_for(300ms);
  EXPECT_EQ(last(desk, "call_received", "from"), "sip:alice@example.com");
  EXPECT_EQ(last(mobile, "call_received", "from"), "sip:alice@example.com");
  network.run_for(10s);
  EXPECT_EQ(last(alice, "call_ended", "by"), "us");
  EXPECT_EQ(desk.endpoint->calls().size() + mobile.endpoint->calls().size(), 0u);
}

TEST_F(Calling, hears_the_refusal_of_a_phone_of_another_peer) {
  form();
  Phone& alice = add_phone(1, "alice", 1);
  add_phone(2, "bob", 2, 486);
  alice.endpoint->calls().call("sip:bob@example.com", 5s);
  network.run_for(2s);
  EXPECT_EQ(last(alice, "call_failed", "status"), "486");
}

TEST_F(Calling, finds_nobody_on_a_peer_that_is_lost) {
  form();
  Phone& alice = add_phone(1, "alice", 1);
  add_phone(2, "bob", 2);
  kill(2);
  network.run_for(1min);
  alice.endpoint->calls().call("sip:bob@example.com", 5s);
  network.run_for(2s);
  EXPECT_EQ(last(alice, "call_failed", "status"), "404");
}

TEST_F(Calling, is_turned_away_in_maintenance) {
  form();
  Phone& alice = add_phone(1, "alice", 1);
  add_phone(2, "bob", 2);
  EXPECT_THAT(run(1, "xConfiguration SystemUnit Maintenance Mode: On"), HasSubstr("OK"));
  alice.endpoint->calls().call("sip:bob@example.com", 5s);
  network.run_for(2s);
  EXPECT_EQ(last(alice, "call_failed", "status"), "503");
}

TEST_F(Calling, ends_for_those_who_were_parted_by_disbanding) {
  verifies("dis.calls-fail-across");
  release = config::Release::x8_9;
  form(2);
  Phone& alice = add_phone(1, "alice", 1);
  add_phone(2, "bob", 2);
  for (const int number : {2, 1}) {
    ASSERT_EQ(save(number, "Alternates Peer 1 Address:\nAlternates Peer 2 Address:\n"), "");
  }
  network.run_for(5s);
  alice.endpoint->calls().call("sip:bob@example.com", 5s);
  network.run_for(2s);
  EXPECT_EQ(last(alice, "call_failed", "status"), "404") << "no link exists to route it";
}

}  // namespace
}  // namespace hexad::cluster
