// Goal: several settings are saved by one form or one request, so that a peer takes all of them or none. Method: the
// requests of an errand, which needs no network; the pages are the test's.
#include "model/actors/operator_errand.h"

#include <gtest/gtest.h>

#include <map>

namespace hexad::actors {
namespace {

constexpr const char* kName = "Alternates Cluster Name";
constexpr const char* kFirst = "Alternates Peer 1 Address";
constexpr const char* kSecond = "Alternates Peer 2 Address";

OperatorTask three_settings(Interface via) {
  OperatorTask task;
  task.via = via;
  task.path = kName;
  task.value = "cluster.example.com";
  task.also = {{kFirst, "10.1.0.11"}, {kSecond, ""}};
  return task;
}

http::Response answer(int status, std::string body = {}) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

std::string input(const std::string& name, const std::string& value) {
  return "<input type=\"text\" name=\"" + name + "\" value=\"" + value + "\"/>";
}

/// The clustering page: the fields in one form, another form beside it.
std::string page(const std::string& name, const std::string& first, const std::string& second) {
  return "<!DOCTYPE html><html><body><form>" + input("search", "") + "</form><form>" + input(kName, name) +
         input(kFirst, first) + input(kSecond, second) +
         "<button name=\"do\" value=\"save\">Save</button></form></body></html>";
}

class OperatorErrand : public ::testing::Test {
 protected:
  std::unique_ptr<Errand> errand(Interface via) {
    return make_errand(three_settings(via), login_, config::Release::x12);
  }
  Login login_{"admin", "TANDBERG", {}};
};

TEST_F(OperatorErrand, json_sends_one_document_of_paths) {
  const auto errand = this->errand(Interface::json);
  const auto request = errand->next(nullptr);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "PATCH");
  EXPECT_EQ(request->target, "/api/v1/configuration");
  EXPECT_EQ(request->body,
            R"({"Alternates Cluster Name":"cluster.example.com","Alternates Peer 1 Address":"10.1.0.11",)"
            R"("Alternates Peer 2 Address":""})");
  const http::Response done = answer(200, "{}");
  EXPECT_FALSE(errand->next(&done));
  EXPECT_EQ(errand->outcome().kind, ErrandOutcome::Kind::ok);
}

TEST_F(OperatorErrand, a_refusal_of_one_is_a_refusal_of_all) {
  const auto errand = this->errand(Interface::json);
  errand->next(nullptr);
  const http::Response done = answer(422, R"({"error": {"cause": "bad value", "description": "No such host."}})");
  EXPECT_FALSE(errand->next(&done));
  EXPECT_EQ(errand->outcome().kind, ErrandOutcome::Kind::refused);
  EXPECT_EQ(errand->outcome().detail, "422: No such host.");
}

TEST_F(OperatorErrand, xml_sends_one_document_in_which_settings_share_their_elements) {
  const auto request = errand(Interface::xml)->next(nullptr);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->target, "/putxml");
  EXPECT_EQ(request->body, R"(<?xml version="1.0" encoding="UTF-8"?>
<Configuration>
  <Alternates>
    <Cluster>
      <Name>cluster.example.com</Name>
    </Cluster>
    <Peer item="1">
      <Address>10.1.0.11</Address>
    </Peer>
    <Peer item="2">
      <Address/>
    </Peer>
  </Alternates>
</Configuration>
)");
}

TEST_F(OperatorErrand, the_browser_fills_in_one_form_and_looks_at_what_was_saved) {
  const auto errand = this->errand(Interface::web);
  ASSERT_EQ(errand->next(nullptr)->target, "/system/clustering");
  http::Response shown = answer(200, page("", "", "10.1.0.12"));
  const auto sent = errand->next(&shown);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->method, "POST");
  EXPECT_EQ(sent->body,
            "Alternates%20Cluster%20Name=cluster.example.com&Alternates%20Peer%201%20Address=10.1.0.11&"
            "Alternates%20Peer%202%20Address=&do=save");
  http::Response saved = answer(303);
  saved.headers.set("Location", "/system/clustering");
  ASSERT_EQ(errand->next(&saved)->method, "GET");
  shown = answer(200, page("cluster.example.com", "10.1.0.11", ""));
  EXPECT_FALSE(errand->next(&shown));
  EXPECT_EQ(errand->outcome().kind, ErrandOutcome::Kind::ok) << errand->outcome().detail;
}

