#include "real/host/inbound_filter.h"

#include <algorithm>

namespace hexad::real {

using host::FilterAction;
using host::FilterProtocol;

std::size_t InboundFilter::PartnerHash::operator()(const Partner& partner) const {
  std::array<std::uint8_t, 21> key;
  const auto& octets = partner.remote.address.octets();
  std::copy(octets.begin(), octets.end(), key.begin());
  key[16] = static_cast<std::uint8_t>(partner.remote.port);
  key[17] = static_cast<std::uint8_t>(partner.remote.port >> 8);
  key[18] = static_cast<std::uint8_t>(partner.local_port);
  key[19] = static_cast<std::uint8_t>(partner.local_port >> 8);
  key[20] = static_cast<std::uint8_t>(partner.remote.address.family());
  return hash(host::ByteView(key));
}

void InboundFilter::set(std::vector<host::FilterRule> rules) {
  rules_ = std::move(rules);
  if (rules_.empty()) {
    partners_.clear();
    order_.clear();
    next_ = 0;
  }
  for (FilteredListener* listener : listeners_) listener->on_rules_changed();
}

FilterAction InboundFilter::judge_stream(const host::IpAddress& source, std::uint16_t local_port) const {
  return host::judge(rules_, FilterProtocol::tcp, source, local_port);
}

bool InboundFilter::admits_datagram(const host::SocketAddress& source, std::uint16_t local_port,
                                    host::MonotonicTime now) const {
  if (host::judge(rules_, FilterProtocol::udp, source.address, local_port) == FilterAction::allow) return true;
  const auto found = partners_.find(Partner{source, local_port});
  return found != partners_.end() && now - found->second <= kAnswerWithin;
}

void InboundFilter::note_sent(const host::SocketAddress& destination, std::uint16_t local_port,
                              host::MonotonicTime now) {
  const Partner partner{destination, local_port};
  const auto [place, is_new] = partners_.insert_or_assign(partner, now);
  if (!is_new) return;
  if (order_.size() < kPartnersMax) {
    order_.push_back(partner);
    return;
  }
  partners_.erase(order_[next_]);
  order_[next_] = partner;
  next_ = (next_ + 1) % kPartnersMax;
}

}  // namespace hexad::real
