// Long lists of settings: New, Edit, Delete.
#include <gtest/gtest.h>

#include "tests/model/admin/web/web_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

const std::string kDomains = "/configuration/domains";

struct Domains : ::testing::Test {
  Domains() { browser.login(); }
  WebWorld world;
  Browser browser{world};
  Answer follow_link(const Answer& page, const std::string& text) {
    const std::string target = page.attribute("//main//a[.='" + text + "']", "href");
    EXPECT_NE(target, "") << text;
    return browser.get(target);
  }
};

TEST_F(Domains, an_entry_is_made_changed_and_deleted) {
  const Answer blank = follow_link(browser.get(kDomains), "New");
  const Answer made = browser.press(blank, "Create", {{"SIP Domain 1 Name", "example.com"}});
  EXPECT_TRUE(made.says("Entry 1 has been created."));
  EXPECT_EQ(world.setting("SIP Domain 1 Name"), "example.com");
  EXPECT_EQ(made.count("//tbody/tr"), 1u);
  EXPECT_TRUE(made.says("Records: 1"));

  const Answer edit = follow_link(made, "View/Edit");
  EXPECT_EQ(std::string(edit.input("SIP Domain 1 Name").attribute("value").value()), "example.com");
  browser.press(edit, "Save", {{"SIP Domain 1 Name", "example.org"}});
  EXPECT_EQ(world.setting("SIP Domain 1 Name"), "example.org");

  const Answer gone = browser.press(browser.get(kDomains), "Delete", {{"entry", "1"}});
  EXPECT_TRUE(gone.says("One entry has been deleted."));
  EXPECT_TRUE(world.services().configuration.current().entries("SIP Domain").empty());
  EXPECT_TRUE(gone.says("There are no entries."));
}

TEST_F(Domains, new_entries_fill_the_first_gap) {
  ASSERT_TRUE(world.life().set("SIP Domain 1 Name", "one.example"));
  ASSERT_TRUE(world.life().set("SIP Domain 3 Name", "three.example"));
  browser.press(follow_link(browser.get(kDomains), "New"), "Create", {{"SIP Domain 2 Name", "two.example"}});
  EXPECT_EQ(world.setting("SIP Domain 2 Name"), "two.example");
}

TEST_F(Domains, two_people_who_make_an_entry_at_once_make_two) {
  const Answer mine = follow_link(browser.get(kDomains), "New");
  ASSERT_TRUE(world.life().set("SIP Domain 1 Name", "theirs.example"));
  browser.press(mine, "Create", {{"SIP Domain 1 Name", "mine.example"}});
  EXPECT_EQ(world.setting("SIP Domain 1 Name"), "theirs.example");
  EXPECT_EQ(world.setting("SIP Domain 2 Name"), "mine.example");
}

TEST_F(Domains, an_entry_of_defaults_alone_is_no_entry) {
  const Answer answer = browser.press(follow_link(browser.get(kDomains), "New"), "Create");
  EXPECT_EQ(answer.status, 422);
  EXPECT_TRUE(world.services().configuration.current().entries("SIP Domain").empty());
}

TEST_F(Domains, select_all_works_without_the_script) {
  for (const char* number : {"1", "2", "5"}) {
    ASSERT_TRUE(
        world.life().set("SIP Domain " + std::string(number) + " Name", "d" + std::string(number) + ".example"));
  }
  const Answer page = browser.get(kDomains);
  EXPECT_EQ(page.count("//tbody//input[@checked]"), 0u);
  const Answer all = follow_link(page, "Select all");
  EXPECT_EQ(all.count("//tbody//input[@checked]"), 3u);
  EXPECT_EQ(follow_link(all, "Unselect all").count("//tbody//input[@checked]"), 0u);
  EXPECT_TRUE(browser.press(all, "Delete").says("3 entries have been deleted."));
}

