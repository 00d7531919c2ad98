#include "model/admin/web/maintenance_pages.h"

#include <fmt/format.h>

#include "model/admin/web/controls.h"
#include "model/admin/web/status_pages.h"

namespace hexad::admin::web {
namespace {

constexpr std::string_view kMaintenancePath = "SystemUnit Maintenance Mode";

std::size_t count_of(Visit& visit, std::string_view element, std::string_view item) {
  const Node node = visit.services().status.read(element);
  std::size_t count = 0;
  for (const Node& child : node.children) count += child.item > 0 && child.name == item;
  return count;
}

}  // namespace

void MaintenanceModePage::below(Html& html, Visit& visit) {
  html.element("h2", "Status").open("dl", {{"class", "facts"}});
  write_fact(html, "Registrations", std::to_string(count_of(visit, "Registrations", "Registration")));
  write_fact(html, "Calls", std::to_string(count_of(visit, "Calls", "Call")));
  html.close();
}

bool MaintenanceModePage::act_on(Visit& visit, std::string_view action) {
  const bool turns_on = action == "save" && visit.form().text(kMaintenancePath) == "On" &&
                        !visit.services().configuration.current().on(kMaintenancePath);
  if (!turns_on || confirmed(visit)) return false;
  ask(visit, "Enable maintenance mode?",
      "No new registrations and calls will be taken; those that stand go on until they end. A restart ends it.",
      {{std::string(kMaintenancePath), "On"}, {"was " + std::string(kMaintenancePath), "Off"}, {"do", "save"}});
  return true;
}

void OptionKeysPage::show(Visit& visit) {
  const Node options = visit.services().status.read("Options");
  const bool acts = visit.may_change() && visit.has_command("OptionKeyDelete");
  Html html;
  std::uint32_t installed = 0;
  if (acts) visit.open_form(html);
  std::vector<Heading> headings = {{"Key"}, {"Description"}, {"Status"}};
  if (acts) headings.insert(headings.begin(), {"", true});
  open_table(html, headings, "option-keys");
  for (const Node& option : options.children) {
    if (option.item == 0) continue;
    ++installed;
    const std::string key = leaf(option, "Key");
    html.open("tr");
    if (acts) write_check_cell(html, visit, "key", key, "Select " + key);
    html.element("td", key).element("td", leaf(option, "Description")).element("td", leaf(option, "State")).close();
  }
  close_table(html);
  if (installed == 0) html.element("p", "No option keys are installed.", {{"class", "empty"}});
  if (acts) {
    html.open("p", {{"class", "buttons"}});
    if (installed > 0) write_button(html, "Delete", "delete");
    if (installed > 0) write_select_links(html, visit);
    html.close().close();
  }
  if (const auto ref = config::find_setting(fmt::format("Option {} Key", std::min(installed + 1, 64U)))) {
    const SettingsForm form(visit.services().configuration.current(), {*ref});
    html.element("h2", "Software option");
    const bool adds = visit.may_change() && visit.has_command("OptionKeyAdd");
    if (adds) visit.open_form(html);
    form.write(html, adds);
    form.write_legend(html);
    if (adds) {
      html.hidden("field", ref->path()).open("p", {{"class", "buttons"}});
      write_button(html, "Add option", "add");
      html.close().close();
    } else if (visit.may_change()) {
      write_absent(html, "Adding option keys");
    }
  }
  visit.show(html);
}

void OptionKeysPage::act(Visit& visit) {
  const std::string_view action = visit.form().text("do");
  if (action == "add") {
    if (!visit.has_command("OptionKeyAdd")) return visit.refuse(404, "This is not available on this peer.");
    const std::string key(visit.form().text(visit.form().text("field")));
    return visit.run_and_return("OptionKeyAdd", {{"Key", key}}, visit.url(), "The option key has been added.");
  }
  if (action != "delete" || !visit.has_command("OptionKeyDelete")) {
    return visit.refuse(400, "This page has no such button.");
  }
  std::vector<Arguments> calls;
  for (const std::string_view key : visit.form().all("key")) calls.push_back({{"Key", std::string(key)}});
  if (calls.empty()) return visit.leave(visit.url(), {"Select at least one option key first.", false});
  run_each(visit, "OptionKeyDelete", std::move(calls), "deleted");
}

std::vector<CommandForm> restart_forms() {
  CommandForm restart{"Restart", "Restart", "Restart", {}};
  restart.question = "Restart the system?";
  restart.sentence =
      "Calls that are active on this peer are lost. The pages are back as soon as the peer serves again.";
  restart.done = "The system is restarting.";
  CommandForm reboot{"Boot", "Reboot", "Reboot", {}};
  reboot.question = "Reboot the system?";
  reboot.sentence = restart.sentence;
  reboot.done = restart.done;
  return {restart, reboot};
}

std::vector<CommandForm> server_certificate_forms() {
  CommandForm upload{
      "ServerCertificateUpload",
      "Upload new certificate",
      "Upload server certificate data",
      {{"Certificate", "Server certificate file", "PEM: the certificate, then its intermediates.", "file"},
       {"PrivateKey", "Server private key file", "PEM, without a passphrase.", "file"}}};
  upload.done = "The server certificate has been replaced.";
  CommandForm reset{
      "ServerCertificateReset", "Reset to default server certificate", "Reset to default server certificate", {}};
  reset.question = "Reset the server certificate?";
  reset.sentence = "A temporary certificate replaces it, which nobody trusts.";
  reset.done = "A temporary certificate has been made.";
  return {upload, reset};
}

std::vector<CommandForm> trusted_ca_forms() {
  CommandForm upload{"CACertificatesUpload",
                     "Upload",
                     "Append CA certificate",
                     {{"Certificates", "File containing trusted CA certificates", "PEM, any number of them.", "file"},
                      {"Append", "Append", "Yes keeps those that are trusted already.", "", "Yes"}}};
  upload.done = "The trusted CA certificates have been changed.";
  CommandForm reset{"CACertificatesReset", "Reset to default CA certificate", "Reset to default CA certificate", {}};
  reset.question = "Trust no certificate authority?";
  reset.sentence = "All trusted CA certificates of this peer are taken away.";
  reset.done = "No certificate authority is trusted.";
  return {upload, reset};
}

std::vector<CommandForm> crl_forms() {
  CommandForm upload{"CRLUpload",
                     "Manual CRL update",
                     "Upload CRL file",
                     {{"Lists", "CRL file", "PEM, any number of lists.", "file"}}};
  upload.done = "The revocation lists have been replaced.";
  CommandForm remove{"CRLDelete", "Remove revocation list", "Remove revocation list", {}};
  remove.question = "Remove the revocation lists?";
  remove.sentence = "No certificate is taken for revoked any more.";
  remove.done = "The revocation lists have been removed.";
  return {upload, remove};
}

}  // namespace hexad::admin::web
