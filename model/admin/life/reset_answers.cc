#include "model/admin/life/reset_answers.h"

#include <array>
#include <vector>

#include "model/admin/life/common.h"
#include "model/admin/life/system_rows.h"

namespace hexad::admin {
namespace {

constexpr std::array<ResetQuestion, 7> kQuestions{{
    {ResetItem::option_keys, "Keep option keys"},
    {ResetItem::fips140, "Keep FIPS140 configuration"},
    {ResetItem::ip_configuration, "Keep IP configuration"},
    {ResetItem::ssh_keys, "Keep ssh keys"},
    {ResetItem::certificates, "Keep ssl certificates and keys"},
    {ResetItem::passwords, "Keep root and admin passwords"},
    {ResetItem::log_files, "Save log files"},
}};
constexpr std::array<ResetQuestion, 6> kQuestionsX81{{
    {ResetItem::option_keys, "Keep option keys"},
    {ResetItem::ip_configuration, "Keep IP configuration"},
    {ResetItem::ssh_keys, "Keep ssh keys"},
    {ResetItem::passwords, "Keep root and admin passwords"},
    {ResetItem::log_files, "Save log files"},
    {ResetItem::replace_disk, "Replace hard disk"},
}};

struct ItemWord {
  ResetItem item;
  std::string_view word;
};
constexpr std::array<ItemWord, 8> kWords{{
    {ResetItem::option_keys, "option_keys"},
    {ResetItem::fips140, "fips140"},
    {ResetItem::ip_configuration, "ip_configuration"},
    {ResetItem::ssh_keys, "ssh_keys"},
    {ResetItem::certificates, "certificates"},
    {ResetItem::passwords, "passwords"},
    {ResetItem::log_files, "log_files"},
    {ResetItem::replace_disk, "replace_disk"},
}};

/// The beginnings of the paths that make up the IP configuration. DNS names and servers are no part of it.
constexpr std::array<std::string_view, 6> kIpPaths{"Ethernet ", "IPProtocol", "IP Gateway",
                                                   "IP V6 ",    "IP Route ",  "IP External Interface"};
constexpr std::string_view kSshPrefix = "ssh/";
constexpr std::array<std::string_view, 2> kPasswordAccounts{"admin", "root"};

using Keep = bool (*)(std::string_view key, const ResetAnswers& answers);

bool keep_setting(std::string_view key, const ResetAnswers& answers) {
  return answers.yes(ResetItem::ip_configuration) && is_ip_setting(key);
}

bool keep_account(std::string_view key, const ResetAnswers& answers) {
  return answers.yes(ResetItem::passwords) && (key == kPasswordAccounts[0] || key == kPasswordAccounts[1]);
}

bool keep_system(std::string_view key, const ResetAnswers& answers) {
  if (key == system_row::kFips) return answers.yes(ResetItem::fips140);
  if (key.starts_with(kSshPrefix)) return answers.yes(ResetItem::ssh_keys);
  constexpr std::array<std::string_view, 8> machine{
      system_row::kSerialNumber, system_row::kVersion,   system_row::kRelease,   system_row::kToldRelease,
      system_row::kRestarts,     system_row::kLastCheck, system_row::kInstalled, system_row::kRestartsSinceCheck};
  for (const std::string_view kept : machine) {
    if (key == kept) return true;
  }
  return false;
}

host::Expected<void> collect(config::Store& store, std::string_view kind, const ResetAnswers& answers, Keep keep,
                             std::vector<config::RowChange>& removals) {
  auto rows = store.rows(kind);
  if (!rows) return tl::unexpected(rows.error());
  for (const config::Row& row : *rows) {
    if (!keep(row.key, answers)) removals.push_back({std::string(kind), row.key, std::nullopt});
  }
  return {};
}

}  // namespace

std::span<const ResetQuestion> reset_questions(config::Release release) {
  if (release == config::Release::x8_1) return kQuestionsX81;
  return kQuestions;
}

void ResetAnswers::answer(ResetItem item, bool yes) {
  if (yes) {
    yes_.insert(item);
  } else {
    yes_.erase(item);
  }
}

std::string ResetAnswers::to_text() const {
  std::string text = "keep";
  for (const ItemWord& entry : kWords) {
    if (yes(entry.item)) text.append(",").append(entry.word);
  }
  return text;
}

ResetAnswers ResetAnswers::from_text(std::string_view text) {
  ResetAnswers answers;
  for (const std::string& word : split_list(text)) {
    for (const ItemWord& entry : kWords) {
      if (entry.word == word) answers.answer(entry.item, true);
    }
  }
  return answers;
}

bool is_ip_setting(std::string_view path) {
  for (const std::string_view beginning : kIpPaths) {
    if (path.starts_with(beginning)) return true;
  }
  return false;
}

host::Expected<void> erase_for_reset(config::Store& store, const ResetAnswers& given, config::Release release) {
  const ResetAnswers answers = given.yes(ResetItem::replace_disk) ? ResetAnswers() : given;
  // First whole kinds, known and unknown: what is kept of the kinds named here is decided row by row below.
  std::vector<std::string_view> kinds{config::kind::kSetting, config::kind::kAccount, config::kind::kSystem};
  if (answers.yes(ResetItem::option_keys)) kinds.push_back(config::kind::kOptionKey);
  if (answers.yes(ResetItem::certificates)) kinds.push_back(config::kind::kCertificate);
  if (answers.yes(ResetItem::log_files)) kinds.push_back(config::kind::kConfigurationLog);
  if (auto erased = store.erase_all_but(kinds); !erased) return erased;

  std::vector<config::RowChange> changes;
  auto collected = collect(store, config::kind::kSetting, answers, &keep_setting, changes);
  if (collected) collected = collect(store, config::kind::kAccount, answers, &keep_account, changes);
  if (collected) collected = collect(store, config::kind::kSystem, answers, &keep_system, changes);
  if (!collected) return collected;
  if (release == config::Release::x8_1) {
    // In X8.1 the default links have to be added by hand afterwards; there is no install wizard.
    changes.push_back(system_change(system_row::kLinksMade, "1"));
  } else {
    changes.push_back(system_change(system_row::kPendingWizard, answers.to_text()));
  }
  return store.write(changes);
}

host::Expected<void> purge_database(config::Store& store) {
  std::vector<config::RowChange> changes;
  const Keep ip_only = [](std::string_view key, const ResetAnswers&) { return is_ip_setting(key); };
  const Keep nothing = [](std::string_view, const ResetAnswers&) { return false; };
  auto collected = collect(store, config::kind::kSetting, {}, ip_only, changes);
  if (collected) collected = collect(store, config::kind::kFirewallRule, {}, nothing, changes);
  if (!collected) return collected;
  changes.push_back(system_removal(system_row::kPendingPurge));
  return store.write(changes);
}

}  // namespace hexad::admin
