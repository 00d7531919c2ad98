#include "model/admin/web/index_page.h"

#include "model/admin/web/site.h"

namespace hexad::admin::web {

void IndexPage::show(Visit& visit) {
  const std::string start = visit.place().path + " > ";
  Html html;
  html.open("ul", {{"class", "index"}});
  for (const auto& place : visit.site().places()) {
    if (!place->in_menu || !place->path.starts_with(start) || dynamic_cast<IndexPage*>(place->page) != nullptr)
      continue;
    html.open("li").link(place->url, std::string_view(place->path).substr(start.size())).close();
  }
  html.close();
  visit.show(html);
}

}  // namespace hexad::admin::web
