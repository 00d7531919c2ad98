// What somebody else may not make a browser do, and what a reader may not do.
#include <gtest/gtest.h>

#include "tests/model/admin/web/web_world.h"

namespace hexad::admin {
namespace {

Fields save_form(const Answer& page) {
  Fields fields = fields_of(page.page->select_node("//main//form").node());
  for (auto& field : fields) {
    if (field.first == "IP DNS Hostname") field.second = "changed";
  }
  fields.emplace_back("do", "save");
  return fields;
}

void leave_out(Fields& fields, const std::string& name) {
  std::erase_if(fields, [&](const auto& field) { return field.first == name; });
}

TEST(Forgery, a_form_without_the_sessions_token_is_refused) {
  WebWorld world;
  Browser browser(world), other(world);
  browser.login();
  other.login_as(Role::administrator);
  const Answer page = browser.get("/system/dns");
  Fields fields = save_form(page);
  leave_out(fields, "csrf");
  EXPECT_EQ(browser.post("/system/dns", fields).status, 403);
  fields.emplace_back("csrf", std::string(64, '0'));
  EXPECT_EQ(browser.post("/system/dns", fields).status, 403);
  leave_out(fields, "csrf");
  fields.emplace_back("csrf", other.get("/system/dns").attribute("//input[@name='csrf']", "value"));
  EXPECT_EQ(browser.post("/system/dns", fields).status, 403) << "another session's token";
  EXPECT_EQ(world.setting("IP DNS Hostname"), "");
  EXPECT_EQ(browser.post("/system/dns", save_form(page)).status, 303);
  EXPECT_EQ(world.setting("IP DNS Hostname"), "changed");
}

TEST(Forgery, a_form_from_another_site_is_refused_even_with_the_token) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Fields fields = save_form(browser.get("/system/dns"));
  for (const auto& [name, value] : Fields{{"Origin", "https://evil.example"},
                                          {"Origin", "null"},
                                          {"Sec-Fetch-Site", "cross-site"},
                                          {"Sec-Fetch-Site", "same-site"}}) {
    browser.extra = {};
    browser.extra.set(name, value);
    EXPECT_EQ(browser.post("/system/dns", fields).status, 403) << name << ": " << value;
    EXPECT_EQ(browser.post("/login", {{"name", "admin"}, {"password", "TANDBERG"}}).status, 403) << value;
  }
  browser.extra = {};
  browser.extra.set("Origin", "https://peer1.example.com");
  browser.extra.set("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(browser.post("/system/dns", fields).status, 303);
}

TEST(Forgery, without_a_session_a_post_changes_nothing) {
  WebWorld world;
  Browser browser(world), nobody(world);
  browser.login();
  const Answer answer = nobody.post("/system/dns", save_form(browser.get("/system/dns")));
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.location(), "/login");
  EXPECT_EQ(world.setting("IP DNS Hostname"), "");
}

TEST(Forgery, nothing_that_is_read_changes_anything) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const std::uint64_t revision = world.services().configuration.revision();
  for (const auto& place : world.pages().site().places()) {
    browser.get(place->url + "?do=save&confirm=yes&IP+DNS+Hostname=x&Mode=On");
  }
  EXPECT_EQ(world.services().configuration.revision(), revision);
  EXPECT_FALSE(world.life().restart_requested());
}

TEST(Readers, see_every_page_and_no_way_to_change_anything) {
  WebWorld world;
  ASSERT_TRUE(world.life().set("SIP Domain 1 Name", "example.com"));
  Browser reader(world);
  EXPECT_TRUE(reader.login_as(Role::read_only).says("(read-only)"));
  for (const auto& place : world.pages().site().places()) {
    const Answer page = reader.get(place->url);
    ASSERT_EQ(page.status, 200) << place->path;
    const std::size_t tools = page.count("//main//button[.='Filter' or .='Lookup' or .='Run']");
    EXPECT_EQ(page.count("//main//button"), tools) << place->path;
    EXPECT_EQ(page.count("//main//a[@class='button']"), 0u) << place->path;
    if (tools == 0) {
      EXPECT_EQ(page.count("//main//*[(self::input or self::select) and not(@disabled) and not(@type='hidden')]"), 0u)
          << place->path;
    }
  }
}

