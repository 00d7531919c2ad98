// The page of a word of the menu that has pages under it: a list of links to them.
#pragma once

#include "model/admin/web/page.h"

namespace hexad::admin::web {

class IndexPage final : public Page {
 public:
  void show(Visit& visit) override;
};

}  // namespace hexad::admin::web
