#include "model/admin/web/settings_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <compare>
#include <utility>

#include "model/admin/web/setting_words.h"
#include "model/config/setting.h"

namespace hexad::admin::web {
namespace {

using config::Setting;
using config::ValueKind;

std::string id_of(std::string_view path) {
  std::string id = "f-";
  for (const char c : path) id += c == ' ' ? '-' : c;
  return id;
}

/// Where a field stands among those of its form.
struct Order {
  bool later;              ///< Than names and priorities.
  std::string_view above;  ///< The path but its last word.
  int rank;                ///< A mode stands before what it switches.
  std::string_view word;   ///< The last word, without Start or End, Minimum or Maximum.
  bool end;
  auto operator<=>(const Order&) const = default;
};

Order order_of(std::string_view path) {
  const std::size_t blank = path.find_last_of(' ');
  if (blank == std::string_view::npos) return {true, {}, 0, path, false};
  std::string_view word = path.substr(blank + 1);
  Order order{word != "Name" && word != "Hostname" && word != "Priority", path.substr(0, blank), 3, {}, false};
  constexpr std::array<std::string_view, 3> kFirst = {"Address", "Mode", "Type"};
  const auto at = std::find(kFirst.begin(), kFirst.end(), word);
  if (at != kFirst.end()) order.rank = static_cast<int>(at - kFirst.begin());
  if (word == "Description") order.rank = 4;
  for (const std::string_view bound : {"Start", "Minimum", "Min", "End", "Maximum", "Max"}) {
    if (!word.starts_with(bound) && !word.ends_with(bound)) continue;
    order.end = bound == "End" || bound.starts_with("Max");
    word = word.starts_with(bound) ? word.substr(bound.size()) : word.substr(0, word.size() - bound.size());
    break;
  }
  order.word = word;
  return order;
}

bool is_password(const SettingsForm::Field& field) { return field.ref.setting->kind == ValueKind::password; }

/// Whether it is chosen from a list: of words, or of few numbers (the configuration primary).
bool is_chosen(const Setting& setting) {
  if (setting.kind == ValueKind::choice) return true;
  return setting.kind == ValueKind::integer && setting.maximum - setting.minimum < SettingsForm::kNumbersMax;
}

std::vector<std::string> choices_of(const Setting& setting) {
  std::vector<std::string> words(setting.words.begin(), setting.words.end());
  if (setting.kind != ValueKind::integer) return words;
  for (std::int64_t n = setting.minimum; n <= setting.maximum; ++n) words.push_back(std::to_string(n));
  return words;
}

/// Empty text takes a setting back to its default where that means the same, or where no empty value exists.
std::optional<std::string> value_for(const SettingsForm::Field& field, config::Release release) {
  const Setting& setting = *field.ref.setting;
  if (!field.typed.empty()) return field.typed;
  const bool no_empty_value = setting.kind == ValueKind::integer || setting.kind == ValueKind::choice;
  if (no_empty_value || setting.default_in(release).empty()) return std::nullopt;
  return std::string();
}

}  // namespace

SettingsForm::SettingsForm(const config::Configuration& configuration, const std::vector<config::SettingRef>& refs)
    : configuration_(configuration) {
  fields_.reserve(refs.size());
  for (const config::SettingRef& ref : refs) {
    Field field;
    field.ref = ref;
    field.path = ref.path();
    field.now = configuration.value(ref);
    if (ref.setting->kind != ValueKind::password) field.seen = field.typed = field.now;
    fields_.push_back(std::move(field));
  }
  std::stable_sort(fields_.begin(), fields_.end(), [](const Field& a, const Field& b) {
    return order_of(a.ref.setting->path) < order_of(b.ref.setting->path);
  });
}

void SettingsForm::take(const Form& form) {
  for (Field& field : fields_) {
    if (const auto typed = form.find(field.path)) field.typed = std::string(*typed);
    if (const auto seen = form.find("was " + field.path)) field.seen = std::string(*seen);
    field.clear = is_password(field) && form.find("clear " + field.path).has_value();
  }
}

std::optional<std::vector<config::Change>> SettingsForm::changes() {
  std::vector<config::Change> changes;
  for (Field& field : fields_) {
    if (field.clear) {
      changes.push_back({field.ref, std::nullopt});
      continue;
    }
    if (field.typed == field.seen) continue;
    const auto value = value_for(field, configuration_.release());
    auto change = config::Change{field.ref, std::nullopt};
    if (value) {
      auto parsed = configuration_.parse_change(field.path, *value);
      if (!parsed) {
        field.error = parsed.error().detail;
        continue;
      }
      change = std::move(*parsed);
    }
    if (!is_password(field) && field.now != field.seen && field.now != field.typed) {
      field.error =
          fmt::format("This has been set to \"{}\" since the page was opened: save again to replace it", field.now);
      field.seen = field.now;
      continue;
    }
    changes.push_back(std::move(change));
  }
  if (has_errors()) return std::nullopt;
  return changes;
}

void SettingsForm::as_new_entry() {
  for (Field& field : fields_) {
    if (is_password(field)) continue;
    field.now = field.seen = std::string(field.ref.setting->default_in(configuration_.release()));
  }
}

bool SettingsForm::has_errors() const {
  return std::any_of(fields_.begin(), fields_.end(), [](const Field& field) { return !field.error.empty(); });
}

void SettingsForm::blame(std::string_view sentence) {
  for (Field& field : fields_) {
    if (sentence.find(field.path) != std::string_view::npos) field.error = std::string(sentence);
  }
}

bool SettingsForm::repeats(const Field& field) const {
  const Field& first = *std::find_if(fields_.begin(), fields_.end(),
                                     [&](const Field& other) { return other.ref.setting == field.ref.setting; });
  return &first != &field && numbered(field);
}

bool SettingsForm::numbered(const Field& field) const {
  const std::string_view path = field.ref.setting->path;
  const std::size_t lists = index_count(path);
  if (lists == 0 || index_maximum(path, lists - 1) > kInlineEntriesMax) return false;
  const std::string_view list = list_path(path, lists - 1);
  return std::all_of(fields_.begin(), fields_.end(), [&](const Field& other) {
    const std::string_view theirs = other.ref.setting->path;
    return other.ref.setting == field.ref.setting || index_count(theirs) != lists ||
           list_path(theirs, lists - 1) != list;
  });
}

std::string SettingsForm::section_of(const Field& field) const {
  const std::string_view kind = kind_word(*field.ref.setting);
  const Field* type = type_field();
  if (kind.empty() || type == nullptr) return {};
  const auto& words = type->ref.setting->words;
  return std::find(words.begin(), words.end(), kind) == words.end() ? std::string() : std::string(kind);
}

const SettingsForm::Field* SettingsForm::type_field() const {
  for (const Field& field : fields_) {
    const Setting& setting = *field.ref.setting;
    const bool in_list = index_count(setting.path) == 1 && setting.path.ends_with("] Type");
    if (in_list && setting.kind == ValueKind::choice) return &field;
  }
  return nullptr;
}

std::vector<SettingsForm::Group> SettingsForm::groups() const {
  std::vector<Group> groups;
  for (const Field& field : fields_) {
    Group wanted{section_of(field), group_of(field.ref, numbered(field)), {}};
    auto at = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      return group.section == wanted.section && group.name == wanted.name;
    });
    if (at == groups.end()) at = groups.insert(groups.end(), std::move(wanted));
    at->fields.push_back(&field);
  }
  // What counts for every type comes first, then each type's own; single settings before the entries of lists.
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return a.section != b.section ? a.section < b.section : a.name.empty() && !b.name.empty();
  });
  return groups;
}

