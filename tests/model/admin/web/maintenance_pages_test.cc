// Pages that act: maintenance mode, restart, upgrade, backup, option keys, certificates, tools, firewall rules,
// accounts; with the real commands of model/admin/life behind them.
#include <gtest/gtest.h>

#include <chrono>

#include "model/admin/life/upgrade_package.h"
#include "tests/model/admin/web/web_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using config::Release;
using namespace std::chrono_literals;

const std::vector<Release> kAll = {Release::x8_1, Release::x8_9, Release::vcs_x8_9_1, Release::x12};
const std::vector<Release> kBeforeX12 = {Release::x8_1, Release::x8_9, Release::vcs_x8_9_1};
const std::string kMode = "SystemUnit Maintenance Mode";

TEST(Maintenance, mode_is_one_setting_with_save_and_turning_it_on_asks_for_ok) {
  support::verifies("ui.maintenance-mode-page", "maint.confirmation-dialog");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer page = browser.get("/maintenance/maintenance-mode");
    EXPECT_EQ(page.text("//h1"), "Maintenance mode");
    EXPECT_EQ(page.count("//main//*[@data-path]"), 1u);
    EXPECT_EQ(page.count("//main//select/option[.='On' or .='Off']"), 2u);
    const Answer question = browser.press(page, "Save", {{kMode, "On"}});
    EXPECT_EQ(question.count("//*[@role='alertdialog']//button[.='OK']"), 1u);
    EXPECT_EQ(question.attribute("//*[@role='alertdialog']//a[.='Cancel']", "href"), "/maintenance/maintenance-mode");
    EXPECT_FALSE(world.life().life().maintenance_mode().on()) << "Save alone does nothing yet";
    const Answer on = browser.press(question, "OK");
    EXPECT_TRUE(world.life().life().maintenance_mode().on());
    EXPECT_TRUE(world.life().alarm(15015));
    EXPECT_TRUE(on.says("Maintenance mode is on"));
    const Answer off = browser.press(browser.get("/maintenance/maintenance-mode"), "Save", {{kMode, "Off"}});
    EXPECT_FALSE(world.life().life().maintenance_mode().on()) << "turning it off asks nothing";
    EXPECT_EQ(off.count("//*[@class='banner']"), 0u);
  }
}

TEST(Maintenance, restart_options_have_a_restart_button_that_asks_for_ok) {
  support::verifies("ui.restart-page", "maint.restart-confirm");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer question = browser.press(browser.get("/maintenance/restart-options"), "Restart");
    EXPECT_EQ(question.count("//*[@role='alertdialog']//button[.='OK']"), 1u);
    world.life().run_for(5s);
    EXPECT_FALSE(world.life().restart_requested());
    const Answer done = browser.press(question, "OK");
    EXPECT_TRUE(done.says("The system is restarting"));
    world.life().run_for(5s);
    EXPECT_TRUE(world.life().restart_requested());
  }
}

TEST(Maintenance, an_upgrade_shows_how_far_it_is) {
  support::verifies("ui.upgrade-page");
  for (const Release release : {Release::x8_9, Release::vcs_x8_9_1}) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer page = browser.get("/maintenance/upgrade");
    EXPECT_EQ(page.count("//form[@enctype='multipart/form-data']//input[@type='file' and @name='Package']"), 1u);
    EXPECT_EQ(page.count("//form//progress"), 1u) << "the upload's bar";
    const Answer refused = browser.press(page, "Upgrade", {{"Package", "no package"}});
    EXPECT_EQ(refused.count("//*[@role='alert']"), 1u);
    EXPECT_EQ(refused.count("//*[@id='installation']"), 0u);
    const std::string package = package_of(Release::x12).to_text();
    Answer going = browser.press(page, "Upgrade", {{"Package", package}});
    ASSERT_EQ(going.count("//progress[@id='installation']"), 1u) << going.text("//main");
    EXPECT_EQ(going.attribute("//progress[@id='installation']", "value"), "0");
    EXPECT_EQ(going.attribute("//main", "data-refresh"), "2");
    world.life().run_for(60s);
    going = browser.get("/maintenance/upgrade");
    EXPECT_EQ(going.attribute("//progress[@id='installation']", "value"), "50");
    world.life().run_for(70s);
    EXPECT_TRUE(world.life().restart_requested());
  }
}

