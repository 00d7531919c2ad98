#include "model/admin/accounts.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <list>
#include <utility>

#include <fmt/format.h>

#include "model/admin/account_rows.h"
#include "model/admin/checked_passwords.h"
#include "model/admin/login_throttle.h"
#include "model/admin/password_hash.h"
#include "model/admin/password_work.h"
#include "model/admin/words.h"
#include "model/host/address.h"
#include "model/host/rate_limit.h"

namespace hexad::admin {
namespace {

constexpr std::size_t kChecksMax = 16;
constexpr std::size_t kAskersMax = 256;
constexpr std::size_t kNameMax = 128;
constexpr std::size_t kPasswordMax = 1024;
constexpr std::uint32_t kAdminDefaultPassword = 40005;
constexpr std::uint32_t kRootDefaultPassword = 40003;
constexpr std::string_view kAdmin = "admin";
constexpr std::string_view kRoot = "root";

// The address of "10.1.0.9:40112"; of "[2001:db8::1]:40112" the network "2001:db8::/64", all of whose addresses one
// machine can have (RFC 8981); any other text stands for itself.
std::string address_of(std::string_view source) {
  if (const auto parsed = host::SocketAddress::parse(source)) {
    if (parsed->address.is_v4()) return parsed->address.to_string();
    return host::Prefix{host::Prefix{parsed->address, 64}.network(), 64}.to_string();
  }
  return std::string(source.substr(0, 128));
}

bool good_name(std::string_view name) {
  if (name.empty() || name.size() > kNameMax) return false;
  return std::none_of(name.begin(), name.end(), [](unsigned char c) {
    return c <= 0x20 || c == 0x7f || c == ':' || c == '/' || c == '"' || c == '<' || c == '>';
  });
}

bool admits(const Account& account, std::string_view means) {
  if (!account.enabled) return false;
  if (means == "web") return account.web_access;
  if (means == "api" || means == "cli") return account.api_access;
  return true;
}

host::Expected<void> refuse(std::string sentence) {
  return host::fail(host::ErrorCode::invalid_argument, std::move(sentence));
}

// A password on its way to the hash and back; wiped when nobody needs it any more.
struct Secret {
  explicit Secret(std::string_view text) : password(text) {}
  ~Secret() { OPENSSL_cleanse(password.data(), password.size()); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  std::string password;
  std::string hash;  // To compare with, or made.
  bool matches = false;
};

}  // namespace

struct Accounts::Parts {
  // One password under check, with all who asked.
  struct Check {
    std::string account, address;
    CheckedPasswords::Digest digest{};
    struct Asker {
      std::string source, means;
      LoginDone done;
    };
    std::vector<Asker> askers;
  };

  Parts(host::Host& h, config::Store* s, status::Alarms& a, status::EventLog& e)
      : host(h), store(s), alarms(a), events(e), work(h), checked(h.entropy("accounts")) {}

  void load();
  void make_defaults();
  void show_alarms();
  host::Expected<void> keep(const Account& account);
  const Account* find(std::string_view name) const;
  bool last_administrator(std::string_view name) const;

  bool start_check(Check check, std::string_view password);
  void end_check(std::list<Check>::iterator at, const std::string& hash, bool matches);
  tl::expected<Principal, LoginFailure> judge(std::string_view account, std::string_view hash, bool matches,
                                              const Check::Asker& asker) const;
  void log_closed(const Check& check, LoginThrottle::Closed closed);
  void log_login(std::string_view name, const Check::Asker& asker, std::string_view detail, bool passed);

  host::Expected<void> objection(const Account& account, std::string_view password) const;
  host::Expected<void> commit(Account account, const config::Author& author);
  void log_change(std::string_view name, std::string_view what, const config::Author& author);

