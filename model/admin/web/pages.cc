#include "model/admin/web/pages.h"

#include <utility>

#include "model/admin/web/account_commands.h"
#include "model/admin/web/assets.h"
#include "model/admin/web/layout.h"
#include "model/admin/web/login.h"
#include "model/admin/web/page_table.h"

namespace hexad::admin {
namespace {

using web::Form;
using web::Place;
using web::Session;
using web::Site;

constexpr std::string_view kHome = "/status/overview";

http::Response asset(std::string_view content, std::string_view type) {
  http::Response response = web::page_response(std::string(content));
  response.content_type = std::string(type);
  // The address changes with the content.
  response.headers.set("Cache-Control", "private, max-age=31536000, immutable");
  return response;
}

http::Response told(const Site& site, int status, std::string_view title, std::string_view sentence) {
  web::Html html;
  html.element("p", sentence, {{"class", "problem"}, {"role", "alert"}});
  html.open("p").link("/", "To the pages").close();
  http::Response response = web::page_response(web::bare_document(site, title, html));
  response.status = status;
  return response;
}

/// Whether a browser says that the request comes from a page of ours. One that says nothing is judged by the token
/// alone.
bool from_ourselves(const http::Request& request) {
  const std::string_view site = request.headers.get("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  const std::string_view origin = request.headers.get("Origin");
  if (origin.empty() || origin == "null") return origin.empty();
  const std::size_t at = origin.find("://");
  return at != std::string_view::npos && origin.substr(at + 3) == request.headers.get("Host");
}

bool is_read(const http::Request& request) { return request.method == "GET" || request.method == "HEAD"; }

/// A request that no person made does not keep a session alive.
bool by_itself(const http::Request& request) { return request.headers.has("X-Hexad-Refresh"); }

void logout(Site& site, const Session& session, const Form& form, http::Responder& responder) {
  if (!web::Sessions::same_secret(form.text("csrf"), session.token)) {
    return responder.respond(told(site, 403, "Refused", "This form is not from your session."));
  }
  site.services().events.add(1, "Admin Session Finish",
                             {{"Service", "web"}, {"User", session.who.name}, {"Src-ip", session.who.source}});
  site.sessions().close(session.id);
  http::Response response = web::redirection("/login");
  response.headers.add("Set-Cookie",
                       std::string(web::kSessionCookie) + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  responder.respond(std::move(response));
}

/// A POST of someone who is logged in.
void take(Site& site, const Session& session, http::Request request, http::Responder responder) {
  auto fields = request.form();
  if (!fields) return responder.respond(told(site, 400, "Not understood", "What was sent is no form."));
  Form form(std::move(*fields));
  if (request.path == "/logout") return logout(site, session, form, responder);
  const Place* place = site.find(request.path);
  if (place == nullptr) return responder.respond(told(site, 404, "Not found", "There is no such page."));
  if (!web::Sessions::same_secret(form.text("csrf"), session.token)) {
    return responder.respond(
        told(site, 403, "Refused", "This form is not from your session: open the page again and repeat what you did."));
  }
  if (!session.who.may(place->page->role_to_act())) {
    return responder.respond(told(site, 403, "Refused", "Your account may look at this and change nothing."));
  }
  const auto visit =
      std::make_shared<web::Visit>(site, *place, session, std::move(request), std::move(form), std::move(responder));
  place->page->act(*visit);
}

/// Neither login nor assets: for those who are logged in.
void serve(Site& site, http::Request request, http::Responder responder) {
  const Session* session = site.sessions().find(request.cookie(web::kSessionCookie), !by_itself(request));
  if (session == nullptr) {
    const bool back = is_read(request) && request.path != "/" && request.path != "/logout";
    return responder.respond(web::redirection(back ? web::login_url(request.target) : "/login"));
  }
  if (request.method == "POST") return take(site, *session, std::move(request), std::move(responder));
  if (request.path == "/") return responder.respond(web::redirection(kHome));
  const Place* place = site.find(request.path);
  if (place == nullptr) return responder.respond(told(site, 404, "Not found", "There is no such page."));
  const auto visit =
      std::make_shared<web::Visit>(site, *place, *session, std::move(request), Form(), std::move(responder));
  place->page->show(*visit);
}

}  // namespace

WebPages::WebPages(Services services, WebContext context)
    : site_(std::make_unique<Site>(services, std::move(context))) {
  web::add_account_commands(site_->services());
  web::add_pages(*site_);
}

WebPages::~WebPages() = default;

void WebPages::on_request(http::Request request, http::Responder responder) {
  Site& site = *site_;
  if (!is_read(request) && request.method != "POST") {
    http::Response response = told(site, 405, "Not possible", "Pages are read, and take what their forms post.");
    response.headers.set("Allow", "GET, HEAD, POST");
    return responder.respond(std::move(response));
  }
  if (is_read(request)) {
    if (request.path == "/assets/style.css") return responder.respond(asset(web::style(), "text/css; charset=utf-8"));
    if (request.path == "/assets/page.js") {
      return responder.respond(asset(web::script(), "text/javascript; charset=utf-8"));
    }
    if (request.path == "/login") return web::show_login(site, request, responder);
  } else if (!from_ourselves(request)) {
    return responder.respond(told(site, 403, "Refused", "This form is not from a page of this peer."));
  } else if (request.path == "/login") {
    return web::take_login(site, std::move(request), std::move(responder));
  }
  serve(site, std::move(request), std::move(responder));
}

std::vector<std::string> WebPages::upload_paths() {
  return {web::url_of("Maintenance > Upgrade"), web::url_of("Maintenance > Backup and restore")};
}

std::optional<Principal> WebPages::principal_of(const http::Request& request) {
  const Session* session = site_->sessions().find(request.cookie(web::kSessionCookie));
  if (session == nullptr) return std::nullopt;
  Principal who = session->who;
  who.source = request.remote.to_string();
  return who;
}

bool WebPages::csrf_ok(const http::Request& request) {
  const Session* session = site_->sessions().find(request.cookie(web::kSessionCookie));
  return session != nullptr && web::Sessions::same_secret(request.headers.get("X-CSRF-Token"), session->token) &&
         from_ourselves(request);
}

}  // namespace hexad::admin
