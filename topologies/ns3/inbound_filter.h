// The inbound filter of a machine and what it remembers of its own questions, so that their answers pass.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "model/host/filter.h"
#include "model/host/time.h"

namespace hexad::ns3_world {

class InboundFilter {
 public:
  /// How long an answer to a datagram may take.
  static constexpr host::Duration kAnswerTime = std::chrono::seconds(30);
  static constexpr std::size_t kQuestionsMax = 65536;

  void set(std::vector<host::FilterRule> rules) { rules_ = std::move(rules); }
  bool empty() const { return rules_.empty(); }

  /// A datagram leaves; answers to it pass for a while. Costs nothing while there are no rules.
  void on_sent(const host::SocketAddress& local, const host::SocketAddress& remote, host::MonotonicTime now);
  host::FilterAction judge_datagram(const host::SocketAddress& source, const host::SocketAddress& local,
                                    host::MonotonicTime now) const;
  host::FilterAction judge_stream(const host::SocketAddress& source, const host::SocketAddress& local) const;

 private:
  using Pair = std::pair<host::SocketAddress, host::SocketAddress>;
  struct PairHash {
    std::size_t operator()(const Pair& pair) const {
      const std::hash<host::SocketAddress> hash;
      return hash(pair.first) * 31 + hash(pair.second);
    }
  };
  std::vector<host::FilterRule> rules_;
  std::unordered_map<Pair, host::MonotonicTime, PairHash> asked_;
};

}  // namespace hexad::ns3_world
