// The pages of Maintenance > Tools > Network utilities, with a name server on the network that answers.
#include <gtest/gtest.h>

#include <memory>

#include "model/actors/dns_server.h"
#include "tests/model/admin/web/web_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using config::Release;

constexpr const char* kZone =
    "$TTL 86400\n@ IN SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 10.1.0.53\n"
    "_sip._tcp SRV 1 1 5060 peer1\n_sip._tcp SRV 1 1 5060 peer2\n_sips._tcp SRV 1 1 5061 peer1\n"
    "peer1 A 10.1.0.11\npeer2 A 10.1.0.12\n";

struct NamedWorld : WebWorld {
  explicit NamedWorld(Release release) : WebWorld(release) {
    support::SimHost& machine = life().network().add_host("ns1", {"10.1.0.53/24"});
    dns =
        std::make_unique<actors::DnsServer>(machine, actors::DnsServerSettings{{{"example.com", "test.zone", kZone}}});
    EXPECT_TRUE(life().set("DNS Server 1 Address", "10.1.0.53"));
  }
  std::unique_ptr<actors::DnsServer> dns;
};

TEST(ToolsPages, the_srv_path_entered_in_host_brings_its_records) {
  support::verifies("dns.lookup-tool");
  for (const Release release : {Release::x8_1, Release::x8_9, Release::vcs_x8_9_1, Release::x12}) {
    NamedWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer page = browser.get("/maintenance/tools/network-utilities/dns-lookup");
    EXPECT_EQ(page.text("//nav[@class='crumbs']"), "Maintenance Tools Network utilities DNS lookup");
    const Answer found = browser.press(page, "Lookup", {{"Host", "_sip._tcp.example.com"}});
    EXPECT_EQ(found.count("//h2[@id='results']"), 1u) << found.text("//main");
    EXPECT_TRUE(found.says("1 1 5060 peer1.example.com"));
    EXPECT_TRUE(found.says("1 1 5060 peer2.example.com"));
    EXPECT_TRUE(found.says("10.1.0.12")) << "the targets' addresses";
    EXPECT_FALSE(found.says("5061")) << "of another service";
    const Answer none = browser.press(page, "Lookup", {{"Host", "_sip._tcp.example.org"}});
    EXPECT_FALSE(none.says("5060"));
  }
}

TEST(ToolsPages, the_connectivity_test_asks_for_each_protocol_at_the_domain) {
  support::verifies("dns.connectivity-test");
  NamedWorld world(Release::x12);
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/maintenance/tools/network-utilities/connectivity-test");
  EXPECT_EQ(page.count("//form//label[.='Service Record Domain']"), 1u) << page.text("//main");
  EXPECT_EQ(page.count("//form//label[.='Service Record Protocols']"), 1u);
  const Answer run = browser.press(page, "Run", {{"Domain", "example.com"}, {"Protocols", "_sip._tcp,_sips._tcp"}});
  EXPECT_TRUE(run.says("_sip._tcp.example.com")) << run.text("//main");
  EXPECT_TRUE(run.says("1 1 5060 peer2.example.com"));
  EXPECT_TRUE(run.says("_sips._tcp.example.com"));
  EXPECT_TRUE(run.says("1 1 5061 peer1.example.com"));
}

}  // namespace
}  // namespace hexad::admin
