#include "model/admin/web/settings_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/admin/web/layout.h"
#include "model/admin/web/setting_words.h"

namespace hexad::admin::web {
namespace {

/// The bracket of the first long list in a path; the number of its brackets when all lists are short.
std::size_t first_long_list(std::string_view path) {
  std::size_t which = 0;
  while (which < index_count(path) && index_maximum(path, which) <= kInlineEntriesMax) ++which;
  return which;
}

}  // namespace

host::Expected<std::size_t> apply_changes(Visit& visit, const std::vector<config::Change>& changes) {
  auto applied = visit.services().configuration.apply(changes, visit.who().author());
  if (!applied) return tl::unexpected(applied.error());
  return applied->size();
}

int status_for(const host::Error& error) {
  switch (error.code) {
    case host::ErrorCode::disk_full: return 507;
    case host::ErrorCode::disk_failed:
    case host::ErrorCode::corrupted: return 500;
    default: return 422;
  }
}

SettingsPage::SettingsPage(config::Release release, const config::MenuPage& menu_page) {
  for (const config::Setting* setting : config::settings_of_page(release, menu_page)) {
    const std::size_t which = first_long_list(setting->path);
    if (which == index_count(setting->path)) {
      expand(*setting, {}, fields_);
      continue;
    }
    const std::string_view path = list_path(setting->path, which);
    auto at = std::find_if(lists_.begin(), lists_.end(), [&](const auto& list) { return list->path() == path; });
    if (at == lists_.end()) at = lists_.insert(lists_.end(), std::make_unique<ListSection>(path));
    (*at)->add(*setting);
  }
}

SettingsForm SettingsPage::form_of(Visit& visit) const {
  return SettingsForm(visit.services().configuration.current(), fields_);
}

void SettingsPage::show(Visit& visit) {
  for (const auto& list : lists_) {
    if (visit.parameter("list") == list->name()) return list->show_entry(visit, beside(visit));
  }
  show_all(visit, form_of(visit));
}

void SettingsPage::show_all(Visit& visit, const SettingsForm& form, int status) {
  Html html;
  above(html, visit);
  if (!fields_.empty()) {
    if (visit.may_change()) visit.open_form(html);
    form.write(html, visit.may_change(), beside(visit));
    form.write_legend(html);
    if (visit.may_change()) {
      html.open("p", {{"class", "buttons"}});
      html.element("button", "Save", {{"name", "do"}, {"value", "save"}}).close().close();
    }
  }
  for (const auto& list : lists_) write_list(html, visit, *list);
  below(html, visit);
  visit.show(html, status);
}

void SettingsPage::act(Visit& visit) {
  const std::string_view wanted = visit.form().text("list");
  for (const auto& list : lists_) {
    if (wanted == list->name()) return list->act(visit, beside(visit));
  }
  const std::string_view action = visit.form().text("do");
  if (act_on(visit, action)) return;
  if (action == "save" && !fields_.empty()) return save(visit);
  visit.refuse(400, "This page has no such button.");
}

void SettingsPage::save(Visit& visit) {
  SettingsForm form = form_of(visit);
  form.take(visit.form());
  const auto changes = form.changes();
  if (!changes) {
    visit.tell({"Nothing has been saved: correct what is marked below.", false});
    return show_all(visit, form, 422);
  }
  const auto applied = apply_changes(visit, *changes);
  if (!applied) {
    form.blame(applied.error().detail);
    visit.tell({"Nothing has been saved: " + applied.error().detail, false});
    return show_all(visit, form, status_for(applied.error()));
  }
  visit.leave(visit.url(), {*applied == 0 ? "Nothing was changed." : "Saved.", true});
}

}  // namespace hexad::admin::web
