// The host's inbound filter, judged by this program itself: for datagrams as they are read and for streams as they are
// accepted. Remembers for a while whom a socket wrote to, because answers pass.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "model/host/filter.h"
#include "model/host/keyed_hash.h"
#include "model/host/time.h"

namespace hexad::real {

/// A socket whose kernel-side filter follows the rules.
class FilteredListener {
 public:
  virtual void on_rules_changed() = 0;

 protected:
  ~FilteredListener() = default;
};

class InboundFilter {
 public:
  /// How long after the last datagram to somebody an answer still counts as one, as Linux's own connection tracking
  /// has it, and how many such partners are remembered; the oldest is forgotten first.
  static constexpr host::Duration kAnswerWithin = std::chrono::seconds(180);
  static constexpr std::size_t kPartnersMax = 16384;

  explicit InboundFilter(host::Entropy& entropy) : partners_(64, PartnerHash{host::KeyedHash(entropy)}) {}
  void set(std::vector<host::FilterRule> rules);
  bool empty() const { return rules_.empty(); }
  const std::vector<host::FilterRule>& rules() const { return rules_; }

  host::FilterAction judge_stream(const host::IpAddress& source, std::uint16_t local_port) const;
  bool admits_datagram(const host::SocketAddress& source, std::uint16_t local_port, host::MonotonicTime now) const;
  /// Only needed while there are rules.
  void note_sent(const host::SocketAddress& destination, std::uint16_t local_port, host::MonotonicTime now);

  void add(FilteredListener& listener) { listeners_.push_back(&listener); }
  void remove(FilteredListener& listener) { std::erase(listeners_, &listener); }

 private:
  struct Partner {
    host::SocketAddress remote;
    std::uint16_t local_port;
    bool operator==(const Partner&) const = default;
  };
  struct PartnerHash {
    host::KeyedHash hash;
    std::size_t operator()(const Partner& partner) const;
  };

  std::vector<host::FilterRule> rules_;
  std::unordered_map<Partner, host::MonotonicTime, PartnerHash> partners_;
  std::vector<Partner> order_;  ///< A ring of kPartnersMax: the oldest stands at next_ once it is full.
  std::size_t next_ = 0;
  std::vector<FilteredListener*> listeners_;
};

}  // namespace hexad::real