void SettingsForm::write(Html& html, bool editable, const Beside& beside) const {
  const Field* type = type_field();
  std::string section;
  for (const Group& group : groups()) {
    if (group.section != section) {
      if (!section.empty()) html.close();
      section = group.section;
      const bool wrong = std::any_of(fields_.begin(), fields_.end(), [&](const Field& field) {
        return !field.error.empty() && section_of(field) == section;
      });
      html.open("details", {flag("open", wrong || (type != nullptr && type->typed == section))});
      html.element("summary", "Type " + spaced(section));
    }
    html.open("fieldset").element("legend", group.name.empty() ? "Configuration" : group.name);
    for (const Field* field : group.fields) write_field(html, *field, editable, beside);
    html.close();
  }
  if (!section.empty()) html.close();
}

void SettingsForm::write_field(Html& html, const Field& field, bool editable, const Beside& beside) const {
  const Setting& setting = *field.ref.setting;
  const config::Release release = configuration_.release();
  const std::string id = id_of(field.path);
  const bool wrong = !field.error.empty();
  html.open("div", {{"class", wrong ? "field wrong" : "field"}, {"data-path", field.path}});
  html.open("label", {{"for", id}, {"title", field.path}}).text(label_of(field.ref, numbered(field)));
  if (setting.peer_specific_in(release)) {
    html.element("span", kDagger, {{"class", "dagger"}, {"title", "Specific to this peer"}});
  }
  html.close();
  html.open("div", {{"class", "control"}});
  const std::string error_id = wrong ? id + "-error " : std::string();
  write_input(html, field, editable, id, error_id + id + "-hint");
  if (beside) beside(html, field.ref);
  html.close();
  if (wrong) html.element("p", field.error, {{"class", "error"}, {"id", id + "-error"}, {"role", "alert"}});
  std::string hint = config::full_help(setting);
  if (!hint.empty() && hint.back() != '.') hint += '.';
  hint += fmt::format(" Enter {}.", config::value_space(setting));
  if (is_chosen(setting)) hint = config::full_help(setting);
  const std::string_view by_default = setting.default_in(release);
  if (!by_default.empty() && setting.kind != ValueKind::password) hint += fmt::format(" Default: {}.", by_default);
  html.element("p", hint, {{"class", repeats(field) ? "hint repeated" : "hint"}, {"id", id + "-hint"}});
  html.close();
}

