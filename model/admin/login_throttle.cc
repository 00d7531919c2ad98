#include "model/admin/login_throttle.h"

#include <algorithm>

namespace hexad::admin {

bool LoginThrottle::count(Table& table, std::string_view key, std::size_t limit, host::MonotonicTime now) {
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
  if (failures.at.size() < limit) return false;
  failures.closed_until = now + kWindow;
  failures.at = {now};  // One remains, so that the entry keeps its age.
  return true;
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

bool LoginThrottle::account_closed(std::string_view account, std::string_view source, host::MonotonicTime now) {
  const auto found = accounts_.find(account);
  if (found == accounts_.end() || now >= found->second.closed_until) return false;
  return proven_.find({std::string(account), std::string(source)}) == proven_.end();
}

LoginThrottle::Closed LoginThrottle::failed(std::string_view account, std::string_view source,
                                            host::MonotonicTime now) {
  return {count(sources_, source, kFailuresBySource, now), count(accounts_, account, kFailuresByAccount, now)};
}

void LoginThrottle::succeeded(std::string_view account, std::string_view source, host::MonotonicTime now) {
  if (const auto slips = sources_.find(source); slips != sources_.end()) sources_.erase(slips);
  const auto longer_ago = [](const auto& a, const auto& b) { return a.second < b.second; };
  if (proven_.size() >= kRememberedMax) proven_.erase(std::min_element(proven_.begin(), proven_.end(), longer_ago));
  proven_[{std::string(account), std::string(source)}] = now;
}

void LoginThrottle::forget(std::string_view account) {
  std::erase_if(proven_, [account](const auto& each) { return each.first.first == account; });
}

}  // namespace hexad::admin