TEST(Readers, a_forged_post_with_their_own_token_is_refused_on_every_page) {
  WebWorld world;
  Browser reader(world);
  const Answer home = reader.login_as(Role::read_only);
  const std::string token = home.attribute("//input[@name='csrf']", "value");
  ASSERT_EQ(token.size(), 64u);
  const std::uint64_t revision = world.services().configuration.revision();
  for (const auto& place : world.pages().site().places()) {
    const Answer answer = reader.post(place->url, {{"csrf", token},
                                                   {"do", "save"},
                                                   {"confirm", "yes"},
                                                   {"IP DNS Hostname", "changed"},
                                                   {"SystemUnit Maintenance Mode", "On"}});
    const bool tool = place->url.starts_with("/maintenance/tools/");
    EXPECT_EQ(answer.status, tool ? answer.status : 403) << place->path;
  }
  EXPECT_EQ(world.services().configuration.revision(), revision);
}

TEST(SessionAuthority, lets_a_page_call_the_api_with_its_cookie_and_token) {
  WebWorld world;
  Browser browser(world);
  const Answer home = browser.login();
  http::Request request;
  request.target = request.path = "/api/v1/configuration";
  EXPECT_FALSE(world.pages().principal_of(request));
  request.headers.set("Cookie", browser.cookie);
  request.remote = *host::SocketAddress::parse("10.1.0.9:40113");
  const auto who = world.pages().principal_of(request);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->name, "admin");
  EXPECT_EQ(who->role, Role::administrator);
  EXPECT_EQ(who->source, "10.1.0.9:40113");
  EXPECT_FALSE(world.pages().csrf_ok(request));
  request.headers.set("X-CSRF-Token", home.attribute("//input[@name='csrf']", "value"));
  EXPECT_TRUE(world.pages().csrf_ok(request));
  request.headers.set("Sec-Fetch-Site", "cross-site");
  EXPECT_FALSE(world.pages().csrf_ok(request));
}

TEST(Headers, every_page_forbids_framing_foreign_content_and_storing) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  for (const char* target : {"/status/overview", "/system/dns", "/nowhere", "/login"}) {
    const Answer answer = browser.get(target);
    const std::string policy(answer.headers.get("Content-Security-Policy"));
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << target;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << target;
    EXPECT_EQ(policy.find("unsafe-inline"), std::string::npos) << target;
    EXPECT_EQ(answer.headers.get("Cache-Control"), "no-store") << target;
    EXPECT_EQ(answer.headers.get("X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(answer.count("//*[@style] | //style | //script[not(@src)]"), 0u) << target << ": nothing inline";
    EXPECT_EQ(answer.count("//@*[starts-with(name(), 'on')]"), 0u) << target;
  }
}

TEST(Headers, style_and_script_may_be_kept_because_their_address_names_their_content) {
  WebWorld world;
  Browser browser(world);
  const Answer login = browser.get("/login");
  for (const auto& [xpath, name] : Fields{{"//link[@rel='stylesheet']", "href"}, {"//script", "src"}}) {
    const std::string target = login.attribute(xpath, name.c_str());
    EXPECT_NE(target.find("?v="), std::string::npos);
    const Answer asset = browser.get(target);
    EXPECT_EQ(asset.status, 200);
    EXPECT_NE(asset.headers.get("Cache-Control").find("immutable"), std::string::npos);
  }
}

TEST(Requests, that_are_no_forms_or_of_other_methods_get_their_own_answer) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  http::Request request;
  request.target = "/system/dns";
  request.headers.set("Cookie", browser.cookie);
  request.method = "DELETE";
  EXPECT_EQ(world.request(request).status, 405);
  request.method = "POST";
  request.headers.set("Content-Type", "application/json");
  request.body = "{}";
  EXPECT_EQ(world.request(request).status, 400);
  EXPECT_EQ(browser.get("/nowhere").status, 404);
  EXPECT_EQ(browser.get("/").location(), "/status/overview");
}

}  // namespace
}  // namespace hexad::admin
