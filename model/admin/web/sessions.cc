#include "model/admin/web/sessions.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace hexad::admin::web {
namespace {

constexpr std::string_view kIdlePath = "Management Session InactivityTimeout";
constexpr std::string_view kTotalPath = "Management Session MaxConcurrentSessionsTotal";
constexpr std::string_view kUserPath = "Management Session MaxConcurrentSessionsUser";
constexpr std::int64_t kIdleMinutes = 30;

/// The value of a setting in this release, or `otherwise` where the release has none such.
std::int64_t integer_or(const config::Configuration& configuration, std::string_view path, std::int64_t otherwise) {
  const auto ref = config::find_setting(path);
  return ref && ref->setting->in(configuration.release()) ? configuration.integer(path) : otherwise;
}

}  // namespace

Sessions::Sessions(host::Host& host, const config::ActiveConfiguration& configuration, const Accounts& accounts)
    : host_(host), configuration_(configuration), accounts_(accounts), held_too_long_(host.make_timer(*this)) {}

std::size_t Sessions::limit(std::string_view path, std::size_t ours) const {
  const std::int64_t wanted = integer_or(configuration_.current(), path, 0);
  return wanted <= 0 ? ours : std::min(ours, static_cast<std::size_t>(wanted));
}

host::Duration Sessions::idle_timeout() const {
  return std::chrono::minutes(integer_or(configuration_.current(), kIdlePath, kIdleMinutes));
}

bool Sessions::stands(Session& session) const {
  const host::Duration timeout = idle_timeout();
  if (timeout > host::Duration::zero() && host_.now() - session.used >= timeout) return false;
  const Account* account = accounts_.find(session.who.name);
  if (account == nullptr || !account->enabled || !account->web_access) return false;
  if (account->password_hash != session.password_hash) return false;
  session.who.role = std::min(account->role, Role::administrator);
  return true;
}

void Sessions::make_room(std::string_view account) {
  for (auto it = sessions_.begin(); it != sessions_.end();) it = stands(it->second) ? std::next(it) : erase(it);
  const auto evict_while = [&](std::size_t most, auto&& counted) {
    for (;;) {
      std::size_t count = 0;
      auto oldest = sessions_.end();
      for (auto it = sessions_.begin(); it != sessions_.end(); ++it) {
        if (!counted(it->second)) continue;
        ++count;
        if (oldest == sessions_.end() || it->second.used < oldest->second.used) oldest = it;
      }
      if (count < most) return;
      erase(oldest);
    }
  };
  evict_while(limit(kUserPath, kPerAccountMax), [&](const Session& s) { return s.who.name == account; });
  evict_while(limit(kTotalPath, kTotalMax), [](const Session&) { return true; });
}

Session& Sessions::open(const Principal& who) {
  make_room(who.name);
  host::Entropy& entropy = host_.entropy("admin.web.session");
  Session session;
  session.id = entropy.hex(32);
  session.token = entropy.hex(32);
  session.who = who;
  session.used = host_.now();
  if (const Account* account = accounts_.find(who.name)) session.password_hash = account->password_hash;
  std::string id = session.id;
  return sessions_.insert_or_assign(std::move(id), std::move(session)).first->second;
}

Session* Sessions::find(std::string_view id, bool counts) {
  const auto it = sessions_.find(id);
  if (it == sessions_.end()) return nullptr;
  if (!stands(it->second)) {
    erase(it);
    return nullptr;
  }
  if (counts) it->second.used = host_.now();
  return &it->second;
}

void Sessions::close(std::string_view id) {
  const auto it = sessions_.find(id);
  if (it != sessions_.end()) erase(it);
}

Sessions::Map::iterator Sessions::erase(Map::iterator session) {
  if (held_ && held_->session == session->first) held_.reset();
  return sessions_.erase(session);
}

std::string Sessions::hold(std::string_view session, Fields what) {
  if (sessions_.find(session) == sessions_.end()) return {};
  held_ = Held{std::string(session), host_.entropy("admin.web.session").hex(16), std::move(what)};
  held_too_long_->arm_after(kHeldFor);
  return held_->ticket;
}

std::optional<Sessions::Fields> Sessions::take(std::string_view session, std::string_view ticket) {
  if (!held_ || held_->session != session || !same_secret(held_->ticket, ticket)) return std::nullopt;
  return std::exchange(held_, std::nullopt)->what;
}

bool Sessions::same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace hexad::admin::web
