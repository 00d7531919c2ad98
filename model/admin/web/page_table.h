// Which page stands where: every page of the release's menu, by what fills it.
#pragma once

namespace hexad::admin::web {

class Site;

void add_pages(Site& site);

}  // namespace hexad::admin::web