TEST(Maintenance, a_backup_is_made_and_restored_on_its_page) {
  support::verifies("bk.page");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    ASSERT_TRUE(world.life().set("IP DNS Hostname", "before"));
    const Answer page = browser.get("/maintenance/backup-and-restore");
    const Answer file = browser.press(page, "Create system backup file", {{"Passphrase", "a long passphrase"}});
    ASSERT_EQ(file.status, 200);
    EXPECT_NE(file.headers.get("Content-Disposition").find("attachment; filename="), std::string::npos);
    EXPECT_EQ(file.body.find("before"), std::string::npos) << "encrypted";
    ASSERT_TRUE(world.life().set("IP DNS Hostname", "after"));
    const Answer wrong =
        browser.press(page, "Upload system backup file", {{"File", file.body}, {"Passphrase", "another passphrase"}});
    EXPECT_EQ(wrong.count("//*[@role='alert']"), 1u);
    EXPECT_EQ(world.setting("IP DNS Hostname"), "after");
    const Answer cut =
        browser.press(page, "Upload system backup file",
                      {{"File", file.body.substr(0, file.body.size() / 2)}, {"Passphrase", "a long passphrase"}});
    EXPECT_EQ(cut.count("//*[@role='alert']"), 1u);
    const Answer restored =
        browser.press(page, "Upload system backup file", {{"File", file.body}, {"Passphrase", "a long passphrase"}});
    EXPECT_TRUE(restored.says("The backup has been restored")) << restored.text("//main");
    world.life().run_for(5s);
    EXPECT_TRUE(world.life().restart_requested());
    world.close();
    world.life().reboot();
    EXPECT_EQ(world.setting("IP DNS Hostname"), "before");
  }
}

/// A backup file of a peer1.
std::string backup_of_another_peer() {
  WebWorld other(config::Release::x8_9);
  Browser browser(other);
  browser.login();
  return browser
      .press(browser.get("/maintenance/backup-and-restore"), "Create system backup file",
             {{"Passphrase", "a long passphrase"}})
      .body;
}

TEST(Maintenance, a_doubtful_restore_is_asked_about_without_sending_file_or_password_back) {
  const std::string file = backup_of_another_peer();
  WebWorld world(config::Release::x8_9, "peer2");
  Browser browser(world);
  browser.login();
  const auto upload = [&] {
    return browser.press(browser.get("/maintenance/backup-and-restore"), "Upload system backup file",
                         {{"File", file}, {"Passphrase", "a long passphrase"}});
  };
  const Answer question = upload();
  ASSERT_EQ(question.count("//*[@role='alertdialog']"), 1u) << question.text();
  EXPECT_EQ(question.body.find("a long passphrase"), std::string::npos);
  EXPECT_LT(question.body.size(), 20'000u);
  world.life().run_for(std::chrono::minutes(11));
  EXPECT_TRUE(browser.press(question, "OK").says("That question is no longer open"));
  // The ticket is its session's: with it another one restores nothing and takes nothing away.
  const Answer asked = upload();
  const std::string ticket = asked.attribute("//input[@name='ticket']", "value");
  ASSERT_FALSE(ticket.empty());
  Browser stranger(world);
  stranger.login();
  EXPECT_TRUE(stranger
                  .press(stranger.get("/maintenance/backup-and-restore"), "Upload system backup file",
                         {{"confirm", "yes"}, {"ticket", ticket}})
                  .says("That question is no longer open"));
  const Answer restored = browser.press(asked, "OK");
  EXPECT_TRUE(restored.says("The backup has been restored")) << restored.text("//main");
}

TEST(Maintenance, a_snapshot_comes_down_as_a_file) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Answer file = browser.press(browser.get("/maintenance/diagnostics/system-snapshot"), "Create system snapshot");
  EXPECT_EQ(file.status, 200);
  EXPECT_NE(file.headers.get("Content-Disposition").find("snapshot"), std::string::npos);
  EXPECT_EQ(file.body.front(), '{');
}

