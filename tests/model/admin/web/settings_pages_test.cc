// Every setting of every release stands on its page, once, with its range, help and mark; and forms change settings.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/admin/web/setting_words.h"
#include "model/config/menu.h"
#include "tests/model/admin/web/web_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using config::Release;
using config::Setting;
using config::SettingRef;
using config::ValueKind;

struct ShownField {
  std::string page;  ///< The menu path.
  Answer answer;
  pugi::xml_node field;
};

std::string first_entry(const std::string& path);

/// Every field of every page of a release, the forms of new list entries included, by path.
class Crawl {
 public:
  explicit Crawl(Release release) : world_(release), browser_(world_) {
    browser_.login();
    for (const auto& place : world_.pages().site().places()) {
      const Answer answer = browser_.get(place->url);
      EXPECT_EQ(answer.status, 200) << place->path;
      EXPECT_NE(answer.page, nullptr) << place->path << " is not well-formed";
      collect(place->path, answer);
      if (answer.page == nullptr) continue;
      for (const auto& link : answer.page->select_nodes("//main//a[contains(@href, 'new=1')]")) {
        const Answer form = browser_.get(link.node().attribute("href").value());
        EXPECT_EQ(form.status, 200) << place->path;
        collect(place->path, form);
      }
    }
  }

  const std::map<std::string, std::vector<ShownField>>& fields() const { return fields_; }

 private:
  void collect(const std::string& page, const Answer& answer) {
    if (answer.page == nullptr) return;
    for (const auto& found : answer.page->select_nodes("//*[@data-path]")) {
      fields_[first_entry(found.node().attribute("data-path").value())].push_back({page, answer, found.node()});
    }
  }

  WebWorld world_;
  Browser browser_;
  std::map<std::string, std::vector<ShownField>> fields_;
};

/// The entries of a setting that a page shows: each of a short list, the first that is free of a long one.
std::vector<SettingRef> shown_entries(const Setting& setting) {
  std::vector<SettingRef> all;
  std::vector<std::uint32_t> outer;
  for (std::size_t i = 0; i < web::index_count(setting.path); ++i) {
    if (web::index_maximum(setting.path, i) > web::kInlineEntriesMax) outer.push_back(1);
  }
  web::expand(setting, outer, all);
  return all;
}

/// The path of a field, whichever entry of a long list it belongs to: the first one's.
std::string first_entry(const std::string& path) {
  auto ref = config::find_setting(path);
  EXPECT_TRUE(ref) << path << " is no setting";
  if (!ref) return path;
  for (std::size_t i = 0; i < ref->indices.size(); ++i) {
    if (web::index_maximum(ref->setting->path, i) > web::kInlineEntriesMax) ref->indices[i] = 1;
  }
  return ref->path();
}

class EveryRelease : public ::testing::TestWithParam<Release> {};

std::string release_name(const ::testing::TestParamInfo<Release>& info) {
  std::string name(config::to_string(info.param));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Web, EveryRelease,
                         ::testing::Values(Release::x8_1, Release::x8_9, Release::vcs_x8_9_1, Release::x12),
                         release_name);

void expect_range(const Setting& setting, const pugi::xml_node& field, const std::string& path) {
  const pugi::xml_node input =
      field.select_node(".//*[@name and (self::input or self::select) and not(@type='hidden')]").node();
  EXPECT_EQ(first_entry(input.attribute("name").value()), path);
  EXPECT_EQ(std::string(input.attribute("title").value()), config::full_help(setting)) << path;
  switch (setting.kind) {
    case ValueKind::choice: {
      std::set<std::string> offered, wanted(setting.words.begin(), setting.words.end());
      for (const pugi::xml_node& option : input.children("option")) offered.insert(option.attribute("value").value());
      offered.erase("");
      EXPECT_EQ(offered, wanted) << path;
      break;
    }
    case ValueKind::integer:
      if (std::string_view(input.name()) == "select") {
        EXPECT_EQ(input.child("option").attribute("value").as_llong(-1), setting.minimum) << path;
        EXPECT_EQ(input.last_child().attribute("value").as_llong(-1), setting.maximum) << path;
        EXPECT_EQ(input.select_nodes("option").size(), static_cast<std::size_t>(setting.maximum - setting.minimum + 1));
        break;
      }
      EXPECT_EQ(std::string(input.attribute("type").value()), "number") << path;
      EXPECT_EQ(input.attribute("min").as_llong(-1), setting.minimum) << path;
      EXPECT_EQ(input.attribute("max").as_llong(-1), setting.maximum) << path;
      break;
    case ValueKind::password:
      EXPECT_EQ(std::string(input.attribute("type").value()), "password") << path;
      EXPECT_EQ(input.attribute("maxlength").as_llong(-1), setting.maximum) << path;
      EXPECT_EQ(std::string(input.attribute("value").value()), "") << path;
      break;
    case ValueKind::address:
    case ValueKind::text:
      EXPECT_EQ(std::string(input.attribute("type").value()), "text") << path;
      EXPECT_EQ(input.attribute("maxlength").as_llong(-1), setting.maximum) << path;
      break;
  }
}

