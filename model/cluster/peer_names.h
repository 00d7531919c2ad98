// The addresses of the names in the peer list: by "Cluster address mapping" first where it is on, then by DNS (cluster
// guides, "Cluster address mapping"). Asked again every five minutes, every 30 seconds while there is no answer; the
// last answer is kept meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/cluster/settings.h"
#include "model/dns/stub_resolver.h"
#include "model/host/host.h"

namespace hexad::cluster {

/// The address that a mapping gives to a name; nothing where mapping is off or has none for it.
std::optional<host::IpAddress> mapped(const Settings& settings, std::string_view name);

class PeerNames final : host::TimerHandler, dns::ResolutionHandler {
 public:
  static constexpr host::Duration kAgain = std::chrono::minutes(5), kAgainSoon = std::chrono::seconds(30);

  struct Named {
    std::string text;
    std::optional<host::IpAddress> address;  ///< The last that was found.
    bool current = false;                    ///< The last lookup found it.
    std::string fault;                       ///< Why not; empty while the first answer is awaited.
  };

  /// `changed` is called from the loop whenever something of named() did. The resolver outlives this.
  PeerNames(host::Host& host, dns::StubResolver& resolver, std::function<void()> changed);
  ~PeerNames();

  /// The names of the list, each once. What is known of a name that stays, stays.
  void set(const Settings& settings);
  const Named* find(std::string_view text) const;

 private:
  struct Entry {
    Named named;
    dns::QueryHandle query;
  };

  void on_timer(host::Timer& timer) override;
  void on_resolved(dns::Query& query, const dns::Resolution& resolution) override;
  void look_up(Entry& entry);
  void found(Entry& entry, std::optional<host::IpAddress> address, std::string fault);
  void plan();

  dns::StubResolver& resolver_;
  std::function<void()> changed_;
  Settings settings_;
  std::vector<Entry> entries_;
  host::TimerHandle timer_;
};

}  // namespace hexad::cluster
