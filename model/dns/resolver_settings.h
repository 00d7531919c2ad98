// How a resolver asks, and what it counts.
#pragma once

#include <cstdint>
#include <vector>

#include "model/host/address.h"
#include "model/host/time.h"

namespace hexad::dns {

struct ResolverSettings {
  std::vector<host::SocketAddress> servers{};        ///< Asked in this order; the next one when one is silent or fails.
  host::Duration timeout = std::chrono::seconds(2);  ///< Of one attempt over UDP.
  host::Duration tcp_timeout = std::chrono::seconds(5);  ///< Of the whole attempt over TCP after a truncated answer.
  unsigned rounds = 2;             ///< How often the list of servers is gone through before giving up.
  unsigned cname_chain_max = 8;    ///< CNAME records followed for one question.
  std::size_t pending_max = 1000;  ///< Different questions under way; further ones are bound_reached.
  std::size_t cache_entries_max = 10'000;
  std::uint32_t ttl_seconds_max = 7 * 24 * 3600;      ///< Longer TTLs are cut to this.
  std::uint32_t negative_ttl_seconds_max = 3 * 3600;  ///< RFC 2308 section 5 suggests one to three hours.
};

struct ResolverCounters {
  std::uint64_t queries_sent = 0;  ///< Over UDP and TCP, repeats included.
  std::uint64_t answers_accepted = 0;
  std::uint64_t answers_ignored = 0;  ///< Malformed, or of another id, question or source.
  std::uint64_t timeouts = 0;
  std::uint64_t truncated = 0;  ///< Asked again over TCP.
  std::uint64_t cache_hits = 0;
  std::uint64_t coalesced = 0;  ///< Joined an equal question that was under way.
};

}  // namespace hexad::dns
