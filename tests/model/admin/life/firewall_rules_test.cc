// Pending rules, their activation, and the fifteen seconds in which it has to be accepted.
#include "model/admin/life/firewall_rules.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/life_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;

/// A stranger and two peers that try to connect to peer1.
struct FirewallWorld : LifeWorld {
  FirewallWorld() {
    stranger = &network().add_host("stranger", {"10.1.0.99/24"});
    second = &network().add_host("peer2", {"10.1.0.12/24"});
  }
  void put(int index, int priority, std::string_view action, std::string_view from, int prefix_length) {
    const std::string path = "Firewall Rule " + std::to_string(index) + " ";
    EXPECT_TRUE(set(path + "Priority", std::to_string(priority)));
    EXPECT_TRUE(set(path + "Interface", "LAN1"));
    EXPECT_TRUE(set(path + "Address", from));
    EXPECT_TRUE(set(path + "PrefixLength", std::to_string(prefix_length)));
    EXPECT_TRUE(set(path + "Service", "Custom"));
    EXPECT_TRUE(set(path + "Transport", "TCP"));
    EXPECT_TRUE(set(path + "StartPort", "4371"));
    EXPECT_TRUE(set(path + "EndPort", "4372"));
    EXPECT_TRUE(set(path + "Action", action));
  }
  /// "Drop"s everybody but peer2.
  void put_protection() {
    put(1, 50000, "Drop", "0.0.0.0", 0);
    put(2, 20, "Allow", "10.1.0.12", 32);
  }
  struct Silent final : host::ListenerHandler, host::StreamHandler {
    void on_accepted(host::TcpListener&, host::StreamHandle stream) override { accepted.push_back(std::move(stream)); }
    void on_connected(host::TcpStream&) override { connected = true; }
    void on_bytes(host::TcpStream&, host::ByteView) override {}
    void on_end(host::TcpStream&) override {}
    void on_failed(host::TcpStream&, const host::Error&) override {}
    std::vector<host::StreamHandle> accepted;
    bool connected = false;
  };
  bool connects(support::SimHost& from, std::uint16_t port);
  support::SimHost* stranger;
  support::SimHost* second;
};

std::string state(const LifeWorld& world, int index) {
  return world.status("Firewall Rule " + std::to_string(index) + " State");
}

host::FilterAction judged(FirewallWorld& world, support::SimHost& from, std::uint16_t port) {
  return world.host().judge_inbound(host::FilterProtocol::tcp, from.at(40000), world.host().at(port));
}

TEST(FirewallRules, are_pending_until_they_are_activated_and_accepted) {
  support::verifies("fw.s2-drop-all", "fw.s3-allow-each-peer", "fw.s4-activate");
  FirewallWorld world;
  world.put_protection();
  EXPECT_EQ(state(world, 1), "Pending add");
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::allow);
  const CommandResult activated = world.command("FirewallRulesActivate");
  EXPECT_TRUE(activated.ok);
  EXPECT_EQ(activated.description.substr(0, 39), "Activated Access Control configuration.");
  EXPECT_TRUE(activated.fields.empty()) << "this order needs no warning: " << activated.fields[0].value;
  EXPECT_EQ(state(world, 1), "Active");
  EXPECT_EQ(world.status("Firewall Activation SecondsLeft"), "15");
  EXPECT_TRUE(world.command("FirewallRulesAccept").ok);
  EXPECT_EQ(world.status("Firewall Activation State"), "None");
  world.run_for(1min);
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::drop);
  EXPECT_EQ(judged(world, *world.stranger, 4372), host::FilterAction::drop);
  EXPECT_EQ(judged(world, *world.second, 4371), host::FilterAction::allow);
  EXPECT_EQ(judged(world, *world.stranger, 5061), host::FilterAction::allow);
}

TEST(FirewallRules, all_tcp_to_the_clustering_ports_but_the_peers_own_can_be_kept_out) {
  support::verifies("fw.dos-protection");
  FirewallWorld world;
  world.put_protection();
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  EXPECT_TRUE(world.command("FirewallRulesAccept").ok);
  for (const std::uint16_t port : {std::uint16_t{4371}, std::uint16_t{4372}}) {
    EXPECT_FALSE(world.connects(*world.stranger, port)) << port;
    EXPECT_TRUE(world.connects(*world.second, port)) << port;
  }
}