TEST_F(Domains, delete_without_a_choice_and_numbers_from_nowhere_change_nothing) {
  ASSERT_TRUE(world.life().set("SIP Domain 1 Name", "example.com"));
  const Answer page = browser.get(kDomains);
  EXPECT_TRUE(browser.press(page, "Delete").says("Select at least one entry first."));
  for (const char* number : {"0", "2", "201", "4294967297", "-1", "1x", "", "999999999999999999999"}) {
    browser.press(page, "Delete", {{"entry", number}});
    EXPECT_EQ(world.setting("SIP Domain 1 Name"), "example.com") << number;
    const Answer entry = browser.get(kDomains + "?list=sip-domain&entry=" + number);
    EXPECT_EQ(entry.status, 404) << number;
  }
}

TEST_F(Domains, an_entry_that_was_deleted_meanwhile_is_not_made_again) {
  ASSERT_TRUE(world.life().set("SIP Domain 1 Name", "example.com"));
  const Answer edit = browser.get(kDomains + "?list=sip-domain&entry=1");
  browser.press(browser.get(kDomains), "Delete", {{"entry", "1"}});
  EXPECT_EQ(browser.press(edit, "Save", {{"SIP Domain 1 Name", "example.org"}}).status, 404);
  EXPECT_TRUE(world.services().configuration.current().entries("SIP Domain").empty());
}

TEST_F(Domains, a_list_that_is_full_says_so) {
  for (int i = 1; i <= 200; ++i) {
    ASSERT_TRUE(world.life().set("SIP Domain " + std::to_string(i) + " Name", "d" + std::to_string(i) + ".example"));
  }
  EXPECT_EQ(browser.get(kDomains).count("//tbody/tr"), 200u);
  EXPECT_EQ(browser.get(kDomains + "?list=sip-domain&new=1").status, 409);
}

TEST(Zones, list_neighbor_and_traversal_zones_with_six_peers_each) {
  support::verifies("ui.zones-page", "zone.location-peer-fields");
  for (const config::Release release : {config::Release::x8_1, config::Release::x8_9, config::Release::vcs_x8_9_1}) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    ASSERT_TRUE(world.life().set("Zones Zone 1 Name", "Branch"));
    ASSERT_TRUE(world.life().set("Zones Zone 1 Type", "Neighbor"));
    ASSERT_TRUE(world.life().set("Zones Zone 2 Name", "Edge"));
    ASSERT_TRUE(world.life().set("Zones Zone 2 Type", "TraversalClient"));
    const Answer page = browser.get("/configuration/zones/zones");
    EXPECT_EQ(page.count("//tbody/tr"), 2u);
    EXPECT_EQ(page.count("//tbody/tr[td='Branch' and td='Neighbor']"), 1u);
    EXPECT_EQ(page.count("//tbody/tr[td='Edge' and td='TraversalClient']"), 1u);
    for (const auto& [number, type] : Fields{{"1", "Neighbor"}, {"2", "TraversalClient"}}) {
      const Answer zone = browser.get("/configuration/zones/zones?list=zones-zone&entry=" + number);
      const std::string section = "//fieldset[legend='Location']";
      for (const char* peer : {"1", "2", "3", "4", "5", "6"}) {
        const std::string path = "Zones Zone " + number + " " + type + " Peer " + peer + " Address";
        EXPECT_EQ(zone.count(section + "//*[@data-path='" + path + "']"), 1u) << path;
        EXPECT_EQ(zone.text("//*[@data-path='" + path + "']/label"), std::string("Peer ") + peer + " address");
      }
      EXPECT_EQ(zone.count("//*[contains(@data-path, '" + type + " Peer 7')]"), 0u);
    }
    const std::string peer = "Zones Zone 1 Neighbor Peer 3 Address";
    browser.press(browser.get("/configuration/zones/zones?list=zones-zone&entry=1"), "Save",
                  {{peer, "peer3.example.com"}});
    EXPECT_EQ(world.setting(peer), "peer3.example.com");
  }
}

}  // namespace
}  // namespace hexad::admin
