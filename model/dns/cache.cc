#include "model/dns/cache.h"

#include <algorithm>

namespace hexad::dns {

std::optional<Resolution> ResolutionCache::find(const Question& question, host::MonotonicTime now) {
  const auto found = entries_.find(question.key());
  if (found == entries_.end()) return std::nullopt;
  Entry& entry = found->second;
  if (entry.expires <= now) {
    erase(found);
    return std::nullopt;
  }
  recency_.splice(recency_.begin(), recency_, entry.recency);
  Resolution resolution = entry.resolution;
  resolution.from_cache = true;
  resolution.question = question;
  const auto age = static_cast<std::uint32_t>(std::chrono::floor<std::chrono::seconds>(now - entry.stored).count());
  for (Record& record : resolution.records) record.ttl_seconds -= std::min(record.ttl_seconds, age);
  auto& additionals = resolution.additionals;
  additionals.erase(std::remove_if(additionals.begin(), additionals.end(),
                                   [age](const Record& record) { return record.ttl_seconds <= age; }),
                    additionals.end());
  for (Record& record : additionals) record.ttl_seconds -= age;
  return resolution;
}

void ResolutionCache::store(const Resolution& resolution, std::uint32_t ttl_seconds, host::MonotonicTime now) {
  std::string key = resolution.question.key();
  if (const auto old = entries_.find(key); old != entries_.end()) erase(old);
  if (ttl_seconds == 0 || entries_max_ == 0) return;
  if (entries_.size() == entries_max_) erase(entries_.find(recency_.back()));
  recency_.push_front(key);
  entries_.emplace(std::move(key), Entry{resolution, now, now + std::chrono::seconds(ttl_seconds), recency_.begin()});
}

void ResolutionCache::flush() {
  entries_.clear();
  recency_.clear();
}

void ResolutionCache::erase(Entries::iterator entry) {
  recency_.erase(entry->second.recency);
  entries_.erase(entry);
}

}  // namespace hexad::dns
