#include "model/cluster/memory.h"

#include <algorithm>
#include <cstdlib>

namespace hexad::cluster {
namespace {

constexpr std::string_view kIncarnation = "incarnation";
constexpr std::string_view kJoined = "joined/";

}  // namespace

Memory::Memory(config::Store* store) : store_(store) {
  if (store_ == nullptr) return;
  const auto rows = store_->rows(kStoreKind);
  if (!rows) return;
  for (const config::Row& row : *rows) facts_.emplace(row.key, row.value);
}

std::uint64_t Memory::incarnation() const {
  return std::strtoull(text(std::string(kIncarnation)).c_str(), nullptr, 16);
}

void Memory::set_incarnation(std::uint64_t incarnation) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(incarnation));
  put(std::string(kIncarnation), digits);
}

std::string Memory::text(const std::string& key) const {
  const auto found = facts_.find(key);
  return found == facts_.end() ? std::string() : found->second;
}

void Memory::put(const std::string& key, std::string value) {
  if (text(key) == value) return;
  if (value.empty()) {
    facts_.erase(key);
  } else {
    facts_[key] = std::move(value);
  }
  keep(key);
}

void Memory::keep(const std::string& key) {
  if (store_ == nullptr) return;
  const auto fact = facts_.find(key);
  const auto kept =
      fact == facts_.end() ? store_->remove(kStoreKind, key) : store_->write(kStoreKind, key, fact->second);
  if (kept) {
    unkept_.erase(key);
  } else {
    unkept_.insert(key);
  }
}

void Memory::keep_again() {
  const std::set<std::string> keys = unkept_;
  for (const std::string& key : keys) keep(key);
}

std::vector<std::pair<std::string, std::string>> Memory::under(std::string_view prefix) const {
  std::vector<std::pair<std::string, std::string>> found;
  for (auto at = facts_.lower_bound(prefix); at != facts_.end() && at->first.starts_with(prefix); ++at) {
    found.emplace_back(at->first.substr(prefix.size()), at->second);
  }
  return found;
}

void Memory::keep_only(const std::vector<std::string>& listed) {
  for (const auto& [peer, value] : under(kJoined)) {
    if (std::find(listed.begin(), listed.end(), peer) == listed.end()) put(std::string(kJoined) + peer, {});
  }
}

void Memory::clear() {
  const std::map<std::string, std::string, std::less<>> facts = facts_;
  for (const auto& [key, value] : facts) put(key, {});
}

}  // namespace hexad::cluster
