#include "reports/pairing.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "reports/text.h"

namespace hexad::reports {
namespace {

using record::Message;
using record::PacketLost;

/// Nothing stays in flight longer; TCP itself gives up earlier.
constexpr std::int64_t kInFlightMaxNs = 300'000'000'000;
/// A datagram that a simulator loses is lost within this time of its sending.
constexpr std::int64_t kLossMaxNs = 10'000'000'000;
/// Between two transmissions of a TCP segment there is no more time than this (RFC 6298 2.4 allows a maximum of 60 s).
constexpr std::int64_t kRetransmissionMaxNs = 65'000'000'000;

class Pairing {
 public:
  Pairing(const std::vector<record::Entry>& entries, NodeTable& nodes) : entries_(entries), nodes_(nodes) {}

  std::vector<Arrow> run() {
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      if (const auto* message = std::get_if<Message>(&entries_[i].event)) {
        message->sent ? on_sent(i, *message) : on_received(i, *message);
      } else if (const auto* packet = std::get_if<PacketLost>(&entries_[i].event)) {
        on_lost(i, *packet);
      }
    }
    explain_lost_streams();
    name_receivers();
    std::erase_if(arrows_, [](const Arrow& a) { return a.sent == kNone && a.received == kNone && a.lost == kNone; });
    std::stable_sort(arrows_.begin(), arrows_.end(),
                     [](const Arrow& a, const Arrow& b) { return a.begin_ns < b.begin_ns; });
    return std::move(arrows_);
  }

 private:
  using Pending = std::unordered_map<std::string_view, std::vector<std::uint32_t>>;

  const Message& sent(std::uint32_t arrow) const { return std::get<Message>(entries_[arrows_[arrow].sent].event); }
  bool in_flight(std::uint32_t arrow) const { return arrows_[arrow].lost == kNone && !arrows_[arrow].arrived(); }

  /// The arrows under `key` that may still arrive at `now`; forgets the others.
  std::vector<std::uint32_t>& alive(Pending& pending, std::string_view key, std::int64_t now, std::int64_t age_max) {
    auto& list = pending[key];
    std::erase_if(list, [&](std::uint32_t a) { return !in_flight(a) || now - arrows_[a].begin_ns > age_max; });
    return list;
  }

  void on_sent(std::uint32_t i, const Message& message) {
    const auto id = static_cast<std::uint32_t>(arrows_.size());
    const std::int64_t at = entries_[i].at_ns;
    Arrow arrow;
    arrow.begin_ns = arrow.end_ns = at;
    arrow.sent = i;
    arrow.from = nodes_.by_name(message.node);
    arrows_.push_back(arrow);
    by_bytes_[message.bytes].push_back(id);
    if (message.transport == "UDP") {
      by_local_[message.local].push_back(id);
      by_remote_[message.remote].push_back(id);
    }
  }

  void on_received(std::uint32_t i, const Message& message) {
    const std::int64_t at = entries_[i].at_ns;
    std::uint32_t best = kNone;
    int best_score = -1;
    for (const std::uint32_t candidate : alive(by_bytes_, message.bytes, at, kInFlightMaxNs)) {
      const Message& from = sent(candidate);
      if (from.transport != message.transport || from.node == message.node) continue;
      const int score = 2 * (from.remote == message.local) + (from.local == message.remote);
      if (score > best_score) {
        best = candidate;
        best_score = score;
      }
    }
    const std::uint32_t node = nodes_.by_name(message.node);
    if (best == kNone) {
      Arrow arrow;
      arrow.begin_ns = arrow.end_ns = at;
      arrow.received = i;
      arrow.from = nodes_.by_address(message.remote);
      arrow.to = node;
      arrows_.push_back(arrow);
      return;
    }
    Arrow& arrow = arrows_[best];
    arrow.received = i;
    arrow.end_ns = at;
    arrow.to = node;
    if (nodes_.by_address(sent(best).remote) != node) nodes_.learn(sent(best).remote, node);
    if (nodes_.by_address(message.remote) != arrow.from) nodes_.learn(message.remote, arrow.from);
  }

  /// The oldest datagram that this loss fits: by both addresses, else by one of them and the first line.
  std::uint32_t victim(const PacketLost& packet, std::int64_t at) {
    const auto same_text = [&](std::uint32_t a) {
      return !packet.summary.empty() && first_line(sent(a).bytes) == packet.summary;
    };
    const auto& from_source = alive(by_local_, packet.source, at, kLossMaxNs);
    for (const std::uint32_t a : from_source) {
      if (sent(a).remote == packet.destination && (packet.summary.empty() || same_text(a))) return a;
    }
    for (const std::uint32_t a : from_source) {
      if (same_text(a)) return a;
    }
    for (const std::uint32_t a : alive(by_remote_, packet.destination, at, kLossMaxNs)) {
      if (same_text(a)) return a;
    }
    return kNone;
  }

