// Sessions as a browser and an attacker see them.
#include <gtest/gtest.h>

#include <chrono>

#include "model/admin/web/login.h"
#include "tests/model/admin/web/web_world.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;

TEST(Login, without_a_session_every_page_leads_to_the_login_page_and_back) {
  WebWorld world;
  Browser browser(world);
  const Answer sent_away = browser.get("/system/dns?list=x");
  EXPECT_EQ(sent_away.status, 303);
  EXPECT_EQ(sent_away.location(), "/login?return=%2Fsystem%2Fdns%3Flist%3Dx");
  const Answer page = browser.get(sent_away.location());
  EXPECT_EQ(page.text("//h1"), "Administrator login");
  const Answer back = browser.press(page, "Log in", {{"name", "admin"}, {"password", "TANDBERG"}});
  EXPECT_EQ(back.status, 200);
  EXPECT_EQ(back.text("//h1"), "DNS");
}

TEST(Login, the_session_is_a_cookie_that_scripts_and_other_sites_cannot_use) {
  WebWorld world;
  Browser browser(world);
  const Answer answer = browser.post("/login", {{"name", "admin"}, {"password", "TANDBERG"}});
  ASSERT_EQ(answer.status, 303);
  const std::string cookie(answer.headers.get("Set-Cookie"));
  EXPECT_NE(cookie.find("; HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("; SameSite=Strict"), std::string::npos);
  EXPECT_NE(cookie.find("; Secure"), std::string::npos);
  EXPECT_NE(cookie.find("; Path=/"), std::string::npos);
  EXPECT_EQ(cookie.find("; "), std::string("hexad_session=").size() + 64) << "256 bits in hexadecimal";
}

TEST(Login, in_clear_the_cookie_is_not_marked_secure_so_that_a_laboratory_can_log_in) {
  WebWorld world;
  Browser browser(world);
  browser.secure = false;
  const Answer answer = browser.post("/login", {{"name", "admin"}, {"password", "TANDBERG"}});
  EXPECT_EQ(std::string(answer.headers.get("Set-Cookie")).find("Secure"), std::string::npos);
}

TEST(Login, a_wrong_password_a_wrong_name_and_a_barred_account_are_told_in_the_same_words) {
  WebWorld world;
  Account barred;
  barred.name = "barred";
  barred.web_access = false;
  world.services().accounts.put(barred, "a good password", {"admin", "", "test"}, [](const auto&) {});
  world.life().run_for(10s);
  std::string words;
  for (const auto& [name, password] : Fields{{"admin", "wrong"}, {"nobody", "x"}, {"barred", "a good password"}}) {
    Browser browser(world);
    const Answer answer = browser.post("/login", {{"name", name}, {"password", password}});
    EXPECT_EQ(answer.status, 403) << name;
    EXPECT_TRUE(browser.cookie.empty()) << name;
    if (words.empty()) words = answer.text("//*[@role='alert']");
    EXPECT_EQ(answer.text("//*[@role='alert']"), words) << name;
  }
  EXPECT_NE(words, "");
}

TEST(Login, guesses_are_throttled_even_when_one_is_right) {
  WebWorld world;
  Browser browser(world);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(browser.post("/login", {{"name", "admin"}, {"password", "guess" + std::to_string(i)}}).status, 403);
  }
  const Answer answer = browser.post("/login", {{"name", "admin"}, {"password", "TANDBERG"}});
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.headers.get("Retry-After"), "60");
  EXPECT_TRUE(answer.says("try again in a minute"));
  world.life().run_for(2min);
  EXPECT_EQ(browser.login().text("//h1"), "Overview");
}

TEST(Login, an_id_that_a_browser_brings_along_is_never_adopted) {
  WebWorld world;
  Browser victim(world);
  const std::string planted = "hexad_session=" + std::string(64, 'a');
  victim.cookie = planted;
  victim.login();
  EXPECT_NE(victim.cookie, planted);
  Browser attacker(world);
  attacker.cookie = planted;
  EXPECT_EQ(attacker.get("/status/overview").status, 303);
}

TEST(Login, logging_in_again_ends_the_session_before) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  Browser old(world);
  old.cookie = browser.cookie;
  browser.login();
  EXPECT_EQ(browser.get("/status/overview").status, 200);
  EXPECT_EQ(old.get("/status/overview").status, 303);
}

TEST(Login, it_leads_back_to_pages_of_this_peer_only) {
  EXPECT_TRUE(web::is_own_target("/system/dns?list=a&entry=1"));
  for (const char* target : {"", "//evil.example", "/\\evil.example", "https://evil.example/", "/a\r\nSet-Cookie: x",
                             "system/dns", "/logout", "/login?return=/login", "/a\xC3\xA4"}) {
    EXPECT_FALSE(web::is_own_target(target)) << target;
    EXPECT_EQ(web::login_url(target), "/login") << target;
  }
  WebWorld world;
  Browser browser(world);
  const Answer answer =
      browser.post("/login", {{"name", "admin"}, {"password", "TANDBERG"}, {"return", "//evil.example/x"}});
  EXPECT_EQ(answer.location(), "/");
}