TEST_F(OperatorErrand, the_browser_notices_what_was_not_saved) {
  const auto errand = this->errand(Interface::web);
  errand->next(nullptr);
  http::Response shown = answer(200, page("", "", ""));
  errand->next(&shown);
  shown = answer(200, page("cluster.example.com", "", ""));
  EXPECT_FALSE(errand->next(&shown));
  EXPECT_EQ(errand->outcome().kind, ErrandOutcome::Kind::failed);
  EXPECT_EQ(errand->outcome().detail, "the page shows another Alternates Peer 1 Address after it was saved");
}

TEST_F(OperatorErrand, the_browser_says_ok_where_the_page_asks_whether_that_is_meant) {
  OperatorTask task;
  task.via = Interface::web;
  task.path = "SystemUnit Maintenance Mode";
  task.value = "On";
  const auto errand = make_errand(task, login_, config::Release::x8_9);
  errand->next(nullptr);
  const auto form = [&](const std::string& value, const std::string& more) {
    return "<form>" + input(task.path, value) + more + "<button>OK</button></form>";
  };
  http::Response shown = answer(200, "<html>" + form("Off", "") + "</html>");
  ASSERT_TRUE(errand->next(&shown));
  const std::string dialog = "<section role=\"alertdialog\">" + form("On", input("confirm", "yes")) + "</section>";
  shown = answer(200, "<html>" + dialog + "</html>");
  const auto confirmed = errand->next(&shown);
  ASSERT_TRUE(confirmed);
  EXPECT_EQ(confirmed->method, "POST");
  EXPECT_EQ(confirmed->body, "SystemUnit%20Maintenance%20Mode=On&confirm=yes");
  shown = answer(200, "<html>" + form("On", "") + "</html>");
  EXPECT_FALSE(errand->next(&shown));
  EXPECT_EQ(errand->outcome().kind, ErrandOutcome::Kind::ok) << errand->outcome().detail;
}

TEST_F(OperatorErrand, settings_of_two_pages_are_no_one_form) {
  OperatorTask task = three_settings(Interface::web);
  task.also.push_back({"NTP Server 1 Address", "10.1.0.123"});
  const auto errand = make_errand(task, login_, config::Release::x12);
  EXPECT_FALSE(errand->next(nullptr));
  EXPECT_EQ(errand->outcome().kind, ErrandOutcome::Kind::failed);
  EXPECT_EQ(errand->outcome().detail,
            "NTP Server 1 Address stands on the page /system/time, not on /system/clustering");
}

TEST_F(OperatorErrand, a_password_is_cleared_by_its_check_box_and_never_compared) {
  OperatorTask task;
  task.via = Interface::web;
  task.path = "Alternates Cluster PreSharedKey";
  const auto errand = make_errand(task, login_, config::Release::x8_1);
  errand->next(nullptr);
  http::Response shown = answer(200, "<html><form><input type=\"password\" name=\"" + task.path +
                                         "\" value=\"\"/><input type=\"checkbox\" name=\"clear " + task.path +
                                         "\" value=\"yes\"/></form></html>");
  const auto sent = errand->next(&shown);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->body, "Alternates%20Cluster%20PreSharedKey=&clear%20Alternates%20Cluster%20PreSharedKey=yes");
  EXPECT_FALSE(errand->next(&shown));
  EXPECT_EQ(errand->outcome().kind, ErrandOutcome::Kind::ok);
}

}  // namespace
}  // namespace hexad::actors
