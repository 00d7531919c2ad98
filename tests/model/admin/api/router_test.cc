#include "model/admin/api/router.h"

#include <gtest/gtest.h>

#include <optional>

namespace hexad::admin {
namespace {

struct Page final : http::RequestHandler {
  explicit Page(std::string text, std::string type = "text/plain")
      : name(std::move(text)), content_type(std::move(type)) {}
  void on_request(http::Request request, http::Responder responder) override {
    method = request.method;
    http::Response response;
    response.body = name;
    response.content_type = content_type;
    responder.respond(std::move(response));
  }
  std::string name, content_type, method;
};

http::Response ask(http::RequestHandler& handler, http::Request request) {
  std::optional<http::Response> answer;
  handler.on_request(std::move(request),
                     http::Responder([&](http::Response response) { answer = std::move(response); }));
  EXPECT_TRUE(answer);
  return answer.value_or(http::Response{});
}

http::Request get(std::string path) {
  http::Request request;
  request.target = request.path = std::move(path);
  return request;
}

TEST(router, gives_a_request_to_the_longest_prefix_by_whole_segments) {
  Page top("top"), api("api"), v1("v1");
  Router router;
  router.mount("/", top);
  router.mount("/api", api);
  router.mount("/api/v1", v1);
  EXPECT_EQ(ask(router, get("/api/v1/status")).body, "v1");
  EXPECT_EQ(ask(router, get("/api/v1")).body, "v1");
  EXPECT_EQ(ask(router, get("/api/v12")).body, "api");
  EXPECT_EQ(ask(router, get("/apix")).body, "top");
  EXPECT_EQ(ask(router, get("/")).body, "top");
  router.unmount("/api/v1");
  EXPECT_EQ(ask(router, get("/api/v1/status")).body, "api");
}

TEST(router, answers_404_where_nothing_is_mounted) {
  Router router;
  const http::Response answer = ask(router, get("/no/such"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, R"({"error":{"cause":"not found","description":"There is nothing at this path."}})");
  EXPECT_EQ(ask(router, get("")).status, 404);
}

TEST(router, counts_answers_by_mount_and_class) {
  Page api("api");
  Router router;
  router.mount("/api", api);
  ask(router, get("/api"));
  ask(router, get("/api/x"));
  ask(router, get("/other"));
  EXPECT_EQ(router.counters().requests, 3u);
  EXPECT_EQ(router.counters().by_mount.at("/api")[2], 2u);
  EXPECT_EQ(router.counters().by_mount.at("")[4], 1u);
}

TEST(router, adds_security_headers_and_forbids_plain_http_over_tls_only) {
  Page html("<p>", "text/html; charset=utf-8"), json("{}", "application/json");
  Router router;
  router.mount("/", html);
  router.mount("/api", json);
  http::Request request = get("/");
  request.secure = true;
  http::Response answer = ask(router, request);
  EXPECT_EQ(answer.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.headers.get("Strict-Transport-Security"), "max-age=31536000");
  EXPECT_NE(answer.headers.get("Content-Security-Policy").find("default-src 'self'"), std::string_view::npos);
  EXPECT_FALSE(ask(router, get("/")).headers.has("Strict-Transport-Security"));
  EXPECT_FALSE(ask(router, get("/api")).headers.has("Content-Security-Policy"));
  router.set_hsts(false);
  EXPECT_FALSE(ask(router, request).headers.has("Strict-Transport-Security"));
}

TEST(router, hands_a_head_on_as_a_get) {
  Page page("page");
  Router router;
  router.mount("/", page);
  http::Request request = get("/");
  request.method = "HEAD";
  ask(router, request);
  EXPECT_EQ(page.method, "GET");
}

struct Keeping final : http::RequestHandler {
  void on_request(http::Request, http::Responder responder) override { kept.emplace(std::move(responder)); }
  std::optional<http::Responder> kept;
};

TEST(router, may_be_gone_when_a_late_answer_comes) {
  Keeping keeping;
  std::optional<http::Response> answer;
  {
    Router router;
    router.mount("/", keeping);
    router.on_request(get("/"), http::Responder([&](http::Response response) { answer = std::move(response); }));
  }
  EXPECT_FALSE(answer);
  keeping.kept->respond({});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->headers.get("X-Content-Type-Options"), "nosniff");
}

TEST(https_redirect, sends_the_browser_to_the_same_target_on_the_same_host) {
  HttpsRedirect redirect(443);
  http::Request request = get("/status?x=1");
  request.headers.add("Host", "peer1.example.com:80");
  http::Response answer = ask(redirect, request);
  EXPECT_EQ(answer.status, 301);
  EXPECT_EQ(answer.headers.get("Location"), "https://peer1.example.com/status?x=1");
  request.method = "POST";
  EXPECT_EQ(ask(redirect, request).status, 308);
}

TEST(https_redirect, names_the_port_and_keeps_the_brackets_of_an_address) {
  HttpsRedirect redirect(8443);
  http::Request request = get("/");
  request.headers.add("Host", "[2001:db8::1]:80");
  EXPECT_EQ(ask(redirect, request).headers.get("Location"), "https://[2001:db8::1]:8443/");
}

TEST(https_redirect, never_repeats_a_host_that_is_none) {
  HttpsRedirect redirect(443);
  http::Request request = get("/");
  request.local = *host::SocketAddress::parse("10.1.0.11:80");
  for (const char* name : {"a b", "x/../y", "user@evil", "[evil", "[evil]", "a\"b", ""}) {
    request.headers.set("Host", name);
    EXPECT_EQ(ask(redirect, request).headers.get("Location"), "https://10.1.0.11/") << name;
  }
}

}  // namespace
}  // namespace hexad::admin
