// A peer's web pages and browsers that use them as people do: they read a page as a tree, follow its links, and post
// its forms with what stands in the fields. No network between them: requests go to the handler itself.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/admin/web/pages.h"
#include "tests/model/admin/life/life_world.h"

namespace hexad::admin {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  int status = 0;
  http::Headers headers;
  std::string body;
  std::shared_ptr<pugi::xml_document> page;  ///< Null when the body is no well-formed XML.

  std::string location() const { return std::string(headers.get("Location")); }
  /// All text under the elements that an XPath finds, blanks reduced to one.
  std::string text(const std::string& xpath = "//body") const;
  std::size_t count(const std::string& xpath) const;
  /// The value of an attribute of the first element found.
  std::string attribute(const std::string& xpath, const char* name) const;
  /// The element that a setting is entered in.
  pugi::xml_node input(std::string_view path) const;
  bool says(std::string_view part) const { return text().find(part) != std::string::npos; }
};

std::string text_of(const pugi::xml_node& node);

class WebWorld {
 public:
  explicit WebWorld(config::Release release = config::Release::x12, std::string name = "peer1");

  LifeWorld& life() { return life_; }
  Services& services() { return life_.services(); }
  WebPages& pages() { return *pages_; }
  /// Without pages, as a peer that goes down.
  void close() { pages_.reset(); }
  /// Answers, at most a minute of simulated time later; status 0 otherwise.
  Answer request(http::Request request);
  std::string setting(std::string_view path) { return life_.setting(path); }

 private:
  LifeWorld life_;
  std::unique_ptr<WebPages> pages_;
};

class Browser {
 public:
  explicit Browser(WebWorld& world, std::string address = "10.1.0.9");

  Answer get(const std::string& target);
  Answer post(const std::string& target, const Fields& fields, bool multipart = false);
  /// Posts the form of a page that has a button of this text, with what its fields hold but for `overrides`; then
  /// follows where it leads.
  Answer press(const Answer& page, const std::string& button, const Fields& overrides = {});
  Answer login(const std::string& name = "admin", const std::string& password = "TANDBERG");
  /// A session of an account that was made for it.
  Answer login_as(Role role);
  /// GETs until no redirection comes any more.
  Answer follow(Answer answer);

  std::string cookie;
  http::Headers extra;  ///< Sent with each request.
  bool secure = true;

 private:
  WebWorld& world_;
  std::string address_;
};

/// The fields that a browser would post of a form, its buttons aside.
Fields fields_of(const pugi::xml_node& form);

}  // namespace hexad::admin
