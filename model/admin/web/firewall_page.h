// System > Protection > Firewall rules > Configuration: the rules by priority with what is pending about each; edits
// count when they are activated and accepted. The list is the status element Firewall, each rule's form its settings.
#pragma once

#include "model/admin/web/settings_page.h"

namespace hexad::admin::web {

class FirewallPage final : public SettingsPage {
 public:
  using SettingsPage::SettingsPage;

 protected:
  void above(Html& html, Visit& visit) override;
  void write_list(Html& html, Visit& visit, const ListSection& list) override;
  /// The range of addresses, derived from address and prefix length.
  SettingsForm::Beside beside(Visit& visit) override;
  bool act_on(Visit& visit, std::string_view action) override;
};

}  // namespace hexad::admin::web
