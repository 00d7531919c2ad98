// Alarms, registrations, calls and logs: what they show and what their buttons do.
#include <gtest/gtest.h>

#include "tests/model/admin/web/web_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using config::Release;

const std::vector<Release> kAll = {Release::x8_1, Release::x8_9, Release::vcs_x8_9_1, Release::x12};
const std::vector<Release> kBeforeX12 = {Release::x8_1, Release::x8_9, Release::vcs_x8_9_1};

void lower_all(WebWorld& world) {
  for (const auto& alarm : std::vector<status::Alarm>(world.services().alarms.active())) {
    world.services().alarms.lower(alarm.kind->id, alarm.instance);
  }
}

TEST(Alarms, are_listed_acknowledged_and_cleared_with_their_cause) {
  support::verifies("ui.alarms-page");
  for (const Release release : kAll) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    lower_all(world);
    EXPECT_TRUE(browser.get("/status/alarms").says("There are no alarms."));
    world.services().alarms.raise(20004, "Cannot reach peer two", "10.1.0.12");
    world.services().alarms.raise(20004, "Cannot reach peer three", "10.1.0.13");
    const Answer page = browser.get("/status/alarms");
    ASSERT_EQ(page.count("//table[@id='alarms']/tbody/tr"), 2u);
    const status::AlarmKind* kind = status::find_alarm_kind(20004);
    EXPECT_EQ(page.count("//tr[td='20004' and td='New']"), 2u);
    EXPECT_EQ(page.text("(//tr[td='20004'])[1]/td[2]"), kind->title);
    EXPECT_TRUE(page.says(kind->action));
    EXPECT_TRUE(page.says("Cannot reach peer three (10.1.0.13)"));

    const Answer acknowledged = browser.press(page, "Acknowledge", {{"alarm", "20004 10.1.0.13"}});
    EXPECT_TRUE(acknowledged.says("One alarm has been acknowledged."));
    EXPECT_EQ(acknowledged.count("//tr[td='Acknowledged' and contains(., 'peer three')]"), 1u);
    EXPECT_EQ(acknowledged.count("//tr[td='New' and contains(., 'peer two')]"), 1u);
    EXPECT_EQ(world.services().alarms.unacknowledged(), 1u);
    EXPECT_TRUE(world.services().alarms.raised(20004, "10.1.0.13")) << "acknowledging does not clear the cause";

    world.services().alarms.lower(20004, "10.1.0.13");
    EXPECT_EQ(browser.get("/status/alarms").count("//table[@id='alarms']/tbody/tr"), 1u);
  }
}

TEST(Alarms, the_page_lists_what_is_active_and_nothing_else) {
  support::verifies("alarm.status-page");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    for (const std::uint32_t id : {15015U, 20004U, 30001U}) {
      if (status::find_alarm_kind(id) != nullptr) world.services().alarms.raise(id);
    }
    const Answer page = browser.get("/status/alarms");
    const auto& active = world.services().alarms.active();
    ASSERT_GE(active.size(), 3u);
    EXPECT_EQ(page.count("//table[@id='alarms']/tbody/tr"), active.size());
    for (const auto& alarm : active) {
      EXPECT_EQ(page.count("//tr[@data-id='" + std::to_string(alarm.kind->id) + "']"), 1u) << alarm.kind->id;
    }
  }
}

TEST(Alarms, acknowledging_what_is_not_there_does_nothing) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  world.services().alarms.raise(20004);
  const Answer page = browser.get("/status/alarms");
  for (const char* key : {"", "1 x", "20004 other", "4294987300 ", "abc", "99999999999999999999"}) {
    EXPECT_TRUE(browser.press(page, "Acknowledge", {{"alarm", key}}).says("0 alarms have been acknowledged.")) << key;
  }
  EXPECT_TRUE(browser.press(page, "Acknowledge").says("Select at least one alarm first."));
}

