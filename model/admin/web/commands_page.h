// A page of forms of commands, with what the status tree says above them: Restart options, certificates, tools.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/admin/web/command_form.h"
#include "model/admin/web/settings_page.h"

namespace hexad::admin::web {

class CommandsPage : public SettingsPage {
 public:
  /// `status`: the paths of the status tree that it shows.
  CommandsPage(config::Release release, const config::MenuPage& menu_page, std::vector<CommandForm> forms,
               std::vector<std::string_view> status = {})
      : SettingsPage(release, menu_page), forms_(std::move(forms)), status_(std::move(status)) {}

 protected:
  void above(Html& html, Visit& visit) override;
  void below(Html& html, Visit& visit) override;
  bool act_on(Visit& visit, std::string_view action) override;
  const std::vector<CommandForm>& forms() const { return forms_; }

 private:
  std::vector<CommandForm> forms_;
  std::vector<std::string_view> status_;
};

/// A form whose answer is shown under it: DNS lookup, Connectivity test.
class ToolPage final : public Page {
 public:
  explicit ToolPage(CommandForm form) : form_(std::move(form)) {}
  void show(Visit& visit) override;
  void act(Visit& visit) override;
  Role role_to_act() const override { return Role::read_only; }

 private:
  void write(Html& html, Visit& visit) const;

  CommandForm form_;
};

}  // namespace hexad::admin::web