TEST(Maintenance, option_keys_are_listed_added_and_deleted) {
  support::verifies("ui.option-keys-page");
  for (const Release release : kAll) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer page = browser.get("/maintenance/option-keys");
    EXPECT_TRUE(page.says("No option keys are installed."));
    const std::string field = page.attribute("//*[@data-path]", "data-path");
    const Answer added = browser.press(page, "Add option", {{field, "116341W20-1-AB12CD34"}});
    EXPECT_EQ(added.count("//table[@id='option-keys']/tbody/tr[td='116341W20-1-AB12CD34']"), 1u)
        << added.text("//main");
    EXPECT_TRUE(added.says("20 "));
    const Answer wrong =
        browser.press(added, "Add option", {{added.attribute("//*[@data-path]", "data-path"), "no key <b>"}});
    EXPECT_EQ(wrong.count("//*[@role='alert']"), 1u);
    EXPECT_EQ(wrong.count("//table[@id='option-keys']/tbody/tr"), 1u);
    const Answer gone = browser.press(wrong, "Delete", {{"key", "116341W20-1-AB12CD34"}});
    EXPECT_TRUE(gone.says("1 of 1 deleted."));
    EXPECT_TRUE(gone.says("No option keys are installed."));
  }
}

TEST(Maintenance, a_server_certificate_that_is_none_is_refused) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/maintenance/security/server-certificate");
  EXPECT_TRUE(page.says("CommonName"));
  const Answer refused =
      browser.press(page, "Upload server certificate data", {{"Certificate", "nonsense"}, {"PrivateKey", "nonsense"}});
  EXPECT_EQ(refused.count("//*[@role='alert']"), 1u);
}

TEST(Maintenance, a_certificate_authority_is_uploaded_as_a_file_of_several_lines) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const std::string pem = world.life().life().certificates().current().credentials.certificate_chain_pem;
  ASSERT_NE(pem.find('\n'), std::string::npos);
  const Answer done = browser.press(browser.get("/maintenance/security/trusted-ca-certificate"),
                                    "Append CA certificate", {{"Certificates", pem}});
  EXPECT_EQ(done.count("//*[@role='status']"), 1u) << done.text("//main");
  EXPECT_NE(world.life().life().certificates().current().ca_certificates_pem, "");
}

TEST(Tools, dns_lookup_asks_for_host_and_type_and_in_x12_for_servers) {
  support::verifies("dns.lookup-tool-fields");
  for (const Release release : {Release::x8_1, Release::x12}) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer page = browser.get("/maintenance/tools/network-utilities/dns-lookup");
    EXPECT_EQ(page.count("//form//label[.='Host']"), 1u);
    EXPECT_EQ(page.count("//form//label[.='Query type']"), 1u);
    EXPECT_EQ(page.text("//select[@name='Type']/option[@selected]"), "All");
    EXPECT_EQ(page.count("//form//label[.='Check against the following DNS servers']"),
              release == Release::x12 ? 1u : 0u);
    EXPECT_EQ(page.count("//form//button[.='Lookup']"), 1u);
    const Answer without = browser.press(page, "Lookup", {{"Host", "_sip._tcp.example.com"}});
    EXPECT_TRUE(without.says("No DNS server is set")) << without.text("//main");
    EXPECT_EQ(std::string(without.input("Host").attribute("value").value()), "_sip._tcp.example.com");
  }
}

