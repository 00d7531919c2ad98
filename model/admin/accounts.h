// Administrator accounts: names, roles, and passwords as memory-hard hashes (scrypt, RFC 7914). Hashing runs off the
// loop (Host::compute), so that no SIP message waits for it. Guesses are throttled by account and by source.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/password_rules.h"
#include "model/admin/principal.h"
#include "model/config/store.h"
#include "model/host/error.h"
#include "model/host/host.h"
#include "model/status/alarms.h"
#include "model/status/event_log.h"

namespace hexad::admin {

struct Account {
  std::string name;
  Role role = Role::administrator;
  bool enabled = true;
  bool web_access = true;
  bool api_access = true;
  std::string password_hash;      ///< "$scrypt$ln=14,r=8,p=1$SALT$HASH"
  bool default_password = false;  ///< Still the published one: alarm 40005 (admin) or 40003 (root).
};

enum class LoginFailure : std::uint8_t { wrong, throttled, disabled, busy };

class Accounts {
 public:
  /// Without rows in the store: "admin" and "root" with the published default password ("TANDBERG"), and the alarms.
  /// `store` may be null. A row that cannot be read is left alone and told in the Event Log.
  Accounts(host::Host& host, config::Store* store, status::Alarms& alarms, status::EventLog& events);
  ~Accounts();

  using LoginDone = std::function<void(tl::expected<Principal, LoginFailure>)>;
  /// Checks a password off the loop. `means` is "web", "cli", "api" or "console"; root passes on the console only. A
  /// password that was checked within the last minute for the same account and source is not hashed again (a keyed
  /// digest of it is kept), so that Basic authentication costs little per request; `done` is then called at once. Equal
  /// checks under way share one hash. Failures are throttled: after 5 within a minute from one source, or 50 for one
  /// account, further tries are answered `throttled` without a look at the password, for a minute, and the Event Log
  /// has a Security Alert; a source that showed the account's password before is still let in while others guess at it.
  /// At most 16 checks are under way, with 256 askers (`busy`). A source is an IPv4 address or an IPv6 network of 64
  /// bits; the port is not looked at. `web_access` counts for "web", `api_access` for "api" and "cli" (`disabled`).
  void login(std::string_view name, std::string_view password, std::string_view source, std::string_view means,
             LoginDone done);

  std::vector<const Account*> all() const;
  const Account* find(std::string_view name) const;
  using Done = std::function<void(host::Expected<void>)>;
  /// Makes or changes an account; the password is left as it is when empty (of `account`, the hash and
  /// `default_password` are not looked at). invalid_argument, with a sentence for people: the last enabled
  /// administrator cannot be taken away or disabled, root's role and name are its own, a new account needs a password,
  /// the password breaks the rules, more than kAccountsMax. bound_reached: too many hashes wait.
  void put(const Account& account, std::string_view password, const config::Author& author, Done done);
  /// not_found; invalid_argument as above.
  host::Expected<void> remove(std::string_view name, const config::Author& author);
  /// Takes an account of another peer of the cluster over as it is, its hash included. invalid_argument: admin and root
  /// are each peer's own; disk errors.
  host::Expected<void> adopt(const Account& account, const config::Author& author);
  /// Told the name of an account that was made, changed or removed.
  void observe(std::function<void(const std::string& name)> told);
  /// What new passwords must look like, asked at each put(); without it any password will do.
  void use_rules(std::function<PasswordRules()> rules);

  static constexpr std::size_t kAccountsMax = 1000;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hexad::admin
