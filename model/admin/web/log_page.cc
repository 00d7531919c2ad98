#include "model/admin/web/log_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "model/admin/web/controls.h"
#include "model/status/timestamp.h"

namespace hexad::admin::web {

void LogPage::show(Visit& visit) {
  const std::string_view wanted = visit.parameter("contains");
  std::vector<const status::LoggedLine*> found;
  const auto& lines = visit.services().events.lines(log_);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (line->text.find(wanted) != std::string::npos) found.push_back(&*line);
  }
  std::size_t page = 1;
  const std::string_view asked = visit.parameter("page");
  std::from_chars(asked.data(), asked.data() + asked.size(), page);
  const std::size_t pages = std::max<std::size_t>(1, (found.size() + kLinesPerPage - 1) / kLinesPerPage);
  page = std::clamp<std::size_t>(page, 1, pages);
  const std::size_t from = (page - 1) * kLinesPerPage;
  const std::size_t to = std::min(found.size(), from + kLinesPerPage);

  Html html;
  html.open("form", {{"method", "get"}, {"action", visit.url()}, {"role", "search"}}).open("p", {{"class", "buttons"}});
  html.element("label", "Contains", {{"for", "contains"}});
  html.empty("input", {{"type", "text"}, {"id", "contains"}, {"name", "contains"}, {"value", wanted}});
  html.element("button", "Filter").link(visit.url(), "Reset").close().close();
  html.element("p", fmt::format("Records: {} Page {} of {}", found.size(), page, pages), {{"class", "hint"}});
  open_table(html, {{"Time (UTC)", true}, {"Event", true}, {"Line"}}, "log");
  for (std::size_t i = from; i < to; ++i) {
    html.open("tr").element("td", status::utc_time(found[i]->at), {{"class", "tight"}});
    html.element("td", found[i]->event, {{"class", "tight"}}).element("td", found[i]->text).close();
  }
  close_table(html);
  html.open("p", {{"class", "buttons"}});
  const auto link = [&](std::size_t number, std::string_view text) {
    html.link(fmt::format("{}?page={}&contains={}", visit.url(), number, http::percent_encoded(wanted)), text);
  };
  if (page > 1) link(page - 1, "Newer");
  if (page < pages) link(page + 1, "Older");
  html.close();
  visit.show(html);
}

}  // namespace hexad::admin::web
