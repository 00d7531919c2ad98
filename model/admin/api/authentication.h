// Who sends a request to the APIs: HTTP Basic (RFC 7617) against the accounts, or the session of a web page. Passwords
// are checked off the loop, so the answer may come in a later turn.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "model/admin/accounts.h"
#include "model/admin/api/answers.h"
#include "model/admin/principal.h"
#include "model/http/message.h"
#include "model/http/server.h"

namespace hexad::admin {

/// What the web pages know about a request: so that a page can call the API with its cookie.
class SessionAuthority {
 public:
  /// Whose session the request's cookie names; nullopt without a valid one.
  virtual std::optional<Principal> principal_of(const http::Request& request) = 0;
  /// Whether the request carries the session's token in X-CSRF-Token.
  virtual bool csrf_ok(const http::Request& request) = 0;

 protected:
  ~SessionAuthority() = default;
};

class Authentication {
 public:
  /// `accounts` outlives it.
  explicit Authentication(Accounts& accounts) : accounts_(accounts) {}
  /// Null: sessions do not count. It outlives this or is taken away.
  void set_sessions(SessionAuthority* sessions) { sessions_ = sessions; }

  using Admitted = std::function<void(const Principal& who, http::Request request, http::Responder responder)>;
  /// Calls `admitted`, now or later, for whoever has at least the role; answers otherwise: 401 with WWW-Authenticate
  /// without or with wrong credentials, 403 for a role or an account that may not, 429 with Retry-After when guesses
  /// are throttled, 503 when too many checks are under way. Requests other than GET by session need the session's
  /// token: 403.
  void require(Role role, AnswerForm form, http::Request request, http::Responder responder, Admitted admitted);

 private:
  Accounts& accounts_;
  SessionAuthority* sessions_ = nullptr;
};

/// The name and password of an Authorization field of the Basic scheme; nullopt when it is none.
std::optional<std::pair<std::string, std::string>> basic_credentials(std::string_view field);

}  // namespace hexad::admin
