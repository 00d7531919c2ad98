// The DNS lookup and the connectivity test against name servers of the simulated network.
#include "model/admin/life/network_tools.h"

#include <gtest/gtest.h>

#include <set>

#include "model/dns/authoritative_server.h"
#include "model/dns/zone_file.h"
#include "tests/model/admin/life/life_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

constexpr const char* kZone =
    "$TTL 86400\n@ IN SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 10.1.0.53\n"
    "_sip._tcp SRV 1 1 5060 peer1\n_sip._tcp SRV 1 1 5060 peer2\n_sips._tcp SRV 1 1 5061 peer1\n"
    "peer1 A 10.1.0.11\npeer2 A 10.1.0.12\n";

struct ToolsWorld : LifeWorld {
  ToolsWorld() {
    for (int i = 0; i < 2; ++i) {
      support::SimHost& machine =
          network().add_host("ns" + std::to_string(i + 1), {"10.1.0." + std::to_string(53 + i) + "/24"});
      auto zone = dns::parse_zone(kZone, "test.zone", dns::Name::parse("example.com").value());
      EXPECT_TRUE(zone);
      dns::AuthoritativeSettings settings;
      settings.listen = {machine.at(53)};
      servers.push_back(std::make_unique<dns::AuthoritativeServer>(machine, settings));
      servers.back()->zones().set(*std::move(zone));
      EXPECT_TRUE(servers.back()->start());
    }
    network().set_datagram_tap([this](const host::SocketAddress&, const host::SocketAddress& to, host::ByteView) {
      if (to.port == 53) asked.insert(to.address.to_string());
      return true;
    });
  }
  std::vector<std::unique_ptr<dns::AuthoritativeServer>> servers;
  std::set<std::string> asked;  ///< The servers that got a query.
};

std::string at(const CommandResult& result, std::size_t question, std::string_view leaf) {
  if (question >= result.fields.size()) return "-";
  const Node* node = result.fields[question].find(leaf);
  return node == nullptr ? std::string() : node->value;
}

std::string record(const CommandResult& result, std::size_t question, std::uint32_t number, std::string_view leaf) {
  if (question >= result.fields.size()) return "-";
  const Node* node = result.fields[question].find("Record", number);
  const Node* found = node == nullptr ? nullptr : node->find(leaf);
  return found == nullptr ? std::string() : found->value;
}

TEST(DnsLookup, shows_the_service_records_of_a_path) {
  ToolsWorld world;
  ASSERT_TRUE(world.set("DNS Server 1 Address", "10.1.0.53"));
  const CommandResult result = world.command("DNSLookup", {{"Host", "_sip._tcp.example.com"}, {"Type", "SRV"}});
  ASSERT_TRUE(result.ok) << result.description;
  ASSERT_EQ(result.fields.size(), 1u);
  EXPECT_EQ(at(result, 0, "Outcome"), "Answered");
  EXPECT_EQ(at(result, 0, "Server"), "10.1.0.53");
  std::set<std::string> data{record(result, 0, 1, "Data"), record(result, 0, 2, "Data")};
  EXPECT_EQ(data, (std::set<std::string>{"1 1 5060 peer1.example.com", "1 1 5060 peer2.example.com"}));
  EXPECT_EQ(record(result, 0, 1, "Ttl"), "86400");
  EXPECT_EQ(record(result, 0, 1, "Class"), "IN");
  EXPECT_EQ(record(result, 0, 1, "Type"), "SRV");
  EXPECT_NE(result.fields[0].find("Additional", 2), nullptr) << "the targets' addresses come along";
}

TEST(DnsLookup, asks_for_all_types_unless_told_and_backwards_for_an_address) {
  ToolsWorld world;
  ASSERT_TRUE(world.set("DNS Server 1 Address", "10.1.0.53"));
  const CommandResult all = world.command("DNSLookup", {{"Host", "peer1.example.com"}});
  EXPECT_EQ(all.fields.size(), 9u);
  EXPECT_EQ(record(all, 0, 1, "Data"), "10.1.0.11");
  EXPECT_EQ(at(all, 2, "Type"), "SRV");
  EXPECT_EQ(at(all, 2, "Outcome"), "No records");
  const CommandResult none = world.command("DNSLookup", {{"Host", "nobody.example.com"}, {"Type", "A"}});
  EXPECT_TRUE(none.ok);
  EXPECT_EQ(at(none, 0, "Outcome"), "No such name");
  const CommandResult backwards = world.command("DNSLookup", {{"Host", "10.1.0.11"}});
  EXPECT_EQ(at(backwards, 0, "Name"), "11.0.1.10.in-addr.arpa");
  EXPECT_EQ(backwards.fields.size(), 1u);
}

TEST(DnsLookup, asks_the_servers_that_are_named) {
  ToolsWorld world;
  ASSERT_TRUE(world.set("DNS Server 1 Address", "10.1.0.53"));
  EXPECT_TRUE(world.command("DNSLookup", {{"Host", "peer1.example.com"}, {"Type", "A"}, {"Servers", "10.1.0.54"}}).ok);
  EXPECT_EQ(world.asked, (std::set<std::string>{"10.1.0.54"}));
}

