#include "model/dns/stub_resolver.h"

#include <algorithm>

#include "model/dns/lookup.h"
#include "model/host/check.h"

namespace hexad::dns {

using host::ErrorCode;

Query::~Query() {
  if (waiters_ != nullptr) std::replace(waiters_->begin(), waiters_->end(), this, static_cast<Query*>(nullptr));
}

StubResolver::StubResolver(host::Host& host, ResolverSettings settings)
    : host_(host),
      settings_(std::move(settings)),
      entropy_(host.entropy("dns.query")),
      wheel_(host, *this),
      cache_(settings_.cache_entries_max),
      failure_lines_(10, std::chrono::seconds(1)) {}

StubResolver::~StubResolver() = default;

host::Expected<QueryHandle> StubResolver::resolve(const Name& name, Type type, ResolutionHandler& handler) {
  if (type == Type::any) return host::fail(ErrorCode::invalid_argument, "a stub resolver asks for one type at a time");
  Question question{name, type, kClassIn};
  const std::string key = question.key();
  auto found = by_question_.find(key);
  if (found != by_question_.end()) {
    ++counters_.coalesced;
  } else {
    if (by_question_.size() >= settings_.pending_max) {
      return host::fail(ErrorCode::bound_reached, "too many DNS questions are under way");
    }
    const std::uint32_t id = free_slot();
    lookups_[id] = std::make_unique<Lookup>(*this, id, question);
    found = by_question_.emplace(key, lookups_[id].get()).first;
  }
  QueryHandle query(new Query(std::move(question), handler));
  found->second->join(*query);
  return query;
}

void StubResolver::set_servers(std::vector<host::SocketAddress> servers) {
  settings_.servers = std::move(servers);
  cache_.flush();
}

std::uint32_t StubResolver::free_slot() {
  if (free_slots_.empty()) {
    lookups_.emplace_back();
    return static_cast<std::uint32_t>(lookups_.size() - 1);
  }
  const std::uint32_t id = free_slots_.back();
  free_slots_.pop_back();
  return id;
}

void StubResolver::on_deadline(std::uint32_t id) {
  HEXAD_CHECK(id < lookups_.size() && lookups_[id] != nullptr);
  lookups_[id]->on_deadline();
}

void StubResolver::finish(Lookup& lookup, Resolution resolution, std::uint32_t ttl_seconds) {
  const std::uint32_t id = lookup.id();
  if (ttl_seconds > 0) cache_.store(resolution, ttl_seconds, host_.now());
  report(resolution);
  std::vector<Query*> waiters = lookup.take_waiters();
  for (Query* query : waiters) {
    if (query != nullptr) query->waiters_ = &waiters;
  }
  by_question_.erase(resolution.question.key());
  lookups_[id].reset();
  free_slots_.push_back(id);
  // A handler may destroy any query: the list then holds null in its place.
  for (std::size_t i = 0; i < waiters.size(); ++i) {
    Query* query = waiters[i];
    if (query == nullptr) continue;
    query->waiters_ = nullptr;
    waiters[i] = nullptr;
    query->handler_.on_resolved(*query, resolution);
  }
}

void StubResolver::report(const Resolution& resolution) {
  if (resolution.outcome != Resolution::Outcome::failed || !failure_lines_.allow(host_.now())) return;
  const std::string question = resolution.question.to_string();
  const std::string error = resolution.error.to_string();
  host_.log().write(host::Severity::warning, "dns", "dns_lookup_failed", "No DNS server gave a usable answer",
                    {{"question", question}, {"error", error}});
}

}  // namespace hexad::dns
