// A page of the menu as the settings table fills it: a form of all its settings that stand alone or in short lists, and
// a table for each long list. Pages that show or do something besides build on it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/web/list_section.h"
#include "model/admin/web/page.h"
#include "model/admin/web/settings_form.h"
#include "model/config/menu.h"

namespace hexad::admin::web {

class SettingsPage : public Page {
 public:
  SettingsPage(config::Release release, const config::MenuPage& menu_page);

  void show(Visit& visit) final;
  void act(Visit& visit) final;

 protected:
  /// What stands above and below the settings.
  virtual void above(Html& html, Visit& visit) { (void)html, (void)visit; }
  virtual void below(Html& html, Visit& visit) { (void)html, (void)visit; }
  /// A long list of the page.
  virtual void write_list(Html& html, Visit& visit, const ListSection& list) { list.write_table(html, visit); }
  /// What is said to the right of a field, on the page and in the forms of its lists.
  virtual SettingsForm::Beside beside(Visit& visit) { return (void)visit, SettingsForm::Beside(); }
  /// A button other than those of the settings: the value of its field "do". False: it has none such.
  virtual bool act_on(Visit& visit, std::string_view action) { return (void)visit, (void)action, false; }
  /// The page as it is, with settings and all.
  void show_all(Visit& visit, const SettingsForm& form, int status = 200);
  SettingsForm form_of(Visit& visit) const;
  bool has_fields() const { return !fields_.empty(); }

 private:
  void save(Visit& visit);

  std::vector<config::SettingRef> fields_;
  std::vector<std::unique_ptr<ListSection>> lists_;
};

/// Makes changes in the name of whoever asks, and says in a sentence why not. disk_full and disk_failed are told as
/// such.
host::Expected<std::size_t> apply_changes(Visit& visit, const std::vector<config::Change>& changes);
/// The status of an answer to a change that failed.
int status_for(const host::Error& error);

}  // namespace hexad::admin::web
