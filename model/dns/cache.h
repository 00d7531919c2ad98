// Resolutions kept until their TTL ends: positive ones by the smallest TTL of their records, negative ones by the SOA
// record that came with them (RFC 2308 section 5). Bounded; the least recently used makes room.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>

#include "model/dns/resolution.h"
#include "model/host/time.h"

namespace hexad::dns {

class ResolutionCache {
 public:
  explicit ResolutionCache(std::size_t entries_max) : entries_max_(entries_max) {}
  /// With from_cache set, every TTL reduced by the age, and without additional records whose own TTL has ended.
  std::optional<Resolution> find(const Question& question, host::MonotonicTime now);
  /// Keeps it for ttl_seconds; not at all for 0.
  void store(const Resolution& resolution, std::uint32_t ttl_seconds, host::MonotonicTime now);
  void flush();
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Resolution resolution;
    host::MonotonicTime stored, expires;
    std::list<std::string>::iterator recency;
  };
  using Entries = std::map<std::string, Entry>;
  void erase(Entries::iterator entry);

  std::size_t entries_max_;
  Entries entries_;
  std::list<std::string> recency_;  ///< Keys, the most recently used first.
};

}  // namespace hexad::dns