TEST(Tools, the_answer_to_a_tool_stands_under_it) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  ASSERT_TRUE(world.life().set("DNS Server 1 Address", "10.1.0.99"));
  const Answer answer = browser.press(browser.get("/maintenance/tools/network-utilities/connectivity-test"), "Run",
                                      {{"Domain", "example.com"}, {"Protocols", "_sip._tcp,_sips._tcp"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.count("//h2[@id='results']"), 1u);
  EXPECT_TRUE(answer.says("_sip._tcp.example.com")) << answer.text("//main");
  EXPECT_TRUE(answer.says("_sips._tcp.example.com"));
}

struct Firewall : ::testing::Test {
  Firewall() { browser.login(); }
  void add(int number, int priority, const std::string& address, const std::string& action) {
    const std::string rule = "Firewall Rule " + std::to_string(number) + " ";
    ASSERT_TRUE(world.life().set(rule + "Priority", std::to_string(priority)));
    ASSERT_TRUE(world.life().set(rule + "Address", address));
    ASSERT_TRUE(world.life().set(rule + "PrefixLength", address == "0.0.0.0" ? "0" : "32"));
    ASSERT_TRUE(world.life().set(rule + "StartPort", "4371"));
    ASSERT_TRUE(world.life().set(rule + "EndPort", "4372"));
    ASSERT_TRUE(world.life().set(rule + "Action", action));
  }
  void add_three() {
    add(1, 10, "10.1.0.12", "Allow");
    add(2, 18, "10.1.0.13", "Allow");
    add(3, 19, "0.0.0.0", "Drop");
  }
  Answer activate_and_accept() {
    browser.press(browser.get(url), "Activate firewall rules");
    return browser.press(browser.get(url), "Accept changes");
  }
  const std::string url = "/system/protection/firewall-rules/configuration";
  WebWorld world{Release::x12};
  Browser browser{world};
};

TEST_F(Firewall, rules_are_listed_with_their_columns_and_buttons) {
  support::verifies("fw.s1-page", "fw.list-columns-actions", "ui.firewall-page");
  add_three();
  const Answer page = browser.get(url);
  EXPECT_EQ(page.text("//nav[@class='crumbs']"), "System Protection Firewall rules Configuration");
  EXPECT_EQ(page.text("//h1"), "Firewall rules configuration");
  EXPECT_EQ(page.text("//table[@id='firewall-rules']/thead"),
            "Priority Interface IP address Prefix length Service Transport Start port End port Action Description "
            "Rearrange State Actions");
  for (const char* button : {"Delete", "Undelete", "Activate firewall rules"}) {
    EXPECT_EQ(page.count("//main//button[.='" + std::string(button) + "']"), 1u) << button;
  }
  for (const char* link : {"New", "Select all", "Unselect all"}) {
    EXPECT_EQ(page.count("//main//a[.='" + std::string(link) + "']"), 1u) << link;
  }
  EXPECT_EQ(page.count("//tbody/tr[td='Pending add']"), 3u);
  EXPECT_EQ(page.count("//tbody/tr[td[2]='10' and td='10.1.0.12' and td='4371' and td='4372' and td='Allow']"), 1u);
  activate_and_accept();
  EXPECT_EQ(browser.get(url).count("//tbody/tr[td='Active']"), 3u);
}

TEST_F(Firewall, the_first_rule_has_only_a_down_arrow_and_the_last_only_an_up_arrow) {
  support::verifies("fw.rearrange");
  add_three();
  Answer page = browser.get(url);
  const auto arrows = [&](int row) {
    return page.text("//tbody/tr[" + std::to_string(row) + "]//td[contains(@class,'rearrange')]");
  };
  EXPECT_EQ(arrows(1), "\u2193");
  EXPECT_EQ(arrows(2), "\u2191 \u2193");
  EXPECT_EQ(arrows(3), "\u2191");
  const std::string down = page.attribute("//tbody/tr[1]//button", "value");
  const std::string token = page.attribute("//main//input[@name='csrf']", "value");
  page = browser.follow(browser.post(url, {{"csrf", token}, {"do", down}}));
  EXPECT_EQ(page.text("//tbody/tr[1]/td[4]"), "10.1.0.13");
  EXPECT_EQ(page.text("//tbody/tr[2]/td[4]"), "10.1.0.12");
  EXPECT_EQ(page.text("//tbody/tr[1]/td[2]"), "10") << "the priorities stay, the rules change places";
}

TEST_F(Firewall, rules_that_nobody_accepts_within_15_seconds_are_gone_again) {
  add_three();
  const Answer page = browser.press(browser.get(url), "Activate firewall rules");
  EXPECT_TRUE(page.says("Activated Access Control configuration"));
  EXPECT_EQ(page.count("//*[@role='alertdialog']//button[.='Accept changes']"), 1u);
  EXPECT_EQ(page.attribute("//*[@data-countdown]", "data-countdown"), "15");
  world.life().run_for(16s);
  const Answer later = browser.get(url);
  EXPECT_EQ(later.count("//*[@role='alertdialog']"), 0u);
  EXPECT_EQ(later.count("//tbody/tr[td='Pending add']"), 3u);
}

TEST_F(Firewall, delete_is_pending_and_undelete_takes_it_back) {
  add_three();
  activate_and_accept();
  const Answer page = browser.get(url);
  const Answer deleted = browser.press(page, "Delete", {{"rule", "2"}});
  EXPECT_TRUE(deleted.says("1 of 1 marked for deletion."));
  EXPECT_EQ(deleted.count("//tbody/tr[td='Pending delete' and td='10.1.0.13']"), 1u);
  const Answer back = browser.press(deleted, "Undelete", {{"rule", "2"}});
  EXPECT_EQ(back.count("//tbody/tr[td='Active']"), 3u);
  browser.press(back, "Delete", {{"rule", "2"}});
  activate_and_accept();
  EXPECT_EQ(browser.get(url).count("//tbody/tr"), 2u);
}

TEST_F(Firewall, a_rule_is_edited_in_its_own_form_which_shows_the_range_of_addresses) {
  add_three();
  const Answer page = browser.get(url);
  const Answer form = browser.get(page.attribute("//tbody/tr[1]//a", "href"));
  EXPECT_TRUE(form.says("Address range: 10.1.0.12 - 10.1.0.12")) << form.text("//main");
  browser.press(form, "Save", {{"Firewall Rule 1 Description", "Allow peer 2"}});
  EXPECT_EQ(browser.get(url).count("//tbody/tr[td='Allow peer 2']"), 1u);
}

TEST(Accounts, are_listed_made_changed_and_deleted) {
  support::verifies("ui.admin-accounts-page");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const std::string url = "/users/administrator-accounts";
    const Answer page = browser.get(url);
    EXPECT_EQ(page.count("//table[@id='accounts']/tbody/tr"), 1u);
    EXPECT_EQ(page.text("//table[@id='accounts']/tbody/tr/td[2]"), "admin (default password)");
    const Answer form = browser.get(page.attribute("//main//a[.='New']", "href"));
    const Answer differs = browser.press(form, "Save", {{"Name", "carol"}, {"Password", "one"}, {"Confirm", "two"}});
    EXPECT_EQ(differs.status, 422);
    EXPECT_EQ(std::string(differs.input("Name").attribute("value").value()), "carol");
    const Answer made = browser.press(
        form, "Save",
        {{"Name", "carol"}, {"Role", "ReadOnly"}, {"Password", "Long Enough 1!"}, {"Confirm", "Long Enough 1!"}});
    EXPECT_EQ(made.count("//tbody/tr[td='carol' and td='Read-only']"), 1u) << made.text("//main");
    Browser carol(world);
    EXPECT_EQ(carol.login("carol", "Long Enough 1!").text("//h1"), "Overview");
    const Answer edit = browser.get(url + "?name=carol");
    browser.press(edit, "Save", {{"WebAccess", "Off"}});
    EXPECT_EQ(carol.get("/status/overview").status, 303);
    const Answer question = browser.press(browser.get(url), "Delete", {{"account", "carol"}});
    EXPECT_NE(world.services().accounts.find("carol"), nullptr);
    EXPECT_TRUE(browser.press(question, "OK").says("1 of 1 deleted."));
    EXPECT_EQ(world.services().accounts.find("carol"), nullptr);
    const Answer last = browser.press(browser.press(browser.get(url), "Delete", {{"account", "admin"}}), "OK");
    EXPECT_NE(world.services().accounts.find("admin"), nullptr) << "the last administrator stays";
    EXPECT_TRUE(last.says("0 of 1 deleted."));
  }
}

TEST(Accounts, a_name_of_markup_is_a_name) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const std::string name = "<img src=x onerror=alert(1)>";
  browser.press(browser.get("/users/administrator-accounts?new=1"), "Save",
                {{"Name", name}, {"Password", "Long Enough 1!"}, {"Confirm", "Long Enough 1!"}});
  const Answer page = browser.get("/users/administrator-accounts");
  EXPECT_EQ(page.count("//img"), 0u);
  EXPECT_NE(page.page, nullptr);
}

TEST(Accounts, root_is_neither_shown_nor_changed_here) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  EXPECT_EQ(browser.get("/users/administrator-accounts").count("//td[.='root']"), 0u);
  EXPECT_EQ(browser.get("/users/administrator-accounts?name=root").status, 404);
  const CommandResult result = world.life().command("AccountPut", {{"Name", "root"}, {"Password", "x"}});
  EXPECT_FALSE(result.ok);
}

}  // namespace
}  // namespace hexad::admin
