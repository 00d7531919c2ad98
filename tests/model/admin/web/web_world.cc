#include "tests/model/admin/web/web_world.h"

#include <gtest/gtest.h>

#include <chrono>

#include "model/http/target.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;

std::string form_body(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    body += (body.empty() ? "" : "&") + http::percent_encoded(name) + "=" + http::percent_encoded(value);
  }
  return body;
}

constexpr std::string_view kBoundary = "boundary-of-the-parts";

std::string multipart_body(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    const bool file = name == "File" || name == "Package" || name.starts_with("Certificate") || name == "PrivateKey";
    body += "--" + std::string(kBoundary) + "\r\nContent-Disposition: form-data; name=\"" + name + "\"";
    if (file) body += "; filename=\"a file\"\r\nContent-Type: application/octet-stream";
    body += "\r\n\r\n" + value + "\r\n";
  }
  return body + "--" + std::string(kBoundary) + "--\r\n";
}

void set(Fields& fields, const std::string& name, const std::string& value) {
  for (auto& field : fields) {
    if (field.first == name) return void(field.second = value);
  }
  fields.emplace_back(name, value);
}

}  // namespace

std::string text_of(const pugi::xml_node& node) {
  std::string raw;
  struct Walker : pugi::xml_tree_walker {
    std::string* out;
    bool for_each(pugi::xml_node& at) override {
      *out += at.type() == pugi::node_pcdata ? at.value() : " ";
      return true;
    }
  } walker;
  walker.out = &raw;
  pugi::xml_node(node).traverse(walker);
  std::string text;
  for (const char c : raw) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank) text += c;
    if (blank && !text.empty() && text.back() != ' ') text += ' ';
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::string Answer::text(const std::string& xpath) const {
  if (page == nullptr) return {};
  std::string all;
  for (const auto& found : page->select_nodes(xpath.c_str())) {
    const std::string part = text_of(found.node());
    if (!part.empty()) all += (all.empty() ? "" : " ") + part;
  }
  return all;
}

std::size_t Answer::count(const std::string& xpath) const {
  return page == nullptr ? 0 : page->select_nodes(xpath.c_str()).size();
}

std::string Answer::attribute(const std::string& xpath, const char* name) const {
  return page == nullptr ? "" : page->select_node(xpath.c_str()).node().attribute(name).value();
}

pugi::xml_node Answer::input(std::string_view path) const {
  if (page == nullptr) return {};
  return page->find_node([&](const pugi::xml_node& node) {
    const std::string_view tag = node.name();
    return (tag == "input" || tag == "select" || tag == "textarea") && node.attribute("name").value() == path &&
           std::string_view(node.attribute("type").value()) != "hidden";
  });
}

WebWorld::WebWorld(config::Release release, std::string name) : life_(release, std::move(name)) {
  WebContext context;
  context.version = "Hexad test";
  pages_ = std::make_unique<WebPages>(life_.services(), context);
}

Answer WebWorld::request(http::Request request) {
  EXPECT_TRUE(http::read_target(request)) << request.target;
  auto answer = std::make_shared<Answer>();
  pages_->on_request(std::move(request), http::Responder([answer](http::Response response) {
                       answer->status = response.status;
                       answer->headers = response.headers;
                       answer->body = response.body;
                     }));
  life_.network().run_until([&] { return answer->status != 0; }, 60s);
  auto document = std::make_shared<pugi::xml_document>();
  if (document->load_string(answer->body.c_str())) answer->page = document;
  return *answer;
}

Browser::Browser(WebWorld& world, std::string address) : world_(world), address_(std::move(address)) {}

Answer Browser::get(const std::string& target) {
  http::Request request;
  request.target = target;
  request.headers = extra;
  request.headers.set("Host", "peer1.example.com");
  if (!cookie.empty()) request.headers.set("Cookie", cookie);
  request.remote = {*host::IpAddress::parse(address_), 40112};
  request.secure = secure;
  return world_.request(std::move(request));
}

Answer Browser::post(const std::string& target, const Fields& fields, bool multipart) {
  http::Request request;
  request.method = "POST";
  request.target = target;
  request.headers = extra;
  request.headers.set("Host", "peer1.example.com");
  request.headers.set("Content-Type", multipart ? "multipart/form-data; boundary=" + std::string(kBoundary)
                                                : "application/x-www-form-urlencoded");
  if (!cookie.empty()) request.headers.set("Cookie", cookie);
  request.body = multipart ? multipart_body(fields) : form_body(fields);
  request.remote = {*host::IpAddress::parse(address_), 40112};
  request.secure = secure;
  Answer answer = world_.request(std::move(request));
  const std::string set_cookie(answer.headers.get("Set-Cookie"));
  if (!set_cookie.empty()) cookie = set_cookie.substr(0, set_cookie.find(';'));
  return answer;
}

Answer Browser::follow(Answer answer) {
  for (int steps = 0; answer.status == 303 && steps < 5; ++steps) answer = get(answer.location());
  return answer;
}

Answer Browser::press(const Answer& page, const std::string& button, const Fields& overrides) {
  const pugi::xpath_node found = page.page == nullptr
                                     ? pugi::xpath_node()
                                     : page.page->select_node(("//form//button[.='" + button + "']").c_str());
  EXPECT_TRUE(found) << "no button " << button << " on " << page.text("//h1");
  if (!found) return {};
  pugi::xml_node form = found.node();
  while (form && std::string_view(form.name()) != "form") form = form.parent();
  Fields fields = fields_of(form);
  for (const auto& [name, value] : overrides) set(fields, name, value);
  const std::string name = found.node().attribute("name").value();
  if (!name.empty()) fields.emplace_back(name, found.node().attribute("value").value());
  const bool multipart = std::string_view(form.attribute("enctype").value()) == "multipart/form-data";
  return follow(post(form.attribute("action").value(), fields, multipart));
}

Answer Browser::login(const std::string& name, const std::string& password) {
  return follow(post("/login", {{"name", name}, {"password", password}}));
}

Answer Browser::login_as(Role role) {
  Account account;
  account.name = role == Role::read_only ? "reader" : "second";
  account.role = role;
  bool made = false;
  world_.services().accounts.put(account, "a good password", {"admin", "", "test"},
                                 [&](const host::Expected<void>& outcome) { made = outcome.has_value(); });
  world_.life().network().run_until([&] { return made; }, 60s);
  EXPECT_TRUE(made);
  return login(account.name, "a good password");
}

Fields fields_of(const pugi::xml_node& form) {
  Fields fields;
  for (const auto& found : form.select_nodes(".//input | .//select | .//textarea")) {
    const pugi::xml_node node = found.node();
    const std::string name = node.attribute("name").value();
    const std::string_view tag = node.name();
    const std::string_view type = node.attribute("type").value();
    if (name.empty() || node.attribute("disabled")) continue;
    if ((type == "checkbox" && !node.attribute("checked")) || type == "file") continue;
    if (tag == "select") {
      pugi::xml_node chosen = node.find_child_by_attribute("option", "selected", "selected");
      if (!chosen) chosen = node.child("option");
      fields.emplace_back(name, chosen.attribute("value").value());
    } else {
      fields.emplace_back(name, tag == "textarea" ? text_of(node) : node.attribute("value").value());
    }
  }
  return fields;
}

}  // namespace hexad::admin
