#include "tests/support/sim_network.h"

#include <algorithm>

#include "model/host/check.h"
#include "tests/support/sim_host.h"

namespace hexad::support {

SimNetwork::SimNetwork(std::uint64_t seed) : seed_(seed), chance_(seed, "", "network") {}

SimNetwork::~SimNetwork() = default;

SimHost& SimNetwork::add_host(std::string name, const std::vector<std::string>& prefixes) {
  host::Interface lan1;
  lan1.name = "lan1";
  for (const std::string& text : prefixes) lan1.addresses.push_back(host::Prefix::parse(text).value());
  return add_host_with(std::move(name), std::vector<host::Interface>{std::move(lan1)});
}

SimHost& SimNetwork::add_host_with(std::string name, std::vector<host::Interface> interfaces) {
  hosts_.push_back(std::make_unique<SimHost>(*this, std::move(name), std::move(interfaces)));
  return *hosts_.back();
}

void SimNetwork::set_delay(const SimHost& a, const SimHost& b, host::Duration one_way) {
  delays_[pair_of(a, b)] = one_way;
}

void SimNetwork::cut(const SimHost& a, const SimHost& b) { cut_[pair_of(a, b)] = true; }

void SimNetwork::join(const SimHost& a, const SimHost& b) { cut_.erase(pair_of(a, b)); }

bool SimNetwork::step() {
  if (events_.empty()) return false;
  auto event = events_.extract(events_.begin());
  now_ = event.key().first;
  event.mapped()();
  return true;
}

void SimNetwork::run_for(host::Duration duration) {
  const host::MonotonicTime end = now_ + duration;
  while (!events_.empty() && events_.begin()->first.first <= end) step();
  now_ = end;
}

bool SimNetwork::run_until(const std::function<bool()>& condition, host::Duration limit) {
  const host::MonotonicTime end = now_ + limit;
  while (!condition()) {
    if (events_.empty() || events_.begin()->first.first > end) {
      now_ = end;
      return condition();
    }
    step();
  }
  return true;
}

SimNetwork::EventKey SimNetwork::schedule(host::MonotonicTime at, Action action) {
  const EventKey key(std::max(at, now_), next_sequence_++);
  events_.emplace(key, std::move(action));
  return key;
}

SimHost* SimNetwork::find(const host::IpAddress& address) const {
  for (const auto& host : hosts_) {
    if (host->owns(address)) return host.get();
  }
  return nullptr;
}

bool SimNetwork::passes(const SimHost& from, const SimHost& to) const {
  if (&from == &to) return true;
  return from.connected() && to.connected() && cut_.find(pair_of(from, to)) == cut_.end();
}

bool SimNetwork::loses(const SimHost& from, const SimHost& to) {
  if (&from == &to || loss_ <= 0) return false;
  return static_cast<double>(chance_.u64() >> 11) * 0x1.0p-53 < loss_;
}

host::Duration SimNetwork::delay(const SimHost& from, const SimHost& to) const {
  if (&from == &to) return host::Duration::zero();
  const auto found = delays_.find(pair_of(from, to));
  return found == delays_.end() ? delay_ : found->second;
}

bool SimNetwork::tap(const host::SocketAddress& source, const host::SocketAddress& destination,
                     host::ByteView payload) {
  return !tap_ || tap_(source, destination, payload);
}

}  // namespace hexad::support
