#include "model/admin/web/list_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/admin/web/controls.h"
#include "model/admin/web/setting_words.h"
#include "model/admin/web/settings_page.h"

namespace hexad::admin::web {
namespace {

constexpr std::size_t kColumnsMax = 6;

/// The words of a path behind the bracket of the list: "Name" of "Zones Zone [1..1000] Name".
std::string_view inner_path(std::string_view path, std::string_view list) {
  const std::size_t close = path.find(']', list.size());
  return close == std::string_view::npos || close + 2 > path.size() ? path : path.substr(close + 2);
}

/// A form whose fields of entry `from` of a list are those of entry `to`.
Form renumbered(const Form& form, std::string_view list, std::uint32_t from, std::uint32_t to) {
  const std::string old_start = fmt::format("{} {} ", list, from);
  const std::string new_start = fmt::format("{} {} ", list, to);
  std::vector<std::pair<std::string, std::string>> fields = form.fields();
  for (auto& field : fields) {
    const std::size_t at = field.first.find(old_start);
    if (at != std::string::npos) field.first.replace(at, old_start.size(), new_start);
  }
  return Form(std::move(fields));
}

}  // namespace

ListSection::ListSection(std::string_view path) : path_(path) {
  for (const char c : path) {
    name_ += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
}

std::string ListSection::entry_query(std::uint32_t number) const {
  return fmt::format("list={}&entry={}", name_, number);
}

std::uint32_t ListSection::number_from(std::string_view text) const {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number <= index_maximum(settings_.front()->path, 0) ? number : 0;
}

std::uint32_t ListSection::first_free(const config::Configuration& configuration) const {
  std::uint32_t free = 1;
  for (const std::uint32_t used : configuration.entries(path_)) {
    if (used != free) break;
    ++free;
  }
  return free <= index_maximum(settings_.front()->path, 0) ? free : 0;
}

std::vector<const config::Setting*> ListSection::columns() const {
  std::vector<const config::Setting*> shown;
  for (const config::Setting* setting : settings_) {
    const std::string_view inner = inner_path(setting->path, path_);
    if (setting->kind == config::ValueKind::password || index_count(setting->path) > 1) continue;
    if (inner == "Name") {
      shown.insert(shown.begin(), setting);
    } else if (inner.find(' ') == std::string_view::npos || settings_.size() <= kColumnsMax) {
      shown.push_back(setting);
    }
  }
  if (shown.size() > kColumnsMax) shown.resize(kColumnsMax);
  return shown;
}

void ListSection::write_table(Html& html, Visit& visit) const {
  const config::Configuration& configuration = visit.services().configuration.current();
  const auto numbers = configuration.entries(path_);
  const auto shown = columns();
  html.element("h2", spaced(path_.substr(path_.find_last_of(' ') + 1)));
  if (visit.may_change()) visit.open_form(html);
  html.hidden("list", name_);
  html.element("p", fmt::format("Records: {}", numbers.size()), {{"class", "hint"}});
  if (numbers.empty()) {
    html.element("p", "There are no entries.", {{"class", "empty"}});
  } else {
    html.open("div", {{"class", "scroll"}}).open("table").open("thead").open("tr");
    if (visit.may_change()) html.element("th", "", {{"class", "tight"}});
    html.element("th", "No.", {{"scope", "col"}, {"class", "tight"}});
    for (const config::Setting* setting : shown) {
      html.open("th", {{"scope", "col"}, {"title", setting->path}}).text(setting->label);
      if (setting->peer_specific_in(visit.release())) html.element("span", kDagger, {{"class", "dagger"}});
      html.close();
    }
    html.element("th", "Actions", {{"scope", "col"}, {"class", "tight"}}).close().close().open("tbody");
    for (const std::uint32_t number : numbers) {
      const std::string text = std::to_string(number);
      html.open("tr");
      if (visit.may_change()) {
        write_check_cell(html, visit, "entry", text, "Select entry " + text);
      }
      html.element("td", text, {{"class", "tight"}});
      for (const config::Setting* setting : shown) html.element("td", configuration.value({setting, {number}}));
      html.open("td", {{"class", "tight"}});
      html.link(visit.url() + "?" + entry_query(number), visit.may_change() ? "View/Edit" : "View");
      html.close().close();
    }
    html.close().close().close();
  }
  if (!visit.may_change()) return;
  html.open("p", {{"class", "buttons"}});
  html.element("a", "New", {{"class", "button"}, {"href", visit.url() + "?" + new_query()}});
  if (!numbers.empty()) {
    html.element("button", "Delete", {{"name", "do"}, {"value", "delete"}});
    write_select_links(html, visit);
  }
  html.close().close();
}

SettingsForm ListSection::form_for(Visit& visit, std::uint32_t number) const {
  std::vector<config::SettingRef> refs;
  for (const config::Setting* setting : settings_) expand(*setting, {number}, refs);
  return SettingsForm(visit.services().configuration.current(), refs);
}

void ListSection::show_entry(Visit& visit, const SettingsForm::Beside& beside) const {
  const config::Configuration& configuration = visit.services().configuration.current();
  const bool is_new = visit.parameter("new") == "1";
  const std::uint32_t number = is_new ? first_free(configuration) : number_from(visit.parameter("entry"));
  if (is_new && number == 0) return visit.refuse(409, "This list is full.");
  const auto used = configuration.entries(path_);
  if (!is_new && !std::binary_search(used.begin(), used.end(), number)) {
    return visit.refuse(404, "There is no such entry; it may have been deleted.");
  }
  write_entry(visit, form_for(visit, number), {number, is_new, 200, beside});
}

void ListSection::write_entry(Visit& visit, const SettingsForm& form, const Entry& entry) const {
  const bool is_new = entry.is_new;
  Html html;
  html.element("h2", is_new ? "New entry" : fmt::format("Entry {}", entry.number));
  if (visit.may_change()) visit.open_form(html);
  html.hidden("list", name_).hidden("number", std::to_string(entry.number));
  form.write(html, visit.may_change(), entry.beside);
  form.write_legend(html);
  html.open("p", {{"class", "buttons"}});
  if (visit.may_change()) {
    html.element("button", is_new ? "Create" : "Save", {{"name", "do"}, {"value", is_new ? "create" : "save"}});
  }
  html.element("a", visit.may_change() ? "Cancel" : "Back", {{"class", "button quiet"}, {"href", visit.url()}});
  html.close();
  if (visit.may_change()) html.close();
  visit.show(html, entry.status);
}

void ListSection::act(Visit& visit, const SettingsForm::Beside& beside) const {
  const std::string_view action = visit.form().text("do");
  if (action == "create" || action == "save") return save_entry(visit, action == "create", beside);
  if (action == "delete") return remove(visit);
  visit.refuse(400, "This list has no such button.");
}

void ListSection::save_entry(Visit& visit, bool is_new, const SettingsForm::Beside& beside) const {
  const config::Configuration& configuration = visit.services().configuration.current();
  const std::uint32_t asked = number_from(visit.form().text("number"));
  const auto used = configuration.entries(path_);
  const bool taken = std::binary_search(used.begin(), used.end(), asked);
  // Somebody else may have made an entry of this number meanwhile.
  const std::uint32_t number = is_new && taken ? first_free(configuration) : asked;
  if (number == 0) return visit.refuse(409, is_new ? "This list is full." : "There is no such entry.");
  if (!is_new && !taken) return visit.refuse(404, "There is no such entry; it may have been deleted.");
  SettingsForm form = form_for(visit, number);
  form.take(number == asked ? visit.form() : renumbered(visit.form(), path_, asked, number));
  if (is_new) form.as_new_entry();
  const auto changes = form.changes();
  if (!changes) {
    visit.tell({"Nothing has been saved: correct what is marked below.", false});
    return write_entry(visit, form, {number, is_new, 422, beside});
  }
  if (is_new && changes->empty()) {
    visit.tell({"Nothing has been saved: enter at least one value that is not the default.", false});
    return write_entry(visit, form, {number, is_new, 422, beside});
  }
  const auto applied = apply_changes(visit, *changes);
  if (!applied) {
    form.blame(applied.error().detail);
    visit.tell({"Nothing has been saved: " + applied.error().detail, false});
    return write_entry(visit, form, {number, is_new, status_for(applied.error()), beside});
  }
  visit.leave(visit.url(), {is_new ? fmt::format("Entry {} has been created.", number) : "Saved.", true});
}

void ListSection::remove(Visit& visit) const {
  const config::Configuration& configuration = visit.services().configuration.current();
  std::vector<config::Change> changes;
  std::size_t count = 0;
  for (const std::string_view text : visit.form().all("entry")) {
    const std::uint32_t number = number_from(text);
    const auto removal = configuration.removal_of_entry(path_, std::vector<std::uint32_t>{number});
    count += removal.empty() ? 0 : 1;
    changes.insert(changes.end(), removal.begin(), removal.end());
  }
  if (count == 0) return visit.leave(visit.url(), {"Select at least one entry first.", false});
  const auto applied = apply_changes(visit, changes);
  if (!applied) return visit.leave(visit.url(), {"Nothing has been deleted: " + applied.error().detail, false});
  visit.leave(visit.url(),
              {count == 1 ? "One entry has been deleted." : fmt::format("{} entries have been deleted.", count), true});
}

}  // namespace hexad::admin::web
