// Users > Administrator accounts: the accounts with their access; New, Edit, Delete.
#pragma once

#include "model/admin/web/page.h"

namespace hexad::admin::web {

class AccountsPage final : public Page {
 public:
  void show(Visit& visit) override;
  void act(Visit& visit) override;

 private:
  void show_account(Visit& visit, std::string_view name, int status = 200);
  void save(Visit& visit);
};

}  // namespace hexad::admin::web
