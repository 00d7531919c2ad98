// Pages of the Maintenance menu: Maintenance mode, Option keys, and the forms of the commands that the others are made
// of.
#pragma once

#include <vector>

#include "model/admin/web/command_form.h"
#include "model/admin/web/settings_page.h"

namespace hexad::admin::web {

/// Maintenance > Maintenance mode: one setting with Save; turning it on asks for OK.
class MaintenanceModePage final : public SettingsPage {
 public:
  using SettingsPage::SettingsPage;

 protected:
  void below(Html& html, Visit& visit) override;
  bool act_on(Visit& visit, std::string_view action) override;
};

/// Maintenance > Option keys: what is installed, with Delete, and a field to add another.
class OptionKeysPage final : public Page {
 public:
  void show(Visit& visit) override;
  void act(Visit& visit) override;
};

std::vector<CommandForm> restart_forms();
std::vector<CommandForm> server_certificate_forms();
std::vector<CommandForm> trusted_ca_forms();
std::vector<CommandForm> crl_forms();

}  // namespace hexad::admin::web
