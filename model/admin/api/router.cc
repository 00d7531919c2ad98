#include "model/admin/api/router.h"

#include <algorithm>

#include "model/admin/api/answers.h"

namespace hexad::admin {
namespace {

void set_when_absent(http::Headers& headers, std::string_view name, std::string_view value) {
  if (!headers.has(name)) headers.add(name, value);
}

void secure(http::Response& response, bool over_tls_with_hsts) {
  http::Headers& headers = response.headers;
  set_when_absent(headers, "X-Content-Type-Options", "nosniff");
  set_when_absent(headers, "X-Frame-Options", "DENY");
  set_when_absent(headers, "Referrer-Policy", "same-origin");
  if (over_tls_with_hsts) set_when_absent(headers, "Strict-Transport-Security", "max-age=31536000");
  if (response.content_type.rfind("text/html", 0) == 0) {
    set_when_absent(
        headers, "Content-Security-Policy",
        "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'");
  }
}

/// The prefixes under which a path may be mounted, the longest first: "/a/b", "/a", "/".
std::string_view shorter(std::string_view prefix) {
  const std::size_t slash = prefix.rfind('/');
  if (slash == std::string_view::npos || prefix.size() == 1) return {};
  return slash == 0 ? std::string_view("/") : prefix.substr(0, slash);
}

}  // namespace

Router::Router() : counters_(std::make_shared<Counters>()) { counters_->by_mount[""] = {}; }

void Router::mount(std::string prefix, http::RequestHandler& handler) {
  counters_->by_mount.try_emplace(prefix);
  mounts_[std::move(prefix)] = &handler;
}

void Router::unmount(std::string_view prefix) {
  if (const auto found = mounts_.find(prefix); found != mounts_.end()) mounts_.erase(found);
}

void Router::on_request(http::Request request, http::Responder responder) {
  ++counters_->requests;
  auto mount = mounts_.end();
  for (std::string_view prefix = request.path; !prefix.empty() && mount == mounts_.end(); prefix = shorter(prefix)) {
    mount = mounts_.find(prefix);
  }
  const std::string name = mount == mounts_.end() ? std::string() : mount->first;
  auto inner = std::make_shared<http::Responder>(std::move(responder));
  http::Responder outer([inner, counters = counters_, name, hsts = hsts_ && request.secure](http::Response response) {
    secure(response, hsts);
    ++counters->by_mount[name][static_cast<std::size_t>(std::clamp(response.status / 100, 0, 5))];
    inner->respond(std::move(response));
  });
  if (request.method == "HEAD") request.method = "GET";
  if (mount == mounts_.end()) {
    outer.respond(error_answer(AnswerForm::json, 404, "not found", "There is nothing at this path"));
    return;
  }
  mount->second->on_request(std::move(request), std::move(outer));
}

namespace {

bool host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

/// The host of a Host field without its port; empty when it is no host name or address.
std::string_view host_of(std::string_view field) {
  if (!field.empty() && field.front() == '[') {
    const std::size_t end = field.find(']');
    if (end == std::string_view::npos) return {};
    const std::string_view inside = field.substr(1, end - 1);
    return host::IpAddress::parse(inside) ? field.substr(0, end + 1) : std::string_view();
  }
  const std::string_view name = field.substr(0, field.find(':'));
  return std::all_of(name.begin(), name.end(), host_character) ? name : std::string_view();
}

}  // namespace

void HttpsRedirect::on_request(http::Request request, http::Responder responder) {
  std::string host(host_of(request.headers.get("Host")));
  if (host.empty()) {
    host = request.local.address.is_v6() ? "[" + request.local.address.to_string() + "]"
                                         : request.local.address.to_string();
  }
  std::string location = "https://" + host;
  if (https_port_ != 443) location += ":" + std::to_string(https_port_);
  // What is no plain path ("*", an absolute URI) leads to the top.
  location += !request.target.empty() && request.target.front() == '/' ? request.target : "/";
  http::Response response;
  response.status = request.method == "GET" || request.method == "HEAD" ? 301 : 308;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "This server is used over HTTPS only.\n";
  response.headers.add("Location", location);
  responder.respond(std::move(response));
}

}  // namespace hexad::admin
