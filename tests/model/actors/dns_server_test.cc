#include "model/actors/dns_server.h"

#include <gtest/gtest.h>

#include "model/dns/stub_resolver.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::actors {
namespace {

using namespace std::chrono_literals;

constexpr const char* kZone =
    "$TTL 60\n@ IN SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 10.0.0.53\nwww A 10.0.0.1\nwww A 10.0.0.2\n";

class Asking final : public dns::ResolutionHandler {
 public:
  Asking(support::SimNetwork& network, support::SimHost& host, const host::SocketAddress& server)
      : network_(network), resolver_(host, {{server}}) {}
  /// The addresses of a name as the server gives them now; "failed" when it says nothing.
  std::string addresses(const char* name) {
    answer_.clear();
    resolver_.flush();
    query_ = resolver_.resolve(dns::Name::parse(name).value(), dns::Type::a, *this).value();
    network_.run_for(20s);
    return answer_;
  }

 private:
  void on_resolved(dns::Query&, const dns::Resolution& resolution) override {
    if (resolution.outcome == dns::Resolution::Outcome::failed) answer_ = "failed";
    for (const dns::Record& record : resolution.records) answer_ += (*record.address()).to_string() + " ";
  }
  support::SimNetwork& network_;
  dns::StubResolver resolver_;
  dns::QueryHandle query_;
  std::string answer_;
};

struct DnsServerWorld {
  support::SimNetwork network{3};
  support::SimHost& server = network.add_host("ns", {"10.0.0.53/24", "2001:db8::53/64"});
  support::SimHost& client = network.add_host("client", {"10.0.0.9/24", "2001:db8::9/64"});
};

TEST(DnsServer, answers_on_each_of_its_addresses_and_turns_the_list_when_told_to) {
  DnsServerWorld world;
  const DnsServer dns(world.server, {{{"example.com", "a.zone", kZone}}});
  Asking over_v4(world.network, world.client, world.server.at(53));
  Asking over_v6(world.network, world.client, world.server.at(53, host::Family::ipv6));
  EXPECT_EQ(over_v4.addresses("www.example.com"), "10.0.0.1 10.0.0.2 ");
  EXPECT_EQ(over_v6.addresses("www.example.com"), "10.0.0.2 10.0.0.1 ");
}

TEST(DnsServer, keeps_the_order_of_the_zone_without_round_robin) {
  DnsServerWorld world;
  DnsServerSettings settings{{{"example.com", "a.zone", kZone}}};
  settings.round_robin = false;
  settings.port = 10053;
  const DnsServer dns(world.server, settings);
  Asking asking(world.network, world.client, world.server.at(10053));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(asking.addresses("www.example.com"), "10.0.0.1 10.0.0.2 ");
}

TEST(DnsServer, tells_of_a_zone_that_it_cannot_read_and_serves_the_others) {
  DnsServerWorld world;
  DnsServerSettings settings;
  settings.zones.push_back({"broken.example", "broken.zone", std::string(kZone) + "www A 10.0.0.300\n"});
  settings.zones.push_back({"no..name", "name.zone", kZone});
  settings.zones.push_back({"example.com", "good.zone", kZone});
  const DnsServer dns(world.server, settings);
  EXPECT_EQ(world.server.captured().count("zone_refused"), 2u);
  const support::CapturedLine& first = world.server.captured().lines()[0];
  EXPECT_EQ(first.severity, host::Severity::error);
  EXPECT_EQ(first.text.rfind("broken.zone:7", 0), 0u) << first.text;
  EXPECT_EQ(world.server.captured().last("zone_refused")->fields.at("file"), "name.zone");
  Asking asking(world.network, world.client, world.server.at(53));
  EXPECT_EQ(asking.addresses("www.example.com"), "10.0.0.1 10.0.0.2 ");
}

TEST(DnsServer, tells_of_a_busy_port) {
  DnsServerWorld world;
  const DnsServer first(world.server, {{{"example.com", "a.zone", kZone}}});
  const DnsServer second(world.server, {{{"example.com", "a.zone", kZone}}});
  ASSERT_EQ(world.server.captured().count("listen_failed"), 1u);
  EXPECT_EQ(world.server.captured().last("listen_failed")->severity, host::Severity::error);
}

}  // namespace
}  // namespace hexad::actors