TEST_P(EveryRelease, shows_each_setting_once_on_its_page_with_range_help_and_dagger) {
  support::verifies("ps.dagger-marker");
  const Release release = GetParam();
  const Crawl crawl(release);
  std::size_t expected = 0;
  for (const Setting& setting : config::settings()) {
    if (!setting.on_web || !setting.in(release)) continue;
    for (const SettingRef& ref : shown_entries(setting)) {
      ++expected;
      const std::string path = ref.path();
      const auto shown = crawl.fields().find(path);
      ASSERT_NE(shown, crawl.fields().end()) << path << " stands on no page";
      ASSERT_EQ(shown->second.size(), 1u) << path << " stands twice";
      const ShownField& field = shown->second.front();
      EXPECT_EQ(field.page, config::page_path(release, setting.page)) << path;
      expect_range(setting, field.field, path);
      EXPECT_NE(text_of(field.field).find(config::full_help(setting)), std::string::npos)
          << path << ": no visible help";
      const bool marked = text_of(field.field.child("label")).find("\u2020") != std::string::npos;
      EXPECT_EQ(marked, setting.peer_specific_in(release)) << path;
      const std::string by_default(setting.default_in(release));
      if (!by_default.empty() && setting.kind != ValueKind::password) {
        EXPECT_NE(text_of(field.field).find("Default: " + by_default), std::string::npos) << path;
      }
    }
  }
  EXPECT_EQ(crawl.fields().size(), expected) << "a field of no setting for the web";
  EXPECT_GT(expected, 100u);
}

TEST_P(EveryRelease, says_what_the_dagger_means_exactly_where_it_stands) {
  const Crawl crawl(GetParam());
  std::size_t with = 0;
  for (const auto& [path, shown] : crawl.fields()) {
    const Answer& page = shown.front().answer;
    const bool marked = page.count("//*[@data-path]//*[@class='dagger']") > 0;
    EXPECT_EQ(page.count("//*[contains(@class, 'legend') and contains(., 'specific to this peer')]"), marked ? 1u : 0u)
        << path;
    with += marked;
  }
  EXPECT_GT(with, 0u);
}

TEST(SettingsForm, the_front_panel_has_no_field_on_the_web) {
  const Crawl crawl(Release::x12);
  for (const auto& [path, shown] : crawl.fields()) EXPECT_EQ(path.find("LCDPanel"), std::string::npos) << path;
}

TEST(SettingsForm, saves_what_was_changed_and_nothing_else) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const std::uint64_t before = world.services().configuration.revision();
  const config::Configuration old = world.services().configuration.current();
  const Answer page = browser.get("/configuration/protocols/h-323");
  const Answer saved = browser.press(page, "Save", {{"H323 Mode", "On"}, {"H323 Gatekeeper TimeToLive", "60"}});
  EXPECT_EQ(saved.text("//*[@role='status']"), "Saved.");
  EXPECT_EQ(world.setting("H323 Gatekeeper TimeToLive"), "60");
  EXPECT_EQ(saved.input("H323 Gatekeeper TimeToLive").attribute("value").as_int(), 60);
  EXPECT_EQ(world.services().configuration.revision(), before + 1) << "all in one";
  std::vector<std::string> changed;
  for (const config::Change& change : old.changes_to(world.services().configuration.current())) {
    changed.push_back(change.ref.path());
  }
  EXPECT_EQ(changed, (std::vector<std::string>{"H323 Gatekeeper TimeToLive", "H323 Mode"}));

  const Answer again = browser.press(browser.get("/configuration/protocols/h-323"), "Save");
  EXPECT_EQ(again.text("//*[@role='status']"), "Nothing was changed.");
  EXPECT_EQ(world.services().configuration.revision(), before + 1);
}