TEST(Sessions, end_by_logging_out) {
  WebWorld world;
  Browser browser(world);
  const Answer page = browser.login();
  const std::string cookie = browser.cookie;
  const Answer out = browser.press(page, "Log out");
  EXPECT_EQ(out.text("//h1"), "Administrator login");
  browser.cookie = cookie;
  EXPECT_EQ(browser.get("/status/overview").status, 303);
}

TEST(Sessions, a_stranger_cannot_log_somebody_out) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  EXPECT_EQ(browser.post("/logout", {{"csrf", "guess"}}).status, 403);
  EXPECT_EQ(browser.get("/status/overview").status, 200);
}

TEST(Sessions, end_when_they_are_not_used_for_as_long_as_the_setting_says) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  world.life().run_for(29min);
  EXPECT_EQ(browser.get("/status/overview").status, 200);
  world.life().run_for(29min);
  EXPECT_EQ(browser.get("/status/overview").status, 200) << "the use before counts";
  world.life().run_for(30min);
  EXPECT_EQ(browser.get("/status/overview").status, 303);

  ASSERT_TRUE(world.life().set("Management Session InactivityTimeout", "5"));
  browser.login();
  world.life().run_for(5min);
  EXPECT_EQ(browser.get("/status/overview").status, 303);
}

TEST(Sessions, a_page_that_fetches_itself_does_not_keep_its_session_alive) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  browser.extra.set("X-Hexad-Refresh", "1");
  for (int minutes = 0; minutes < 29; minutes += 10) {
    world.life().run_for(10min);
    if (minutes < 20) {
      EXPECT_EQ(browser.get("/status/overview").status, 200) << minutes;
    }
  }
  EXPECT_EQ(browser.get("/status/overview").status, 303);
}

TEST(Sessions, end_with_a_change_of_the_password_and_with_the_account) {
  WebWorld world;
  Browser admin(world), second(world);
  admin.login();
  second.login_as(Role::administrator);
  EXPECT_EQ(second.get("/status/overview").status, 200);
  const Account account = *world.services().accounts.find("second");
  world.services().accounts.put(account, "another password", {"admin", "", "test"}, [](const auto&) {});
  world.life().run_for(10s);
  EXPECT_EQ(second.get("/status/overview").status, 303);
  second.login("second", "another password");
  EXPECT_EQ(second.get("/status/overview").status, 200);
  ASSERT_TRUE(world.services().accounts.remove("second", {"admin", "", "test"}));
  EXPECT_EQ(second.get("/status/overview").status, 303);
}

TEST(Sessions, a_role_that_is_taken_away_is_gone_at_once) {
  WebWorld world;
  Browser second(world);
  second.login_as(Role::administrator);
  EXPECT_EQ(second.get("/system/dns").count("//button[.='Save']"), 1u);
  Account account = *world.services().accounts.find("second");
  account.role = Role::read_only;
  world.services().accounts.put(account, "", {"admin", "", "test"}, [](const auto&) {});
  world.life().run_for(10s);
  EXPECT_EQ(second.get("/system/dns").count("//button[.='Save']"), 0u);
}

TEST(Sessions, are_bounded_and_the_one_idle_longest_makes_room) {
  WebWorld world;
  ASSERT_TRUE(world.life().set("Management Session MaxConcurrentSessionsUser", "3"));
  std::vector<Browser> browsers;
  for (int i = 0; i < 4; ++i) {
    browsers.emplace_back(world);
    browsers.back().login();
    world.life().run_for(1s);
  }
  EXPECT_EQ(browsers[0].get("/status/overview").status, 303);
  for (int i = 1; i < 4; ++i) EXPECT_EQ(browsers[i].get("/status/overview").status, 200) << i;
  EXPECT_EQ(world.pages().site().sessions().size(), 3u);
}

TEST(Sessions, a_setting_cannot_lift_the_bound_of_ours) {
  WebWorld world;
  ASSERT_TRUE(world.life().set("Management Session MaxConcurrentSessionsUser", "60000"));
  for (std::size_t i = 0; i < web::Sessions::kPerAccountMax + 5; ++i) Browser(world).login();
  EXPECT_EQ(world.pages().site().sessions().size(), web::Sessions::kPerAccountMax);
}

TEST(Sessions, an_answer_that_comes_after_the_pages_have_gone_harms_nobody) {
  WebWorld world;
  http::Request request;
  request.method = "POST";
  request.target = request.path = "/login";
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body = "name=admin&password=TANDBERG";
  int status = 0;
  world.pages().on_request(std::move(request), http::Responder([&](http::Response r) { status = r.status; }));
  EXPECT_EQ(status, 0) << "the password is being checked";
  world.close();
  world.life().run_for(10s);
}

}  // namespace
}  // namespace hexad::admin