/// A table of registrations or calls that a command takes lines out of.
struct Fake {
  Fake(WebWorld& world, const char* element, const char* item, const char* command, const char* parameter) {
    world.services().status.add(element, [this, element, item] {
      Node node(element);
      for (const std::string& serial : serials) {
        Node& child = node.add_item(item, static_cast<std::uint32_t>(node.children.size()) + 1);
        child.add("SerialNumber", serial);
        child.add("AOR", "sip:" + serial + "@example.com");
        child.add("Protocol", "SIP");
        child.add("Source", serial);
      }
      return node;
    });
    if (world.services().commands.find(command) != nullptr) return;
    Command declared;
    declared.name = command;
    Parameter serial;
    serial.name = parameter;
    serial.maximum = 64;
    declared.parameters = {serial};
    declared.run = [this, parameter](const CommandCall& call, CommandReply reply) {
      if (std::erase(serials, std::string(call.text(parameter))) > 0) return reply(CommandResult::done());
      reply(CommandResult::failed("not found", "There is no such line"));
    };
    world.services().commands.add(std::move(declared));
  }
  std::vector<std::string> serials = {"aaa", "bbb", "ccc"};
};

TEST(Registrations, by_device_are_unregistered_by_check_box) {
  support::verifies("ui.registrations-page");
  for (const Release release : {Release::x8_9, Release::vcs_x8_9_1}) {
    WebWorld world(release);
    Fake fake(world, "Registrations", "Registration", "RemoveRegistration", "RegistrationSerialNumber");
    Browser browser(world);
    browser.login();
    const Answer page = browser.get("/status/registrations/by-device");
    EXPECT_EQ(page.text("//nav[@class='crumbs']"), "Status Registrations By device");
    EXPECT_EQ(page.count("//tbody/tr"), 3u);
    EXPECT_EQ(page.count("//tbody//input[@type='checkbox']"), 3u);
    const Answer after = browser.press(page, "Unregister", {{"item", "sbbb"}});
    EXPECT_TRUE(after.says("1 of 1 unregistered."));
    EXPECT_EQ(fake.serials, (std::vector<std::string>{"aaa", "ccc"}));
    EXPECT_EQ(after.count("//tbody/tr"), 2u);
    const Answer again = browser.press(page, "Unregister", {{"item", "sbbb"}});
    EXPECT_TRUE(again.says("0 of 1 unregistered. There is no such line"));
    const Answer all = browser.get(after.attribute("//a[.='Select all']", "href"));
    EXPECT_TRUE(browser.press(all, "Unregister").says("2 of 2 unregistered."));
    EXPECT_TRUE(fake.serials.empty());
  }
}

TEST(Registrations, of_other_peers_are_shown_and_have_no_check_box) {
  WebWorld world;
  Fake fake(world, "Registrations", "Registration", "RemoveRegistration", "RegistrationSerialNumber");
  world.services().status.add("ClusterRegistrations", [] {
    Node node("ClusterRegistrations");
    node.add("Count", "1");
    Node& child = node.add_item("Registration", 1);
    child.add("AOR", "sip:far@example.com");
    child.add("Node", "10.1.0.12");
    return node;
  });
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/status/registrations/by-device");
  EXPECT_TRUE(page.says("Records: 3 on this peer, 1 on other peers of the cluster"));
  EXPECT_EQ(page.count("//tbody/tr"), 4u);
  EXPECT_EQ(page.count("//tbody//input[@type='checkbox']"), 3u);
  EXPECT_EQ(page.text("//tbody/tr[4]/td[2]"), "sip:far@example.com");
  EXPECT_EQ(page.text("//tbody/tr[4]/td[last()]"), "10.1.0.12");
}

TEST(Calls, are_disconnected_by_check_box) {
  support::verifies("ui.calls-page");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    Fake fake(world, "Calls", "Call", "DisconnectCall", "CallSerialNumber");
    Browser browser(world);
    browser.login();
    const Answer page = browser.get("/status/calls");
    EXPECT_EQ(page.count("//tbody//input[@type='checkbox']"), 3u);
    EXPECT_TRUE(browser.press(page, "Disconnect", {{"item", "sccc"}}).says("1 of 1 disconnected."));
    EXPECT_EQ(fake.serials, (std::vector<std::string>{"aaa", "bbb"}));
  }
}

TEST(Status, what_no_part_of_the_peer_provides_says_so) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  EXPECT_TRUE(browser.get("/status/zones").says("not available on this peer"));
}