TEST(DnsLookup, a_server_that_is_silent_is_an_outcome) {
  ToolsWorld world;
  const CommandResult result =
      world.command("DNSLookup", {{"Host", "peer1.example.com"}, {"Type", "A"}, {"Servers", "10.1.0.200"}});
  EXPECT_TRUE(result.ok);
  EXPECT_EQ(at(result, 0, "Outcome"), "Failed");
  EXPECT_NE(at(result, 0, "Error"), "");
}

TEST(DnsLookup, refuses_with_a_sentence) {
  ToolsWorld world;
  EXPECT_EQ(world.command("DNSLookup", {{"Host", "peer1.example.com"}}).description,
            "No DNS server is set: enter one at System > DNS, or name it in Servers");
  EXPECT_EQ(world.command("DNSLookup", {{"Host", "a..b"}, {"Servers", "10.1.0.53"}}).cause, "bad value");
  EXPECT_EQ(world.command("DNSLookup", {{"Host", "a"}, {"Servers", "ns.example.com"}}).cause, "bad value");
  EXPECT_EQ(world.command("DNSLookup", {{"Host", "a"}, {"Type", "HINFO"}, {"Servers", "10.1.0.53"}}).cause,
            "bad value");
}

TEST(DnsLookup, eight_at_a_time) {
  ToolsWorld world;
  int refused = 0;
  int answered = 0;
  for (int i = 0; i < 9; ++i) {
    world.services().commands.call("DNSLookup", {{"Host", "a.example.com"}, {"Type", "A"}, {"Servers", "10.1.0.53"}},
                                   operator_of(), [&](const CommandResult& r) { ++(r.ok ? answered : refused); });
  }
  EXPECT_EQ(refused, 1);
  world.run_for(std::chrono::seconds(10));
  EXPECT_EQ(answered, 8);
  EXPECT_TRUE(world.command("DNSLookup", {{"Host", "a.example.com"}, {"Type", "A"}, {"Servers", "10.1.0.53"}}).ok);
}

TEST(ConnectivityTest, asks_for_each_protocol_at_each_domain) {
  support::verifies("dns.connectivity-test-composition");
  ToolsWorld world;
  ASSERT_TRUE(world.set("DNS Server 1 Address", "10.1.0.53"));
  const CommandResult result = world.command(
      "ConnectivityTest", {{"Domain", "example.com, example.net"}, {"Protocols", "_sip._tcp,_sips._tcp"}});
  ASSERT_TRUE(result.ok) << result.description;
  ASSERT_EQ(result.fields.size(), 4u);
  EXPECT_EQ(at(result, 0, "Name"), "_sip._tcp.example.com");
  EXPECT_EQ(at(result, 1, "Name"), "_sips._tcp.example.com");
  EXPECT_EQ(at(result, 2, "Name"), "_sip._tcp.example.net");
  EXPECT_EQ(at(result, 3, "Name"), "_sips._tcp.example.net");
  EXPECT_EQ(record(result, 1, 1, "Data"), "1 1 5061 peer1.example.com");
}

TEST(ConnectivityTest, asks_every_server_of_the_system_unless_told_otherwise) {
  support::verifies("dns.connectivity-test-servers");
  ToolsWorld world;
  ASSERT_TRUE(world.set("DNS Server 1 Address", "10.1.0.53"));
  ASSERT_TRUE(world.set("DNS Server 2 Address", "10.1.0.54"));
  const LifeWorld::Arguments arguments{{"Domain", "example.com"}, {"Protocols", "_sip._tcp"}};
  const CommandResult both = world.command("ConnectivityTest", arguments);
  ASSERT_EQ(both.fields.size(), 2u);
  EXPECT_EQ(at(both, 0, "Server"), "10.1.0.53");
  EXPECT_EQ(at(both, 1, "Server"), "10.1.0.54");
  EXPECT_EQ(world.asked, (std::set<std::string>{"10.1.0.53", "10.1.0.54"}));
  world.asked.clear();
  LifeWorld::Arguments told = arguments;
  told.emplace_back("Servers", "10.1.0.54");
  EXPECT_EQ(world.command("ConnectivityTest", told).fields.size(), 1u);
  EXPECT_EQ(world.asked, (std::set<std::string>{"10.1.0.54"}));
}

TEST(ConnectivityTest, refuses_with_a_sentence) {
  ToolsWorld world;
  const auto cause = [&world](std::string domain, std::string protocols) {
    return world
        .command("ConnectivityTest",
                 {{"Domain", std::move(domain)}, {"Protocols", std::move(protocols)}, {"Servers", "10.1.0.53"}})
        .cause;
  };
  EXPECT_EQ(cause("example.com", "sip"), "bad value");
  EXPECT_EQ(cause(",", "_sip._tcp"), "bad value");
  EXPECT_EQ(cause("a..b", "_sip._tcp"), "bad value");
  std::string many;
  for (int i = 0; i < 101; ++i) many += "d" + std::to_string(i) + ".example.com,";
  EXPECT_EQ(cause(many.substr(0, 1020), "_sip._tcp,_sips._tcp,_h323ls._udp"), "bad value");
}

}  // namespace
}  // namespace hexad::admin
