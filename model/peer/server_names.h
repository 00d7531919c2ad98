// Servers that settings name by address or by DNS name: their addresses, kept up to date. An address counts at once; a
// name is asked for (AAAA where there is no A), with the domain name added when it has no dot, and again every hour, or
// every 30 seconds while it has no answer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/dns/stub_resolver.h"
#include "model/host/host.h"

namespace hexad::peer {

class ServerNames final : host::TimerHandler, dns::ResolutionHandler {
 public:
  using Changed = std::function<void(const std::vector<host::SocketAddress>&)>;

  /// `changed` is called with all addresses that are known, in the order of the names, whenever they change, and when
  /// the first lookup of a name has ended; never from inside set(). The resolver outlives this.
  ServerNames(host::Host& host, dns::StubResolver& resolver, Changed changed);

  struct Named {
    std::string text;  ///< "10.1.0.123", "ntp1", "ntp1.example.com"
    std::uint16_t port = 0;
    bool operator==(const Named&) const = default;
  };
  void set(std::vector<Named> names, std::string domain);
  /// What was told last; null before the first time and after set() with other names.
  const std::vector<host::SocketAddress>* known() const { return told_once_ ? &told_ : nullptr; }
  /// Some name has no address yet, and its first lookup has not ended.
  bool looking() const;
  /// A name that has no address yet, or nothing.
  std::string unresolved() const;

 private:
  struct Entry {
    Named named;
    std::vector<host::IpAddress> addresses;  ///< Of a name, the first counts.
    dns::QueryHandle query;
    bool v6 = false;
    bool looked_up = false;  ///< Once, whatever came of it.
  };

  void on_timer(host::Timer& timer) override;
  void on_resolved(dns::Query& query, const dns::Resolution& resolution) override;
  void ask(Entry& entry, bool v6);
  void tell();

  dns::StubResolver& resolver_;
  Changed changed_;
  std::string domain_;
  std::vector<Entry> entries_;
  std::vector<host::SocketAddress> told_;
  bool told_once_ = false;
  host::TimerHandle timer_;
};

}  // namespace hexad::peer
