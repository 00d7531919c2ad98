// Pages of the System menu that show a state beside their settings: Clustering, Time, External manager.
#pragma once

#include "model/admin/web/settings_page.h"

namespace hexad::admin::web {

/// System > Clustering: beside each peer's address what this peer knows of it ("This system", "Unknown", "Failed",
/// "Active"), below them the status of the cluster database. From the status elements Alternates (Peer n State) and
/// Cluster (Database Status).
class ClusteringPage final : public SettingsPage {
 public:
  using SettingsPage::SettingsPage;

 protected:
  SettingsForm::Beside beside(Visit& visit) override;
  void below(Html& html, Visit& visit) override;
};

/// A page of settings with a section "Status": the State of one element of the status tree and its other leaves.
class StatefulSettingsPage final : public SettingsPage {
 public:
  StatefulSettingsPage(config::Release release, const config::MenuPage& menu_page, std::string_view element)
      : SettingsPage(release, menu_page), element_(element) {}

 protected:
  void below(Html& html, Visit& visit) override;

 private:
  std::string_view element_;
};

}  // namespace hexad::admin::web
