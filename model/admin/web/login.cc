#include "model/admin/web/login.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "model/admin/web/layout.h"
#include "model/admin/web/site.h"

namespace hexad::admin::web {
namespace {

constexpr std::size_t kTargetMax = 1000;

http::Response login_page(Site& site, std::string_view name, std::string_view target, const Notice& notice) {
  Html html;
  if (!notice.text.empty()) write_notice(html, notice.text, notice.good);
  html.open("form", {{"method", "post"}, {"action", "/login"}});
  if (is_own_target(target)) html.hidden("return", target);
  html.open("div", {{"class", "field"}}).element("label", "User name", {{"for", "name"}});
  html.empty("input", {{"type", "text"},
                       {"id", "name"},
                       {"name", "name"},
                       {"value", name},
                       {"autocomplete", "username"},
                       {"required", "required"},
                       {"maxlength", "128"},
                       when(name.empty(), "data-focus", "1")});
  html.close();
  html.open("div", {{"class", "field"}}).element("label", "Password", {{"for", "password"}});
  html.empty("input", {{"type", "password"},
                       {"id", "password"},
                       {"name", "password"},
                       {"autocomplete", "current-password"},
                       {"required", "required"},
                       {"maxlength", "1024"},
                       when(!name.empty(), "data-focus", "1")});
  html.close();
  html.open("p", {{"class", "buttons"}}).element("button", "Log in").close().close();
  return page_response(bare_document(site, "Administrator login", html));
}

http::Response refusal(Site& site, std::string_view name, std::string_view target, LoginFailure failure) {
  switch (failure) {
    case LoginFailure::throttled: {
      http::Response response =
          login_page(site, name, target, {"Too many wrong passwords: try again in a minute.", false});
      response.status = 429;
      response.headers.set("Retry-After", "60");
      return response;
    }
    case LoginFailure::busy: {
      http::Response response =
          login_page(site, name, target, {"Too many passwords are being checked: try again in a second.", false});
      response.status = 503;
      response.headers.set("Retry-After", "1");
      return response;
    }
    case LoginFailure::wrong:
    case LoginFailure::disabled: break;
  }
  // The same words for both: nobody learns here which accounts there are.
  http::Response response =
      login_page(site, name, target,
                 {"The user name or the password is wrong, or this account may not use the web pages.", false});
  response.status = 403;
  return response;
}

http::Response welcome(Site& site, const http::Request& request, const Principal& who, std::string_view target) {
  site.sessions().close(request.cookie(kSessionCookie));
  Principal person = who;
  person.means = "web";
  person.source = request.remote.to_string();
  const Session& session = site.sessions().open(person);
  site.services().events.add(1, "Admin Session Start",
                             {{"Service", "web"}, {"User", person.name}, {"Src-ip", person.source}});
  http::Response response = redirection(is_own_target(target) ? target : "/");
  response.headers.add("Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}", kSessionCookie,
                                                 session.id, request.secure ? "; Secure" : ""));
  return response;
}

struct Waiting {
  http::Request request;
  http::Responder responder;
  std::string name;
  std::string target;
};

}  // namespace

bool is_own_target(std::string_view target) {
  if (target.empty() || target.size() > kTargetMax || target.front() != '/') return false;
  if (target.size() > 1 && (target[1] == '/' || target[1] == '\\')) return false;
  for (const char c : target) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == '\\' || static_cast<unsigned char>(c) >= 0x7f) return false;
  }
  return !target.starts_with("/login") && !target.starts_with("/logout");
}

std::string login_url(std::string_view target) {
  if (!is_own_target(target)) return "/login";
  return "/login?return=" + http::percent_encoded(target);
}

void show_login(Site& site, const http::Request& request, http::Responder& responder) {
  const std::string_view target = request.parameter("return").value_or(std::string_view());
  Notice notice;
  if (!target.empty()) notice = {"Log in to go on. A session ends when it has not been used for a while.", true};
  responder.respond(login_page(site, {}, target, notice));
}

void take_login(Site& site, http::Request request, http::Responder responder) {
  auto fields = request.form();
  if (!fields) {
    http::Response response = login_page(site, {}, {}, {"What was sent is no form.", false});
    response.status = 400;
    return responder.respond(std::move(response));
  }
  const Form form(std::move(*fields));
  const std::string password(form.text("password"));
  auto waiting = std::make_shared<Waiting>(Waiting{std::move(request), std::move(responder),
                                                   std::string(form.text("name")), std::string(form.text("return"))});
  const std::string source = waiting->request.remote.to_string();
  site.services().accounts.login(
      waiting->name, password, source, "web",
      [&site, presence = site.presence(), waiting](const tl::expected<Principal, LoginFailure>& login) {
        if (presence.expired()) return;
        waiting->responder.respond(login ? welcome(site, waiting->request, *login, waiting->target)
                                         : refusal(site, waiting->name, waiting->target, login.error()));
      });
}

}  // namespace hexad::admin::web