bool FirewallWorld::connects(support::SimHost& from, std::uint16_t port) {
  Silent listening;
  Silent connecting;
  auto listener = host().listen_tcp({host().at(port), 8}, listening);
  host::TcpConnectOptions options;
  options.remote = host().at(port);
  auto stream = from.connect_tcp(options, connecting);
  run_for(5s);
  return connecting.connected;
}

TEST(FirewallRules, come_back_as_they_were_when_nobody_accepts) {
  FirewallWorld world;
  world.put_protection();
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  world.run_for(FirewallRules::kAcceptTime - 1ms);
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::drop);
  world.run_for(1ms);
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::allow);
  EXPECT_EQ(state(world, 1), "Pending add");
  EXPECT_EQ(world.events("Firewall Rules Rolled Back"), 1u);
  EXPECT_EQ(world.command("FirewallRulesAccept").cause, "not found") << "too late";
}

TEST(FirewallRules, that_were_not_accepted_are_gone_after_a_power_cut) {
  FirewallWorld world;
  world.put(2, 20, "Reject", "10.1.0.12", 32);
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  EXPECT_TRUE(world.command("FirewallRulesAccept").ok);
  world.put_protection();
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  world.reboot();
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::allow);
  EXPECT_EQ(judged(world, *world.second, 4371), host::FilterAction::reject) << "what was accepted before counts";
  EXPECT_EQ(state(world, 2), "Pending change");
}

TEST(FirewallRules, revert_takes_everything_pending_back) {
  FirewallWorld world;
  world.put_protection();
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  EXPECT_TRUE(world.command("FirewallRulesAccept").ok);
  ASSERT_TRUE(world.set("Firewall Rule 2 Action", "Drop"));
  world.put(7, 7, "Drop", "10.7.0.0", 16);
  EXPECT_TRUE(world.command("FirewallRuleDelete", {{"Rule", "1"}}).ok);
  EXPECT_EQ(state(world, 1), "Pending delete");
  EXPECT_EQ(state(world, 2), "Pending change");
  EXPECT_EQ(state(world, 7), "Pending add");
  EXPECT_TRUE(world.command("FirewallRuleUndelete", {{"Rule", "1"}}).ok);
  EXPECT_EQ(state(world, 1), "Active");
  EXPECT_TRUE(world.command("FirewallRulesRevert").ok);
  EXPECT_EQ(state(world, 2), "Active");
  EXPECT_EQ(state(world, 7), "");
  EXPECT_EQ(world.setting("Firewall Rule 2 Action"), "Allow");
}

TEST(FirewallRules, revert_while_an_activation_waits_rolls_it_back_at_once) {
  FirewallWorld world;
  world.put_protection();
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  EXPECT_EQ(world.command("FirewallRulesActivate").cause, "not possible now");
  EXPECT_TRUE(world.command("FirewallRulesRevert").ok);
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::allow);
  EXPECT_EQ(state(world, 1), "");
}

TEST(FirewallRules, of_one_priority_are_not_activated_and_raise_their_alarm) {
  FirewallWorld world;
  world.put(1, 10, "Drop", "10.1.0.0", 24);
  world.put(2, 10, "Allow", "10.1.0.12", 32);
  const CommandResult refused = world.command("FirewallRulesActivate");
  EXPECT_EQ(refused.cause, "bad value");
  EXPECT_EQ(refused.description, "Two rules have the priority 10");
  EXPECT_TRUE(world.alarm(40034));
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::allow);
  world.put(2, 9, "Allow", "10.1.0.12", 32);
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  EXPECT_FALSE(world.alarm(40034));
}

TEST(FirewallRules, that_were_kept_and_cannot_be_read_are_left_out_with_their_alarm) {
  FirewallWorld world;
  world.put_protection();
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  EXPECT_TRUE(world.command("FirewallRulesAccept").ok);
  ASSERT_TRUE(world.store().write(config::kind::kFirewallRule, "2", "no rule"));
  world.reboot();
  EXPECT_TRUE(world.alarm(40030));
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::drop) << "the others count";
}

