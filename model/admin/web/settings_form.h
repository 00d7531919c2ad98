// The fields of settings, generated from the settings table: the right input for each kind of value with its range, its
// help, default and marks; and the way back from what was posted to changes. A form posts each field together with what
// the person saw in it, so that only what they changed becomes a change, and nobody overwrites unknowingly what another
// has set meanwhile.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/admin/web/html.h"
#include "model/admin/web/visit.h"
#include "model/config/configuration.h"

namespace hexad::admin::web {

/// Marks what is peer-specific, as in the guides.
inline constexpr std::string_view kDagger = "\u2020";

class SettingsForm {
 public:
  struct Field {
    config::SettingRef ref;
    std::string path;
    std::string now;     ///< What the configuration has.
    std::string seen;    ///< What the person saw.
    std::string typed;   ///< What stands in the field.
    bool clear = false;  ///< Of a password: take it away.
    std::string error;
  };

  /// Whole numbers of fewer values are chosen from a list.
  static constexpr std::int64_t kNumbersMax = 10;

  /// The fields of these settings, with the values of `configuration`, which outlives the form.
  SettingsForm(const config::Configuration& configuration, const std::vector<config::SettingRef>& refs);

  /// Takes what was posted. Fields that were not posted stay as they are.
  void take(const Form& form);
  /// The changes that the fields ask for. Empty optional: at least one field is wrong, and says so beside it.
  std::optional<std::vector<config::Change>> changes();
  /// Reads the fields as those of an entry that does not exist yet: whatever differs from the defaults is a change.
  void as_new_entry();
  bool has_errors() const;
  /// Puts a sentence about several settings beside each field that it names.
  void blame(std::string_view sentence);

  /// What is said to the right of a field: "This system".
  using Beside = std::function<void(Html&, const config::SettingRef&)>;
  /// All fields, in groups. Not editable: disabled.
  void write(Html& html, bool editable, const Beside& beside = {}) const;
  /// What the dagger means, when any field has it.
  void write_legend(Html& html) const;
  const std::vector<Field>& fields() const { return fields_; }

 private:
  struct Group {
    std::string section;  ///< The type of an entry for which it counts; empty: for every one.
    std::string name;
    std::vector<const Field*> fields;
  };
  std::vector<Group> groups() const;
  /// The field "Type" of a list's entry.
  const Field* type_field() const;
  std::string section_of(const Field& field) const;
  void write_choices(Html& html, const Field& field, bool editable, const std::string& id,
                     const std::string& described_by) const;
  /// Whether the field is the only setting of a short list, and has its number in its label.
  bool numbered(const Field& field) const;
  /// Whether its help stands already beside the entry before.
  bool repeats(const Field& field) const;
  void write_field(Html& html, const Field& field, bool editable, const Beside& beside) const;
  void write_input(Html& html, const Field& field, bool editable, const std::string& id,
                   const std::string& described_by) const;

  const config::Configuration& configuration_;
  std::vector<Field> fields_;
};

}  // namespace hexad::admin::web
