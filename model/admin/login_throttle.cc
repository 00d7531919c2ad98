#include "model/admin/login_throttle.h"

#include <algorithm>

namespace hexad::admin {

void LoginThrottle::count(Table& table, std::string_view key, std::size_t limit, host::MonotonicTime now) {
  auto found = table.find(key);
  if (found == table.end()) {
    if (table.size() >= kRememberedMax) {
      const auto older = [](const auto& a, const auto& b) { return a.second.at.back() < b.second.at.back(); };
      table.erase(std::min_element(table.begin(), table.end(), older));
    }
    found = table.emplace(key, Failures{}).first;
  }
  Failures& failures = found->second;
  failures.at.push_back(now);
  while (failures.at.front() + kWindow <= now) failures.at.pop_front();
  if (failures.at.size() >= limit) {
    failures.closed_until = now + kWindow;
    failures.at = {now};  // One remains, so that the entry keeps its age.
  }
}

std::size_t LoginThrottle::recent(Table& table, std::string_view key, host::MonotonicTime now) {
  const auto found = table.find(key);
  if (found == table.end()) return 0;
  const auto& at = found->second.at;
  return static_cast<std::size_t>(std::count_if(at.begin(), at.end(), [now](auto t) { return t + kWindow > now; }));
}

bool LoginThrottle::source_closed(std::string_view source, std::size_t under_way, host::MonotonicTime now) {
  const auto found = sources_.find(source);
  if (found != sources_.end() && now < found->second.closed_until) return true;
  return recent(sources_, source, now) + under_way >= kFailuresBySource;
}

bool LoginThrottle::account_closed(std::string_view account, host::MonotonicTime now) {
  const auto found = accounts_.find(account);
  return found != accounts_.end() && now < found->second.closed_until;
}

void LoginThrottle::failed(std::string_view account, std::string_view source, host::MonotonicTime now) {
  count(sources_, source, kFailuresBySource, now);
  count(accounts_, account, kFailuresByAccount, now);
}

}  // namespace hexad::admin
