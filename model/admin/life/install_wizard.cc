#include "model/admin/life/install_wizard.h"

#include <algorithm>

#include "model/admin/life/common.h"
#include "model/admin/life/system_rows.h"

namespace hexad::admin {
namespace {

const config::Author kAuthor{"system", "console", "install wizard"};
constexpr std::string_view kProtocolPath = "IPProtocol";
constexpr std::string_view kV4Path = "Ethernet 1 IP V4 Address";
constexpr std::string_view kV4MaskPath = "Ethernet 1 IP V4 SubnetMask";
constexpr std::string_view kV6Path = "Ethernet 1 IP V6 Address";

std::string mask_of(int length) {
  return host::IpAddress::v4(length == 0 ? 0 : 0xffffffffu << (32 - length)).to_string();
}

bool needs_v4(std::string_view path) { return path == kV4Path || path == kV4MaskPath || path == "IP Gateway"; }
bool needs_v6(std::string_view path) { return path == kV6Path || path == "IP V6 Gateway"; }

}  // namespace

InstallWizard::InstallWizard(Services& services, Restart& restart, const ResetAnswers& kept)
    : services_(services), restart_(restart), kept_(kept) {
  if (!kept_.yes(ResetItem::ip_configuration)) {
    const auto setting = [this](std::string_view text, std::string_view path) {
      questions_.push_back({Kind::setting, std::string(text), std::string(path), {}});
    };
    setting("IP protocol (IPv4, IPv6 or Both)", kProtocolPath);
    setting("LAN1 IPv4 address", kV4Path);
    setting("LAN1 IPv4 subnet mask", kV4MaskPath);
    setting("IPv4 gateway", "IP Gateway");
    setting("LAN1 IPv6 address", kV6Path);
    setting("IPv6 gateway", "IP V6 Gateway");
    setting("LAN1 Ethernet speed", "Ethernet 1 Speed");
  }
  if (!kept_.yes(ResetItem::passwords)) {
    for (const std::string account : {"admin", "root"}) {
      questions_.push_back({Kind::password, "New " + account + " password", {}, account});
      questions_.push_back({Kind::repetition, "The " + account + " password again", {}, account});
    }
  }
  questions_.push_back({Kind::confirmation, "Apply this configuration and restart [YES/NO]? ", {}, {}});
  start_over();
}

void InstallWizard::start_over() {
  settings_.clear();
  passwords_.clear();
  answered_ = false;
  at_ = 0;
  while (at_ < questions_.size() && !asked(questions_[at_])) ++at_;
}

std::string InstallWizard::protocol() const {
  for (const auto& entry : settings_) {
    if (entry.first == kProtocolPath) return entry.second;
  }
  return setting_text(services_.configuration.current(), kProtocolPath);
}

bool InstallWizard::asked(const Question& question) const {
  if (question.kind != Kind::setting) return true;
  if (!services_.configuration.current().resolve(question.path)) return false;
  if (needs_v4(question.path)) return protocol() != "IPv6";
  if (needs_v6(question.path)) return protocol() != "IPv4";
  return true;
}

std::string InstallWizard::initial(const Question& question) const {
  std::string value = setting_text(services_.configuration.current(), question.path);
  const bool mask = question.path == kV4MaskPath;
  if (!value.empty() || (!mask && question.path != kV4Path && question.path != kV6Path)) return value;
  // The machine's own address, where its card has one already.
  const host::Family family = question.path == kV6Path ? host::Family::ipv6 : host::Family::ipv4;
  for (const host::Interface& card : services_.host.interfaces()) {
    for (const host::Prefix& prefix : card.addresses) {
      if (prefix.address.family() != family) continue;
      return mask ? mask_of(prefix.length) : prefix.address.to_string();
    }
  }
  return {};
}

std::string InstallWizard::prompt() const {
  if (answered_) return {};
  const Question& question = questions_[at_];
  if (question.kind == Kind::confirmation) return question.text;
  const std::string value = question.kind == Kind::setting ? initial(question) : std::string();
  return question.text + (value.empty() ? "" : " [" + value + "]") + ": ";
}

bool InstallWizard::secret() const {
  if (answered_) return false;
  const Kind kind = questions_[at_].kind;
  return kind == Kind::password || kind == Kind::repetition;
}

void InstallWizard::next() {
  do {
    ++at_;
  } while (at_ < questions_.size() && !asked(questions_[at_]));
}

std::string InstallWizard::take_setting(const Question& question, std::string_view value) {
  const std::string text = value.empty() ? initial(question) : std::string(value);
  const auto change = services_.configuration.current().parse_change(question.path, text);
  if (!change) return change.error().detail;
  if (text.empty() && (question.path == kV4Path || question.path == kV6Path)) return "An address is needed";
  settings_.emplace_back(question.path, change->value.value_or(text));
  return {};
}

std::string InstallWizard::take_password(const Question& question, std::string_view value) {
  if (question.kind == Kind::password) {
    const auto objection = PasswordRules::from(services_.configuration.current()).objection(value);
    if (objection) return "The password must " + *objection;
    passwords_.emplace_back(question.account, std::string(value));
    return {};
  }
  if (passwords_.back().second == value) return {};
  passwords_.pop_back();
  return "The two are not the same";
}

std::string InstallWizard::answer(std::string_view line) {
  if (answered_) return {};
  const Question question = questions_[at_];
  if (question.kind == Kind::confirmation) {
    const std::string_view word = trimmed(line);
    if (equal_ignoring_case(word, "YES")) {
      answered_ = true;
      return {};
    }
    if (!equal_ignoring_case(word, "NO")) return "Answer YES or NO";
    start_over();
    return {};
  }
  const bool repetition = question.kind == Kind::repetition;
  std::string wrong =
      question.kind == Kind::setting ? take_setting(question, trimmed(line)) : take_password(question, line);
  if (wrong.empty()) {
    next();
  } else if (repetition) {
    --at_;  // The password is asked for again.
  }
  return wrong;
}

void InstallWizard::apply(Applied done) {
  std::vector<config::Change> changes;
  for (const auto& entry : settings_) {
    auto change = services_.configuration.current().parse_change(entry.first, entry.second);
    if (change) changes.push_back(*std::move(change));
  }
  if (auto applied = services_.configuration.apply(changes, kAuthor); !applied) {
    start_over();
    return done(tl::unexpected(applied.error()));
  }
  set_password(0, std::make_shared<Applied>(std::move(done)));
}

void InstallWizard::set_password(std::size_t at, const std::shared_ptr<Applied>& done) {
  if (at == passwords_.size()) return finish(*done);
  const Account* found = services_.accounts.find(passwords_[at].first);
  Account account;
  if (found != nullptr) account = *found;
  account.name = passwords_[at].first;
  if (found == nullptr && account.name == "root") account.role = Role::root;
  account.enabled = true;
  services_.accounts.put(account, passwords_[at].second, kAuthor,
                         [this, alive = std::weak_ptr<bool>(alive_), at, done](host::Expected<void> outcome) {
                           if (alive.expired()) return;
                           if (outcome) return set_password(at + 1, done);
                           start_over();
                           (*done)(tl::unexpected(outcome.error()));
                         });
}

void InstallWizard::finish(const Applied& done) {
  if (auto removed = SystemRows(services_.store).remove(system_row::kPendingWizard); !removed) {
    start_over();
    return done(tl::unexpected(removed.error()));
  }
  restart_.request("The install wizard has been completed", kAuthor);
  done({});
}

}  // namespace hexad::admin
