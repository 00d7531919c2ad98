#include "model/admin/web/file_pages.h"

#include <utility>

#include "model/admin/life/base64.h"
#include "model/admin/web/command_form.h"
#include "model/admin/web/controls.h"
#include "model/admin/web/status_pages.h"

namespace hexad::admin::web {
namespace {

/// A restore that was refused by a warning stays here; the answer to the question names it by this field.
constexpr std::string_view kTicket = "ticket";

CommandForm upgrade_form() {
  CommandForm form{
      "UpgradeStart",
      "Upgrade component",
      "Upgrade",
      {{"Package", "Software image file", "Everything on this peer restarts at the end.", "file", {}, " "}}};
  form.done = "The upgrade has started.";
  return form;
}

CommandForm create_form() {
  return {"BackupCreate",
          "Backup",
          "Create system backup file",
          {{"Passphrase", "Encryption password", "Whoever restores the file must know it."}}};
}

CommandForm restore_form() {
  return {"BackupRestore",
          "Restore",
          "Upload system backup file",
          {{"File", "System backup file", "Of this peer and this software version.", "file"},
           {"Passphrase", "Decryption password", "The password that the backup was made with."}}};
}

CommandForm snapshot_form() { return {"SystemSnapshot", "System snapshot", "Create system snapshot", {}}; }

std::string field_value(const CommandResult& result, std::string_view name) {
  for (const Node& field : result.fields) {
    if (field.name == name) return field.value;
  }
  return {};
}

/// How a refusal ends that is only a warning (BackupRestore).
constexpr std::string_view kWarningEnd = ". To restore it all the same";

std::string said(const CommandResult& result) { return result.description.empty() ? result.cause : result.description; }

}  // namespace

void UpgradePage::show(Visit& visit) {
  const Node upgrade = visit.services().status.read("Upgrade");
  const std::string state = leaf(upgrade, "State");
  const bool busy = state == "Installing" || state == "Restarting";
  Html html;
  html.open("dl", {{"class", "facts"}});
  write_fact(html, "Installed software version", leaf(upgrade, "InstalledVersion"));
  write_fact(html, "State", state.empty() ? "Not available on this peer" : state);
  if (!leaf(upgrade, "Version").empty()) write_fact(html, "Version of the package", leaf(upgrade, "Version"));
  if (!leaf(upgrade, "Message").empty()) write_fact(html, "Last upgrade", leaf(upgrade, "Message"));
  if (busy) {
    const std::string percent = leaf(upgrade, "Progress");
    html.element("dt", "Progress").open("dd");
    html.element("progress", percent + " %",
                 {{"id", "installation"}, {"max", "100"}, {"value", percent}, {"aria-label", "Installation"}});
    html.text(" " + percent + " %").close();
    visit.refresh_every(2);
  }
  html.close();
  if (busy) {
    html.open("p").link(visit.url(), "Refresh").close();
  } else {
    write_command_form(html, visit, upgrade_form());
  }
  visit.show(html);
}

void UpgradePage::act(Visit& visit) { act_on_form(visit, upgrade_form()); }

void BackupPage::show(Visit& visit) {
  Html html;
  write_command_form(html, visit, create_form());
  write_command_form(html, visit, restore_form());
  if (!visit.may_change()) html.element("p", "Backups are made and restored by administrators.", {{"class", "empty"}});
  visit.show(html);
}

void BackupPage::act(Visit& visit) {
  const std::string_view action = visit.form().text("do");
  if (!visit.has_command(action == "BackupRestore" ? action : "BackupCreate")) {
    return visit.refuse(404, "This is not available on this peer.");
  }
  if (action == "BackupRestore") return restore(visit);
  if (action != "BackupCreate") return visit.refuse(400, "This page has no such button.");
  visit.run("BackupCreate", arguments_of(visit, create_form()), [&visit](const CommandResult& result) {
    auto file = result.ok ? from_base64(field_value(result, "File")) : std::nullopt;
    if (!file) return visit.leave(visit.url(), {said(result), false});
    visit.download(field_value(result, "Name"), "application/octet-stream", *std::move(file));
  });
}

void BackupPage::restore(Visit& visit) {
  Arguments arguments = {{"File", to_base64(visit.form().text("File"))},
                         {"Passphrase", std::string(visit.form().text("Passphrase"))}};
  if (confirmed(visit)) {
    auto held = visit.take(visit.form().text(kTicket));
    if (!held)
      return visit.leave(visit.url(), {"That question is no longer open. Choose the backup file again.", false});
    arguments = std::move(*held);
    arguments.emplace_back("Confirm", "Yes");
  }
  if (arguments[0].second.empty()) return visit.leave(visit.url(), {"Choose a backup file first.", false});
  visit.run("BackupRestore", arguments, [&visit, arguments](const CommandResult& result) {
    const std::string sentence = said(result);
    const std::size_t end = sentence.find(kWarningEnd);
    if (!result.ok && end != std::string::npos && !confirmed(visit)) {
      return ask(visit, "Restore this backup nevertheless?", sentence.substr(0, end) + ".",
                 {{"do", "BackupRestore"}, {std::string(kTicket), visit.hold(arguments)}});
    }
    visit.leave(visit.url(), {sentence, result.ok});
  });
}

void SnapshotPage::show(Visit& visit) {
  Html html;
  html.element("p", "A snapshot holds the configuration without passwords, the status and the logs, for support.");
  write_command_form(html, visit, snapshot_form());
  visit.show(html);
}

void SnapshotPage::act(Visit& visit) {
  if (!visit.has_command("SystemSnapshot")) return visit.refuse(404, "This is not available on this peer.");
  visit.run("SystemSnapshot", {}, [&visit](const CommandResult& result) {
    if (!result.ok) return visit.leave(visit.url(), {said(result), false});
    visit.download(field_value(result, "Name"), "application/json", field_value(result, "File"));
  });
}

}  // namespace hexad::admin::web