TEST(Status, what_endpoints_call_themselves_is_no_markup) {
  WebWorld world;
  world.services().status.add("Registrations", [] {
    Node node("Registrations");
    Node& item = node.add_item("Registration", 1);
    item.add("AOR", "<script>alert(1)</script>");
    item.add("VendorInfo", "\"><img src=x>\xff\x01");
    return node;
  });
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/status/registrations/by-device");
  ASSERT_NE(page.page, nullptr);
  EXPECT_EQ(page.count("//main//script | //main//img"), 0u);
  EXPECT_TRUE(page.says("<script>alert(1)</script>"));
}

TEST(Overview, leads_to_registrations_calls_and_alarms_and_fetches_itself) {
  WebWorld world;
  Browser browser(world);
  const Answer page = browser.login();
  EXPECT_EQ(page.text("//h1"), "Overview");
  EXPECT_EQ(page.count("//dd/a[@href='/status/registrations/by-device']"), 1u);
  EXPECT_EQ(page.count("//dd/a[@href='/status/calls']"), 1u);
  EXPECT_EQ(page.attribute("//main", "data-refresh"), "5");
  EXPECT_TRUE(page.says("10.1.0.11"));
}

TEST(Logs, are_shown_newest_first_a_page_at_a_time_and_can_be_filtered) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  for (int i = 1; i <= 250; ++i) {
    world.services().events.add(1, "Test Event", {{"Detail", i == 77 ? "needle <b>" : "line " + std::to_string(i)}});
  }
  const Answer first = browser.get("/status/logs/event-log");
  EXPECT_EQ(first.count("//tbody/tr"), 100u);
  EXPECT_NE(first.text("//tbody/tr[1]").find("line 250"), std::string::npos);
  const Answer second = browser.get(first.attribute("//a[.='Older']", "href"));
  EXPECT_NE(second.text("//tbody/tr[1]").find("line 150"), std::string::npos);
  const Answer filtered = browser.get("/status/logs/event-log?contains=needle+%3Cb%3E");
  EXPECT_EQ(filtered.count("//tbody/tr"), 1u);
  EXPECT_EQ(filtered.count("//tbody//b"), 0u);
  for (const char* page : {"0", "-1", "99999999999999999999", "x", ""}) {
    EXPECT_EQ(browser.get("/status/logs/event-log?page=" + std::string(page)).status, 200) << page;
  }
}

TEST(Clustering, tells_the_state_of_each_peer_beside_its_address) {
  support::verifies("ui.peer-states");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    ASSERT_TRUE(world.life().set("Alternates Peer 1 Address", "10.1.0.11"));
    ASSERT_TRUE(world.life().set("Alternates Peer 2 Address", "10.1.0.12"));
    ASSERT_TRUE(world.life().set("Alternates Peer 3 Address", "10.1.0.13"));
    ASSERT_TRUE(world.life().set("Alternates Peer 4 Address", "10.1.0.14"));
    const auto state = [](const Answer& page, int peer) {
      return page.text("//*[@data-path='Alternates Peer " + std::to_string(peer) + " Address']//*[@class='state']");
    };
    EXPECT_EQ(state(browser.get("/system/clustering"), 2), "Unknown") << "before anybody has looked";
    world.services().status.add("Alternates", [] {
      Node node("Alternates");
      node.add_item("Peer", 2).add("State", "Failed");
      node.add_item("Peer", 3).add("State", "Active");
      return node;
    });
    world.services().status.add("Cluster", [] {
      Node node("Cluster");
      node.add("Database").add("Status", "Active");
      return node;
    });
    const Answer page = browser.get("/system/clustering");
    EXPECT_EQ(state(page, 1), "This system");
    EXPECT_EQ(state(page, 2), "Failed");
    EXPECT_EQ(state(page, 3), "Active");
    EXPECT_EQ(state(page, 4), "Unknown");
    EXPECT_EQ(state(page, 5), "");
    EXPECT_EQ(page.text("//dt[.='Cluster database status']/following-sibling::dd[1]"), "Active");
  }
}

TEST(Clustering, knows_itself_by_its_name_too) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  ASSERT_TRUE(world.life().set("IP DNS Hostname", "expc1"));
  ASSERT_TRUE(world.life().set("IP DNS Domain Name", "example.com"));
  ASSERT_TRUE(world.life().set("Alternates Peer 1 Address", "EXPC1.example.com"));
  EXPECT_EQ(browser.get("/system/clustering").text("//*[@class='state']"), "This system");
}

}  // namespace
}  // namespace hexad::admin