  void on_lost(std::uint32_t i, const PacketLost& packet) {
    const std::int64_t at = entries_[i].at_ns;
    const std::uint32_t id = packet.protocol == "UDP" ? victim(packet, at) : kNone;
    if (id != kNone) {
      arrows_[id].lost = i;
      arrows_[id].end_ns = at;
      return;
    }
    if (packet.protocol == "TCP" && repeated(packet, at)) return;
    Arrow arrow;
    arrow.begin_ns = arrow.end_ns = at;
    arrow.lost = i;
    arrows_.push_back(arrow);
  }

  /// Counts a retransmission on the arrow of the segment that it repeats; else remembers this one as a first.
  bool repeated(const PacketLost& packet, std::int64_t at) {
    auto& segments = lost_segments_[packet.destination];
    for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment) {
      Arrow& arrow = arrows_[*segment];
      if (at - arrow.end_ns > kRetransmissionMaxNs) break;
      const auto& first = std::get<PacketLost>(entries_[arrow.lost].event);
      if (first.source != packet.source || first.size_bytes != packet.size_bytes || first.summary != packet.summary ||
          first.reason != packet.reason || first.fault != packet.fault) {
        continue;
      }
      ++arrow.repeats;
      arrow.end_ns = at;
      return true;
    }
    segments.push_back(static_cast<std::uint32_t>(arrows_.size()));
    return false;
  }

  /// A message on a stream has no packet of its own: the segment that carried it, or failing that the first one lost
  /// on the way to the same address, tells why it never came.
  void explain_lost_streams() {
    for (Arrow& arrow : arrows_) {
      if (arrow.sent == kNone || arrow.arrived() || arrow.lost != kNone) continue;
      const Message& message = std::get<Message>(entries_[arrow.sent].event);
      const auto segments = lost_segments_.find(message.remote);
      if (message.transport == "UDP" || segments == lost_segments_.end()) continue;
      Arrow* carrier = nullptr;
      for (const std::uint32_t id : segments->second) {
        Arrow& segment = arrows_[id];
        if (segment.lost == kNone || segment.begin_ns < arrow.begin_ns) continue;
        if (segment.begin_ns > arrow.begin_ns + kLossMaxNs) break;
        const auto& packet = std::get<PacketLost>(entries_[segment.lost].event);
        const bool same_text = !packet.summary.empty() && first_line(message.bytes) == packet.summary;
        const bool own = is_own(packet, arrow, message);
        if (carrier == nullptr || (own && same_text)) carrier = &segment;
        if (own) break;
      }
      if (carrier != nullptr) explain(arrow, message, *carrier);
    }
  }

  /// From the stream's own address, or from a translated one that is known to be the sender's.
  bool is_own(const PacketLost& packet, const Arrow& arrow, const Message& message) const {
    return packet.source == message.local || (arrow.from != kNone && nodes_.by_address(packet.source) == arrow.from);
  }

  /// A segment of the message's own stream is no arrow by itself any more. One from a translated address may belong to
  /// somebody else, and stays.
  void explain(Arrow& arrow, const Message& message, Arrow& segment) {
    const auto& packet = std::get<PacketLost>(entries_[segment.lost].event);
    arrow.lost = segment.lost;
    arrow.end_ns = segment.begin_ns;
    if (!is_own(packet, arrow, message)) return;
    arrow.repeats = segment.repeats;
    arrow.end_ns = segment.end_ns;
    segment.lost = kNone;
  }

  /// Last, when all translations are learned.
  void name_receivers() {
    for (Arrow& arrow : arrows_) {
      if (arrow.sent != kNone && arrow.to == kNone) {
        arrow.to = nodes_.by_address(std::get<Message>(entries_[arrow.sent].event).remote);
      } else if (arrow.sent == kNone && arrow.received == kNone && arrow.lost != kNone) {
        const auto& packet = std::get<PacketLost>(entries_[arrow.lost].event);
        arrow.from = nodes_.by_address(packet.source);
        arrow.to = nodes_.by_address(packet.destination);
      }
    }
  }

  const std::vector<record::Entry>& entries_;
  NodeTable& nodes_;
  std::vector<Arrow> arrows_;
  Pending by_bytes_, by_local_, by_remote_;
  Pending lost_segments_;  ///< First transmissions, by destination.
};

}  // namespace

std::vector<Arrow> pair_messages(const std::vector<record::Entry>& entries, NodeTable& nodes) {
  return Pairing(entries, nodes).run();
}

}  // namespace hexad::reports