TEST(SettingsForm, names_the_person_and_the_way_in_the_configuration_log) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  struct Watcher final : config::ConfigurationObserver {
    config::Author author;
    void on_configuration_changed(const std::vector<config::AppliedChange>&, const config::Author& who) override {
      author = who;
    }
  } watcher;
  world.services().configuration.observe(watcher);
  browser.press(browser.get("/system/dns"), "Save", {{"IP DNS Hostname", "peer1"}});
  world.services().configuration.forget(watcher);
  EXPECT_EQ(watcher.author.user, "admin");
  EXPECT_EQ(watcher.author.means, "web");
  EXPECT_EQ(watcher.author.source, "10.1.0.9:40112");
}

TEST(SettingsForm, keeps_what_was_typed_beside_the_fault_and_saves_nothing) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/configuration/protocols/h-323");
  const Answer answer =
      browser.press(page, "Save", {{"H323 Gatekeeper TimeToLive", "59"}, {"H323 Gatekeeper CallTimeToLive", "90"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.input("H323 Gatekeeper TimeToLive").attribute("value").as_int(), 59);
  EXPECT_EQ(answer.input("H323 Gatekeeper CallTimeToLive").attribute("value").as_int(), 90);
  EXPECT_EQ(std::string(answer.input("H323 Gatekeeper TimeToLive").attribute("aria-invalid").value()), "true");
  EXPECT_NE(answer.text("//*[@data-path='H323 Gatekeeper TimeToLive']//*[@class='error']").find("60 to 65534"),
            std::string::npos);
  EXPECT_EQ(answer.count("//*[@class='error']"), 1u);
  EXPECT_EQ(world.setting("H323 Gatekeeper TimeToLive"), "1800");
  EXPECT_EQ(world.setting("H323 Gatekeeper CallTimeToLive"), "120") << "all or nothing";
  const Answer mended = browser.press(answer, "Save", {{"H323 Gatekeeper TimeToLive", "61"}});
  EXPECT_EQ(mended.status, 200);
  EXPECT_EQ(world.setting("H323 Gatekeeper TimeToLive"), "61");
  EXPECT_EQ(world.setting("H323 Gatekeeper CallTimeToLive"), "90");
}

TEST(SettingsForm, says_which_rule_of_several_settings_is_broken) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Answer answer = browser.press(browser.get("/configuration/protocols/h-323"), "Save",
                                      {{"H323 Gatekeeper CallSignaling PortRange Start", "20000"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_NE(answer.text("//*[@role='alert']").find("Nothing has been saved"), std::string::npos);
  EXPECT_EQ(answer.count("//*[contains(@data-path, 'CallSignaling PortRange')]//*[@class='error']"), 2u)
      << "beside both settings that the rule joins";
  EXPECT_EQ(world.setting("H323 Gatekeeper CallSignaling PortRange Start"), "15000");
}

TEST(SettingsForm, an_emptied_field_returns_to_its_default) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  ASSERT_TRUE(world.life().set("H323 Gatekeeper TimeToLive", "60"));
  ASSERT_TRUE(world.life().set("IP DNS Hostname", "peer1"));
  browser.press(browser.get("/configuration/protocols/h-323"), "Save", {{"H323 Gatekeeper TimeToLive", ""}});
  EXPECT_EQ(world.setting("H323 Gatekeeper TimeToLive"), "1800");
  browser.press(browser.get("/system/dns"), "Save", {{"IP DNS Hostname", ""}});
  EXPECT_EQ(world.setting("IP DNS Hostname"), "");
}

TEST(SettingsForm, what_another_has_changed_meanwhile_is_not_overwritten_unseen) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/system/dns");
  ASSERT_TRUE(world.life().set("IP DNS Hostname", "theirs"));
  ASSERT_TRUE(world.life().set("IP DNS Domain Name", "example.org"));
  const Answer answer = browser.press(page, "Save", {{"IP DNS Hostname", "mine"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_NE(answer.text("//*[@class='error']").find("theirs"), std::string::npos);
  EXPECT_EQ(world.setting("IP DNS Hostname"), "theirs");
  const Answer again = browser.press(answer, "Save");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(world.setting("IP DNS Hostname"), "mine");
  EXPECT_EQ(world.setting("IP DNS Domain Name"), "example.org") << "a field that nobody touched here stays theirs";
}

TEST(SettingsForm, a_password_is_never_shown_kept_when_left_empty_and_taken_away_on_request) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const std::string url = "/system/snmp", path = "SNMP V3AuthenticationPassword";
  browser.press(browser.get(url), "Save", {{path, "very secret"}});
  EXPECT_EQ(world.setting(path), "very secret");
  const Answer page = browser.get(url);
  EXPECT_EQ(page.body.find("very secret"), std::string::npos);
  browser.press(page, "Save", {{"SNMP SystemContact", "Someone"}});
  EXPECT_EQ(world.setting(path), "very secret");
  browser.press(browser.get(url), "Save", {{"clear " + path, "yes"}});
  EXPECT_EQ(world.setting(path), "");
}

TEST(SettingsForm, a_restart_that_is_needed_is_told_on_every_page) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  EXPECT_EQ(browser.get("/status/overview").count("//*[@class='banner']"), 0u);
  browser.press(browser.get("/system/network-interfaces/ip"), "Save", {{"Ethernet 1 IP V4 Address", "10.1.0.12"}});
  EXPECT_NE(browser.get("/status/overview").text("//*[@class='banner']").find("restart is required"),
            std::string::npos);
}

TEST(SettingsForm, a_store_that_fails_is_told_and_changes_nothing) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/system/dns");
  world.life().disk().fail_after(0, host::ErrorCode::disk_full);
  const Answer answer = browser.press(page, "Save", {{"IP DNS Hostname", "peer1"}});
  world.life().disk().fail_never();
  EXPECT_EQ(answer.status, 507);
  EXPECT_NE(answer.text("//*[@role='alert']"), "");
  EXPECT_EQ(world.setting("IP DNS Hostname"), "");
}

TEST(SettingsForm, no_text_that_a_setting_can_hold_becomes_markup) {
  WebWorld world;
  const std::string hostile = "<script>\"'&</title><img src=x onerror=alert(1)>\xC3\xA4";
  std::size_t set = 0;
  for (const Setting& setting : config::settings()) {
    if (setting.kind != ValueKind::text || !setting.in(Release::x12)) continue;
    for (const SettingRef& ref : shown_entries(setting)) {
      set += world.life().set(ref.path(), hostile.substr(0, static_cast<std::size_t>(setting.maximum)));
    }
  }
  EXPECT_GT(set, 100u);
  Browser browser(world);
  browser.login();
  std::size_t seen = 0;
  for (const auto& place : world.pages().site().places()) {
    std::vector<std::string> targets = {place->url};
    const Answer page = browser.get(place->url);
    ASSERT_NE(page.page, nullptr) << place->url;
    for (const auto& link : page.page->select_nodes("//main//a[contains(@href, 'entry=')]")) {
      targets.push_back(link.node().attribute("href").value());
    }
    for (const std::string& target : targets) {
      const Answer answer = browser.get(target);
      ASSERT_NE(answer.page, nullptr) << target;
      EXPECT_EQ(answer.count("//img"), 0u) << target;
      EXPECT_EQ(answer.count("//script"), 1u) << target << ": our own, in the head";
      EXPECT_EQ(answer.count("//@onerror"), 0u) << target;
      seen += answer.body.find("&lt;script&gt;") != std::string::npos;
    }
  }
  EXPECT_GT(seen, 20u) << "they do stand on the pages";
}

TEST(SettingsForm, comes_back_from_any_value_that_is_posted) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/system/administration");
  const std::vector<std::string> hostile = {std::string(70000, 'x'),
                                            "\xff\xfe",
                                            std::string("a\0b", 3),
                                            "\r\nSet-Cookie: a=b",
                                            "<script>alert(1)</script>",
                                            "../../etc/passwd",
                                            "%00",
                                            "${7*7}"};
  for (const std::string& value : hostile) {
    const Answer answer =
        browser.press(page, "Save", {{"Administration HTTPS Port", value}, {"SystemUnit Name", value}});
    EXPECT_TRUE(answer.status == 422 || answer.status == 400) << answer.status << " for " << value.substr(0, 30);
    if (answer.status == 422) {
      EXPECT_NE(answer.page, nullptr) << value.substr(0, 30);
    }
    EXPECT_FALSE(answer.headers.has("Set-Cookie"));
    EXPECT_EQ(world.setting("Administration HTTPS Port"), "443");
  }
}

}  // namespace
}  // namespace hexad::admin
