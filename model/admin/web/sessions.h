// Sessions of the web pages. A session begins with a password and ends by logging out, by idleness, by a change of its
// account (password, disabled, deleted) or because its account opened too many others. Its id is 256 random bits that
// only a cookie carries; whatever id a browser brings to a login is never adopted. Every form carries the session's
// token, which is a second secret of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/admin/accounts.h"
#include "model/config/active_configuration.h"
#include "model/host/host.h"

namespace hexad::admin::web {

inline constexpr std::string_view kSessionCookie = "hexad_session";

struct Notice {
  std::string text;
  bool good = true;
};

struct Session {
  std::string id;
  std::string token;  ///< What every form posts in its field "csrf".
  Principal who;
  std::string password_hash;  ///< As it was at login.
  host::MonotonicTime used{};
  Notice notice;  ///< What the next page says once: the outcome of a POST.
};

class Sessions final : host::TimerHandler {
 public:
  /// Bounds that hold whatever the settings say. Ours.
  static constexpr std::size_t kTotalMax = 200;
  static constexpr std::size_t kPerAccountMax = 10;
  static constexpr host::Duration kHeldFor = std::chrono::minutes(10);

  using Fields = std::vector<std::pair<std::string, std::string>>;

  Sessions(host::Host& host, const config::ActiveConfiguration& configuration, const Accounts& accounts);

  /// A new session. Beyond a bound ("Management Session MaxConcurrentSessionsUser", "... Total", 0 for ours) the one
  /// that has been idle longest ends, of the same account where that one's bound is reached.
  Session& open(const Principal& who);
  /// The session of a cookie, with the role its account has now; null when there is none any more. `counts` is false
  /// for what a page asks by itself: it does not put off the idle timeout ("Management Session InactivityTimeout",
  /// minutes, 0 for never).
  Session* find(std::string_view id, bool counts = true);
  void close(std::string_view id);
  /// Keeps what a page asks about until it is answered, so that no file or password travels back and forth in the
  /// question. One thing for all sessions, the newest, and for kHeldFor at most; it ends with its session. Returns the
  /// ticket with which take() gives it back, once; of a session that has ended, nothing is kept.
  std::string hold(std::string_view session, Fields what);
  /// Nullopt when it is no longer there, or another session's.
  std::optional<Fields> take(std::string_view session, std::string_view ticket);
  std::size_t size() const { return sessions_.size(); }

  /// In a time that does not depend on where they differ.
  static bool same_secret(std::string_view a, std::string_view b);

 private:
  std::size_t limit(std::string_view path, std::size_t ours) const;
  host::Duration idle_timeout() const;
  bool stands(Session& session) const;
  void make_room(std::string_view account);
  struct Held {
    std::string session;
    std::string ticket;
    Fields what;
  };
  using Map = std::map<std::string, Session, std::less<>>;
  Map::iterator erase(Map::iterator session);

  host::Host& host_;
  const config::ActiveConfiguration& configuration_;
  const Accounts& accounts_;
  void on_timer(host::Timer&) override { held_.reset(); }

  Map sessions_;
  std::optional<Held> held_;
  host::TimerHandle held_too_long_;
};

}  // namespace hexad::admin::web
