// A long list of settings ("Zones Zone [1..1000]") on a page: a table of the entries in use, each with a check box and
// a link to its own form; New and Delete.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/admin/web/settings_form.h"
#include "model/admin/web/visit.h"

namespace hexad::admin::web {

class ListSection {
 public:
  /// `path` up to its bracket: "Zones Zone".
  explicit ListSection(std::string_view path);
  void add(const config::Setting& setting) { settings_.push_back(&setting); }

  std::string_view path() const { return path_; }
  /// "zones-zone": names it in addresses and forms.
  const std::string& name() const { return name_; }

  void write_table(Html& html, Visit& visit) const;
  /// The form of one entry, or of a new one.
  void show_entry(Visit& visit, const SettingsForm::Beside& beside) const;
  /// A button of the table or of an entry's form.
  void act(Visit& visit, const SettingsForm::Beside& beside) const;
  /// The query of the address of an entry's form.
  std::string entry_query(std::uint32_t number) const;
  std::string new_query() const { return "list=" + name_ + "&new=1"; }

 private:
  /// The number of an entry from text; 0 when it is none.
  std::uint32_t number_from(std::string_view text) const;
  std::uint32_t first_free(const config::Configuration& configuration) const;
  SettingsForm form_for(Visit& visit, std::uint32_t number) const;
  struct Entry {
    std::uint32_t number = 0;
    bool is_new = false;
    int status = 200;
    const SettingsForm::Beside& beside;
  };
  void write_entry(Visit& visit, const SettingsForm& form, const Entry& entry) const;
  void save_entry(Visit& visit, bool is_new, const SettingsForm::Beside& beside) const;
  void remove(Visit& visit) const;
  std::vector<const config::Setting*> columns() const;

  std::string_view path_;
  std::string name_;
  std::vector<const config::Setting*> settings_;
};

}  // namespace hexad::admin::web