void SettingsForm::write_choices(Html& html, const Field& field, bool editable, const std::string& id,
                                 const std::string& described_by) const {
  const Setting& setting = *field.ref.setting;
  html.open("select", {{"id", id},
                       {"name", field.path},
                       {"title", config::full_help(setting)},
                       {"aria-describedby", described_by},
                       when(!field.error.empty(), "aria-invalid", "true"),
                       flag("disabled", !editable)});
  const std::vector<std::string> words = choices_of(setting);
  const bool known = std::find(words.begin(), words.end(), field.typed) != words.end();
  if (!known) html.element("option", field.typed, {{"value", field.typed}, flag("selected", true)});
  if (!field.typed.empty() && setting.default_in(configuration_.release()).empty()) {
    html.element("option", "", {{"value", ""}});
  }
  for (const std::string& word : words) {
    html.element("option", word, {{"value", word}, flag("selected", word == field.typed)});
  }
  html.close();
}

void SettingsForm::write_input(Html& html, const Field& field, bool editable, const std::string& id,
                               const std::string& described_by) const {
  const Setting& setting = *field.ref.setting;
  const std::string help = config::full_help(setting);
  const Attribute disabled = flag("disabled", !editable);
  const Attribute invalid = when(!field.error.empty(), "aria-invalid", "true");
  const std::string least = std::to_string(setting.minimum);
  const std::string most = std::to_string(setting.maximum);
  if (is_chosen(setting)) return write_choices(html, field, editable, id, described_by);
  switch (setting.kind) {
    case ValueKind::choice: break;
    case ValueKind::integer:
      html.empty("input", {{"type", "number"},
                           {"id", id},
                           {"name", field.path},
                           {"value", field.typed},
                           {"min", least},
                           {"max", most},
                           {"step", "1"},
                           {"title", help},
                           {"aria-describedby", described_by},
                           invalid,
                           disabled});
      break;
    case ValueKind::password:
      html.empty("input", {{"type", "password"},
                           {"id", id},
                           {"name", field.path},
                           {"value", ""},
                           {"maxlength", most},
                           {"autocomplete", "new-password"},
                           {"title", help},
                           {"placeholder", field.now.empty() ? "not set" : "set: leave empty to keep it"},
                           {"aria-describedby", described_by},
                           invalid,
                           disabled});
      if (!field.now.empty() && editable) {
        html.open("label").empty("input", {{"type", "checkbox"}, {"name", "clear " + field.path}, {"value", "yes"}});
        html.text(" Remove it").close();
      }
      break;
    case ValueKind::address:
    case ValueKind::text:
      html.empty("input", {{"type", "text"},
                           {"id", id},
                           {"name", field.path},
                           {"value", field.typed},
                           when(setting.kind == ValueKind::text && setting.minimum > 0, "minlength", least),
                           when(setting.maximum > 0, "maxlength", most),
                           {"autocomplete", "off"},
                           {"spellcheck", "false"},
                           {"title", help},
                           {"aria-describedby", described_by},
                           invalid,
                           disabled});
      break;
  }
  if (editable && !is_password(field)) html.hidden("was " + field.path, field.seen);
}

void SettingsForm::write_legend(Html& html) const {
  const bool any = std::any_of(fields_.begin(), fields_.end(), [&](const Field& field) {
    return field.ref.setting->peer_specific_in(configuration_.release());
  });
  if (!any) return;
  html.open("p", {{"class", "hint legend"}}).element("span", kDagger, {{"class", "mark"}});
  html.text(" This setting is specific to this peer and is not replicated to the other peers of a cluster.").close();
}

}  // namespace hexad::admin::web