  host::Host& host;
  config::Store* store;
  status::Alarms& alarms;
  status::EventLog& events;
  PasswordWork work;
  CheckedPasswords checked;
  LoginThrottle throttle;
  host::RateLimit log_limit{20, std::chrono::seconds(1)};
  host::RateLimit alert_limit{10, std::chrono::seconds(6)};  // Of its own: failures fill the other one.
  std::function<PasswordRules()> rules;
  std::function<void(const std::string&)> told;
  std::map<std::string, Account, std::less<>> accounts;
  std::list<Check> checks;
  std::size_t askers = 0;
};

void Accounts::Parts::load() {
  if (store != nullptr) {
    const auto rows = store->rows(config::kind::kAccount);
    if (rows) {
      for (const config::Row& row : *rows) {
        if (auto account = account_from_row(row.key, row.value)) {
          accounts.emplace(row.key, std::move(*account));
        } else {
          events.add(1, "System Configuration Error",
                     {{"Detail", "an account in the store cannot be read"}, {"User", row.key}});
        }
      }
    }
    // Rows that cannot be read never bring the published password back.
    if (!rows || !rows->empty()) return show_alarms();
  }
  make_defaults();
}

void Accounts::Parts::make_defaults() {
  for (const std::string_view name : {kAdmin, kRoot}) {
    Account account;
    account.name = name;
    account.role = name == kRoot ? Role::root : Role::administrator;
    account.password_hash = kDefaultPasswordHash;
    account.default_password = true;
    // What cannot be kept counts all the same: the store has its own alarm.
    (void)keep(account);
    accounts.emplace(name, std::move(account));
  }
  show_alarms();
}

void Accounts::Parts::show_alarms() {
  const auto has_default = [this](std::string_view name) {
    const Account* account = find(name);
    return account != nullptr && account->enabled && account->default_password;
  };
  alarms.set(kAdminDefaultPassword, has_default(kAdmin), "The admin user has the default password set");
  alarms.set(kRootDefaultPassword, has_default(kRoot), "The root user has the default password set");
}

host::Expected<void> Accounts::Parts::keep(const Account& account) {
  if (store == nullptr) return {};
  return store->write(config::kind::kAccount, account.name, account_row(account));
}

const Account* Accounts::Parts::find(std::string_view name) const {
  const auto found = accounts.find(name);
  return found == accounts.end() ? nullptr : &found->second;
}

bool Accounts::Parts::last_administrator(std::string_view name) const {
  const auto counts = [](const Account& a) { return a.enabled && a.role == Role::administrator; };
  const Account* account = find(name);
  if (account == nullptr || !counts(*account)) return false;
  return std::count_if(accounts.begin(), accounts.end(), [&](const auto& a) { return counts(a.second); }) == 1;
}

bool Accounts::Parts::start_check(Check check, std::string_view password) {
  const Account* account = find(check.account);
  auto secret = std::make_shared<Secret>(password.substr(0, kPasswordMax));
  // An unknown name takes as long as a known one.
  secret->hash = account != nullptr ? account->password_hash : std::string(kDefaultPasswordHash);
  const auto at = checks.insert(checks.end(), std::move(check));
  const bool taken = work.submit([secret] { secret->matches = password_matches(secret->password, secret->hash); },
                                 [this, at, secret] { end_check(at, secret->hash, secret->matches); });
  if (!taken) checks.erase(at);
  return taken;
}

tl::expected<Principal, LoginFailure> Accounts::Parts::judge(std::string_view name, std::string_view hash, bool matches,
                                                             const Check::Asker& asker) const {
  const Account* account = find(name);
  // The account may have changed while the hash was made.
  if (account == nullptr || !matches || account->password_hash != hash) return tl::unexpected(LoginFailure::wrong);
  if (account->role == Role::root && asker.means != "console") return tl::unexpected(LoginFailure::wrong);
  if (!admits(*account, asker.means)) return tl::unexpected(LoginFailure::disabled);
  return Principal{account->name, account->role, asker.source, asker.means};
}

void Accounts::Parts::end_check(std::list<Check>::iterator at, const std::string& hash, bool matches) {
  const Check check = std::move(*at);
  checks.erase(at);
  askers -= check.askers.size();
  std::vector<tl::expected<Principal, LoginFailure>> verdicts;
  for (const Check::Asker& asker : check.askers) verdicts.push_back(judge(check.account, hash, matches, asker));
  const bool passed = verdicts.front().has_value();
  if (passed) {
    checked.remember(check.account, check.digest, host.now());
    throttle.succeeded(check.account, check.address, host.now());
  } else {
    log_closed(check, throttle.failed(check.account, check.address, host.now()));
  }
  log_login(check.account, check.askers.front(), passed ? "" : "wrong name or password, or no access this way", passed);
  for (std::size_t i = 0; i < verdicts.size(); ++i) check.askers[i].done(std::move(verdicts[i]));
}

void Accounts::Parts::log_login(std::string_view name, const Check::Asker& asker, std::string_view detail,
                                bool passed) {
  if (!log_limit.allow(host.now())) return;
  std::vector<status::LogField> fields{{"Service", asker.means}, {"User", name}, {"Src-ip", asker.source}};
  if (!detail.empty()) fields.push_back({"Detail", detail});
  events.add(1, passed ? "Admin Login Success" : "Admin Login Failure", std::move(fields));
}

void Accounts::Parts::log_closed(const Check& check, LoginThrottle::Closed closed) {
  const auto tell = [&](std::size_t failures, const std::string& what) {
    if (!alert_limit.allow(host.now())) return;
    const std::string detail =
        fmt::format("{} failed logins within a minute: further tries {} are refused for a minute", failures, what);
    events.add(1, "Security Alert", {{"Service", "System"}, {"Detail", detail}, {"Src-ip", check.address}});
  };
  if (closed.source) tell(LoginThrottle::kFailuresBySource, "from " + check.address);
  if (closed.account) tell(LoginThrottle::kFailuresByAccount, "as " + check.account + " from new addresses");
}

host::Expected<void> Accounts::Parts::objection(const Account& account, std::string_view password) const {
  const Account* known = find(account.name);
  if (!good_name(account.name))
    return refuse("An account's name has 1 to 128 characters, without blanks and none of : / \" < >");
  if ((account.role == Role::root) != (account.name == kRoot)) return refuse("Only the account root has the role root");
  if (account.name == kRoot && !account.enabled) return refuse("The account root cannot be disabled");
  if (known == nullptr && password.empty()) return refuse("A new account needs a password");
  if (known == nullptr && accounts.size() >= kAccountsMax)
    return refuse(fmt::format("There may be at most {} accounts", kAccountsMax));
  if (last_administrator(account.name) && (!account.enabled || account.role != Role::administrator))
    return refuse("The last enabled administrator can be neither disabled nor given another role");
  if (password.empty()) return {};
  const PasswordRules rule = rules ? rules() : PasswordRules{};
  if (const auto wrong = rule.objection(password)) return refuse(fmt::format("The password must {}", *wrong));
  return {};
}

host::Expected<void> Accounts::Parts::commit(Account account, const config::Author& author) {
  if (const auto kept = keep(account); !kept) return kept;
  const bool is_new = find(account.name) == nullptr;
  checked.forget(account.name);
  throttle.forget(account.name);
  log_change(account.name, is_new ? "added" : "changed", author);
  const std::string name = account.name;
  accounts.insert_or_assign(name, std::move(account));
  show_alarms();
  if (told) told(name);
  return {};
}

void Accounts::Parts::log_change(std::string_view name, std::string_view what, const config::Author& author) {
  const std::string detail = fmt::format("account {} - {}", name, what);
  events.add(status::LogName::configuration, 1, "System Configuration Changed",
             {{"User", author.user}, {"Src-ip", author.source}, {"Detail", detail}});
}

Accounts::Accounts(host::Host& host, config::Store* store, status::Alarms& alarms, status::EventLog& events)
    : parts_(std::make_unique<Parts>(host, store, alarms, events)) {
  parts_->load();
}

Accounts::~Accounts() = default;

void Accounts::login(std::string_view name, std::string_view password, std::string_view source, std::string_view means,
                     LoginDone done) {
  Parts& p = *parts_;
  const host::MonotonicTime now = p.host.now();
  const std::string account(name.substr(0, kNameMax + 1));
  const std::string address = address_of(source);
  Parts::Check::Asker asker{std::string(source.substr(0, 128)), std::string(means), std::move(done)};

  const auto digest = p.checked.digest(account, address, password.substr(0, kPasswordMax));
  const auto same = std::find_if(p.checks.begin(), p.checks.end(), [&](const auto& c) { return c.digest == digest; });
  const auto from_here =
      std::count_if(p.checks.begin(), p.checks.end(), [&](const auto& c) { return c.address == address; });
  const std::size_t others = static_cast<std::size_t>(from_here) - (same != p.checks.end() ? 1 : 0);
  // Whoever stands at the machine is not closed out by those who guess from afar.
  const bool at_console = means == "console";
  if (!at_console && p.throttle.source_closed(address, others, now))
    return asker.done(tl::unexpected(LoginFailure::throttled));
  if (p.checked.holds(digest, now)) {
    const Account* known = p.find(account);
    const std::string hash = known != nullptr ? known->password_hash : std::string();
    auto verdict = p.judge(account, hash, true, asker);
    return asker.done(std::move(verdict));
  }
  if (!at_console && p.throttle.account_closed(account, address, now))
    return asker.done(tl::unexpected(LoginFailure::throttled));
  if (p.askers >= kAskersMax) return asker.done(tl::unexpected(LoginFailure::busy));
  if (same != p.checks.end()) {
    ++p.askers;
    same->askers.push_back(std::move(asker));
    return;
  }
  const LoginDone refused = asker.done;
  Parts::Check check{account, address, digest, {}};
  check.askers.push_back(std::move(asker));
  if (p.checks.size() >= kChecksMax || !p.start_check(std::move(check), password))
    return refused(tl::unexpected(LoginFailure::busy));
  ++p.askers;
}

std::vector<const Account*> Accounts::all() const {
  std::vector<const Account*> found;
  for (const auto& [name, account] : parts_->accounts) found.push_back(&account);
  return found;
}

const Account* Accounts::find(std::string_view name) const { return parts_->find(name); }

void Accounts::put(const Account& account, std::string_view password, const config::Author& author, Done done) {
  Parts& p = *parts_;
  if (auto allowed = p.objection(account, password); !allowed) return done(std::move(allowed));
  if (password.empty()) {
    Account changed = account;
    changed.password_hash = p.find(account.name)->password_hash;
    changed.default_password = p.find(account.name)->default_password;
    return done(p.commit(std::move(changed), author));
  }
  host::Bytes salt(kSaltBytes);
  p.host.entropy("accounts").fill(salt);
  auto secret = std::make_shared<Secret>(password);
  auto shared_done = std::make_shared<Done>(std::move(done));
  const bool taken =
      p.work.submit([secret, salt] { secret->hash = hash_password(secret->password, salt); },
                    [&p, secret, account, author, shared_done] {
                      if (secret->hash.empty())
                        return (*shared_done)(host::fail(host::ErrorCode::bound_reached, "No memory for a hash"));
                      // Others may have changed the accounts meanwhile.
                      if (auto allowed = p.objection(account, secret->password); !allowed)
                        return (*shared_done)(std::move(allowed));
                      Account changed = account;
                      changed.password_hash = secret->hash;
                      changed.default_password = secret->password == kDefaultPassword;
                      (*shared_done)(p.commit(std::move(changed), author));
                    });
  if (!taken)
    (*shared_done)(host::fail(host::ErrorCode::bound_reached, "Too many passwords wait to be hashed; try again"));
}

host::Expected<void> Accounts::remove(std::string_view name, const config::Author& author) {
  Parts& p = *parts_;
  const Account* account = p.find(name);
  if (account == nullptr)
    return host::fail(host::ErrorCode::not_found, fmt::format("There is no account \"{}\"", name.substr(0, kNameMax)));
  if (account->role == Role::root) return refuse("The account root cannot be removed");
  if (p.last_administrator(name)) return refuse("The last enabled administrator cannot be removed");
  if (p.store != nullptr) {
    if (const auto removed = p.store->remove(config::kind::kAccount, name); !removed) return removed;
  }
  const std::string removed(name);
  p.checked.forget(removed);
  p.throttle.forget(removed);
  p.accounts.erase(removed);
  p.log_change(removed, "removed", author);
  p.show_alarms();
  if (p.told) p.told(removed);
  return {};
}

host::Expected<void> Accounts::adopt(const Account& account, const config::Author& author) {
  const bool own = account.name == kAdmin || account.role == Role::root || account.name == kRoot;
  if (own || !good_name(account.name)) return refuse("Only further accounts are taken over from another peer");
  if (parts_->accounts.size() >= kAccountsMax && find(account.name) == nullptr) return refuse("There are too many");
  return parts_->commit(account, author);
}

void Accounts::observe(std::function<void(const std::string& name)> told) { parts_->told = std::move(told); }

void Accounts::use_rules(std::function<PasswordRules()> rules) { parts_->rules = std::move(rules); }

}  // namespace hexad::admin
