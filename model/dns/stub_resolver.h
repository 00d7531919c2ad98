// A caching stub resolver (RFC 1034 section 5.3.1): asks recursive or authoritative servers, follows CNAMEs, keeps
// answers and negative answers for their TTL, and asks an equal question that is under way only once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/dns/cache.h"
#include "model/dns/resolution.h"
#include "model/dns/resolver_settings.h"
#include "model/host/deadline_wheel.h"
#include "model/host/host.h"
#include "model/host/rate_limit.h"

namespace hexad::dns {

class Query;
class Lookup;

class ResolutionHandler {
 public:
  /// Called once from the loop, never from inside resolve(). The query, and any other, may be destroyed in here and
  /// the resolver asked again; the resolver itself may not be destroyed in here.
  virtual void on_resolved(Query& query, const Resolution& resolution) = 0;

 protected:
  ~ResolutionHandler() = default;
};

/// A question that waits for its answer. Destroying it silences the handler at once. It may outlive the resolver and
/// then stays silent.
class Query {
 public:
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  const Question& question() const { return question_; }

 private:
  friend class Lookup;
  friend class StubResolver;
  Query(Question question, ResolutionHandler& handler) : question_(std::move(question)), handler_(handler) {}

  Question question_;
  ResolutionHandler& handler_;
  std::vector<Query*>* waiters_ = nullptr;  ///< The list that holds this query, as long as it waits.
};
using QueryHandle = std::unique_ptr<Query>;

class StubResolver final : host::DeadlineHandler {
 public:
  /// Draws ids and source ports from the host's entropy "dns.query".
  StubResolver(host::Host& host, ResolverSettings settings);
  ~StubResolver();

  /// bound_reached when settings.pending_max different questions are under way, invalid_argument for Type::any. Every
  /// other failure comes to the handler.
  host::Expected<QueryHandle> resolve(const Name& name, Type type, ResolutionHandler& handler);

  /// Forgets everything kept. Questions under way go on.
  void flush() { cache_.flush(); }
  /// For questions put from now on; the cache is flushed, since other servers may say otherwise.
  void set_servers(std::vector<host::SocketAddress> servers);
  const ResolverSettings& settings() const { return settings_; }
  const ResolverCounters& counters() const { return counters_; }
  std::size_t cached() const { return cache_.size(); }
  std::size_t pending() const { return by_question_.size(); }

 private:
  friend class Lookup;
  void on_deadline(std::uint32_t id) override;
  std::uint32_t free_slot();
  void finish(Lookup& lookup, Resolution resolution, std::uint32_t ttl_seconds);
  void report(const Resolution& resolution);

  host::Host& host_;
  ResolverSettings settings_;
  host::Entropy& entropy_;
  host::DeadlineWheel wheel_;
  ResolutionCache cache_;
  ResolverCounters counters_;
  host::RateLimit failure_lines_;
  std::vector<std::unique_ptr<Lookup>> lookups_;  ///< By deadline id; null where free.
  std::vector<std::uint32_t> free_slots_;
  std::map<std::string, Lookup*> by_question_;
};

}  // namespace hexad::dns
