#include "model/admin/web/layout.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/admin/web/assets.h"
#include "model/admin/web/site.h"

namespace hexad::admin::web {
namespace {

constexpr std::uint32_t kMaintenanceModeAlarm = 15015;

std::string_view product_of(const Site& site) {
  return config::kReleases[static_cast<std::size_t>(site.release())].product;
}

void write_head(Html& html, const Site& site, std::string_view title) {
  html.open("head").empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.element("title", fmt::format("{} - {}", title, site.system_name()));
  html.empty("link", {{"rel", "stylesheet"}, {"href", style_url()}});
  html.element("script", "", {{"src", script_url()}, {"defer", "defer"}});
  html.close();
}

std::string wrapped(const Html& html) { return "<!DOCTYPE html>\n" + html.str(); }

void write_alarms(Html& html, const Site& site) {
  const auto& alarms = site.services().alarms;
  const std::size_t unread = alarms.unacknowledged();
  const std::string count =
      fmt::format("{} {}", alarms.active().size(), alarms.active().size() == 1 ? "alarm" : "alarms");
  html.open("a", {{"href", url_of("Status > Alarms")},
                  {"class", unread > 0 ? "alarms raised" : "alarms"},
                  {"title", fmt::format("{}, {} not acknowledged", count, unread)}});
  html.element("span", "\u26a0", {{"aria-hidden", "true"}}).text(" " + count).close();
}

void write_header(Html& html, const Site& site, const Visit& visit, std::string_view token) {
  html.open("header", {{"class", "top"}});
  html.open("a", {{"href", "/"}, {"class", "name"}}).element("strong", site.system_name());
  html.element("span", product_of(site), {{"class", "product"}}).close();
  html.open("div", {{"class", "who"}});
  write_alarms(html, site);
  html.open("span", {{"class", "user"}}).text(visit.who().name);
  if (!visit.may_change()) html.text(" (read-only)");
  html.close();
  html.open("form", {{"method", "post"}, {"action", "/logout"}}).hidden("csrf", token);
  html.element("button", "Log out", {{"class", "quiet"}}).close();
  html.close().close();
}

void write_sections(Html& html, const Site& site, const Place& here) {
  html.open("nav", {{"class", "sections"}, {"aria-label", "Menu"}}).open("ul");
  for (const std::string_view section : site.sections()) {
    const bool current = here.section() == section;
    html.open("li").element("a", section, {{"href", url_of(section)}, when(current, "aria-current", "true")}).close();
  }
  html.close().close();
}

/// A list of the places from `at` on that stand `depth` words deep, with those under each in a list of its own.
void write_list(Html& html, const std::vector<const Place*>& places, std::size_t& at, std::size_t depth,
                const Place& here) {
  html.open("ul");
  while (at < places.size() && steps_of(places[at]->path).size() >= depth) {
    const Place& place = *places[at++];
    html.open("li").element("a", place.title(), {{"href", place.url}, when(&place == &here, "aria-current", "page")});
    if (at < places.size() && steps_of(places[at]->path).size() > depth) {
      write_list(html, places, at, depth + 1, here);
    }
    html.close();
  }
  html.close();
}

/// The pages of the section.
void write_side(Html& html, const Site& site, const Place& here) {
  std::vector<const Place*> places;
  for (const auto& place : site.places()) {
    if (place->in_menu && place->section() == here.section() && place->path != place->section()) {
      places.push_back(place.get());
    }
  }
  html.open("nav", {{"class", "side"}, {"aria-label", here.section()}});
  std::size_t at = 0;
  write_list(html, places, at, 2, here);
  html.close();
}

void write_crumbs(Html& html, const Site& site, const Place& here) {
  html.open("nav", {{"class", "crumbs"}, {"aria-label", "You are here"}}).open("ol");
  std::string path;
  for (const std::string_view step : steps_of(here.path)) {
    path += path.empty() ? std::string(step) : " > " + std::string(step);
    html.open("li");
    const Place* above = site.find(url_of(path));
    if (above != nullptr && above != &here) {
      html.link(above->url, step);
    } else {
      html.element("span", step, {when(above == &here, "aria-current", "page")});
    }
    html.close();
  }
  html.close().close();
}

void write_banners(Html& html, const Site& site) {
  if (site.context().ready && !site.context().ready()) {
    html.element("p", "The peer is not ready to serve: it is starting or stopping.", {{"class", "banner"}});
  }
  if (site.services().alarms.raised(kMaintenanceModeAlarm)) {
    html.open("p", {{"class", "banner"}}).text("Maintenance mode is on: no new registrations or calls are taken. ");
    html.link(url_of("Maintenance > Maintenance mode"), "Maintenance mode").close();
  }
  const auto& waiting = site.services().configuration.awaiting_restart();
  if (!waiting.empty()) {
    html.open("p", {{"class", "banner"}});
    html.text(fmt::format("A restart is required before {} takes effect. ",
                          waiting.size() == 1 ? std::string(waiting.front().setting->label)
                                              : fmt::format("what was changed ({} settings)", waiting.size())));
    html.link(url_of("Maintenance > Restart options"), "Restart options").close();
  }
}

}  // namespace

void write_notice(Html& html, std::string_view text, bool good) {
  html.element("p", text, {{"class", good ? "notice good" : "notice bad"}, {"role", good ? "status" : "alert"}});
}

std::string document(const Site& site, const Visit& visit, const Notice& notice, std::string_view token,
                     const Html& content) {
  const Place& here = visit.place();
  const int refresh = visit.refresh_seconds();
  Html html;
  html.open("html", {{"lang", "en"}});
  write_head(html, site, here.heading());
  html.open("body");
  html.element("a", "Skip to the content", {{"href", "#content"}, {"class", "skip"}});
  write_header(html, site, visit, token);
  write_sections(html, site, here);
  html.open("div", {{"class", "frame"}});
  write_side(html, site, here);
  html.open("main",
            {{"id", "content"}, {"tabindex", "-1"}, when(refresh > 0, "data-refresh", std::to_string(refresh))});
  write_crumbs(html, site, here);
  html.element("h1", here.heading());
  write_banners(html, site);
  if (!notice.text.empty()) write_notice(html, notice.text, notice.good);
  html.add(content);
  html.close().close();
  html.element("footer", fmt::format("{} as {}", site.context().version, product_of(site)));
  html.close().close();
  return wrapped(html);
}

std::string bare_document(const Site& site, std::string_view title, const Html& content) {
  Html html;
  html.open("html", {{"lang", "en"}});
  write_head(html, site, title);
  html.open("body", {{"class", "bare"}}).open("main", {{"id", "content"}});
  html.open("p", {{"class", "name"}}).element("strong", site.system_name());
  html.element("span", product_of(site), {{"class", "product"}}).close();
  html.element("h1", title).add(content).close();
  html.element("footer", site.context().version);
  html.close().close();
  return wrapped(html);
}

http::Response page_response(std::string body) {
  http::Response response;
  response.body = std::move(body);
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
                       "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("X-Frame-Options", "DENY");
  response.headers.set("Referrer-Policy", "same-origin");
  return response;
}

http::Response redirection(std::string_view url) {
  http::Response response = page_response({});
  response.status = 303;
  response.headers.set("Location", url);
  return response;
}

}  // namespace hexad::admin::web