TEST(FirewallRules, activation_warns_of_the_sample_order) {
  FirewallWorld world;
  ASSERT_TRUE(world.set("Alternates Peer 1 Address", "10.1.0.11"));
  ASSERT_TRUE(world.set("Alternates Peer 2 Address", "10.1.0.12"));
  world.put(1, 10, "Drop", "0.0.0.0", 0);
  world.put(2, 18, "Allow", "10.1.0.12", 32);
  const CommandResult result = world.command("FirewallRulesActivate");
  EXPECT_TRUE(result.ok);
  ASSERT_EQ(result.fields.size(), 2u) << "one for the peer, one for the rule; none for this peer itself";
  EXPECT_EQ(result.fields[0].value.substr(0, 14), "Peer 10.1.0.12");
}

TEST(FirewallRules, show_every_field_in_the_order_of_their_priorities) {
  support::verifies("fw.rule-schema");
  FirewallWorld world;
  world.put(3, 21, "Allow", "10.1.0.24", 32);
  ASSERT_TRUE(world.set("Firewall Rule 3 Description", "Allow TCP from peer 4"));
  const std::vector<std::pair<std::string, std::string>> expected{{"Priority", "21"},
                                                                  {"Interface", "LAN1"},
                                                                  {"Address", "10.1.0.24"},
                                                                  {"PrefixLength", "32"},
                                                                  {"Service", "Custom"},
                                                                  {"AddressRange", "10.1.0.24 - 10.1.0.24"},
                                                                  {"Transport", "TCP"},
                                                                  {"StartPort", "4371"},
                                                                  {"EndPort", "4372"},
                                                                  {"Action", "Allow"},
                                                                  {"Description", "Allow TCP from peer 4"}};
  for (const auto& leaf : expected) EXPECT_EQ(world.status("Firewall Rule 3 " + leaf.first), leaf.second) << leaf.first;
}

TEST(FirewallRules, move_up_and_down_but_not_beyond_the_ends) {
  FirewallWorld world;
  world.put(1, 10, "Drop", "0.0.0.0", 0);
  world.put(2, 18, "Allow", "10.1.0.12", 32);
  world.put(3, 19, "Allow", "10.1.0.13", 32);
  EXPECT_EQ(world.status("Firewall Rule 1 MoveUp"), "False");
  EXPECT_EQ(world.status("Firewall Rule 1 MoveDown"), "True");
  EXPECT_EQ(world.status("Firewall Rule 2 MoveUp"), "True");
  EXPECT_EQ(world.status("Firewall Rule 3 MoveDown"), "False");
  EXPECT_TRUE(world.command("FirewallRuleMove", {{"Rule", "1"}, {"Direction", "Down"}}).ok);
  EXPECT_EQ(world.setting("Firewall Rule 1 Priority"), "18");
  EXPECT_EQ(world.setting("Firewall Rule 2 Priority"), "10");
  EXPECT_EQ(world.setting("Firewall Rule 2 Action"), "Allow") << "nothing else of a rule has changed";
  EXPECT_EQ(world.command("FirewallRuleMove", {{"Rule", "2"}, {"Direction", "Up"}}).cause, "not possible now");
  EXPECT_EQ(world.command("FirewallRuleMove", {{"Rule", "3"}, {"Direction", "Down"}}).cause, "not possible now");
  EXPECT_EQ(world.command("FirewallRuleMove", {{"Rule", "9"}, {"Direction", "Up"}}).cause, "not found");
}

TEST(FirewallRules, an_acceptance_that_cannot_be_kept_brings_the_previous_rules_back) {
  FirewallWorld world;
  world.put_protection();
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  world.disk().fail_after(0, host::ErrorCode::disk_full);
  EXPECT_EQ(world.command("FirewallRulesAccept").cause, "storage");
  EXPECT_EQ(judged(world, *world.stranger, 4371), host::FilterAction::allow);
  world.disk().fail_never();
}

TEST(FirewallRules, are_refused_to_whom_may_only_read) {
  FirewallWorld world;
  for (const std::string_view name : {"FirewallRulesActivate", "FirewallRulesAccept", "FirewallRulesRevert"}) {
    EXPECT_EQ(world.command_as(Role::read_only, name).cause, "not permitted") << name;
  }
}

}  // namespace
}  // namespace hexad::admin
