#include "topologies/ns3/fragments.h"

#include <algorithm>

#include "topologies/ns3/octets.h"

namespace hexad::ns3_world {
namespace {

host::Bytes piece_v4(const host::Bytes& packet, const IpPacket& whole, std::size_t offset, std::size_t size,
                     std::uint32_t identification) {
  host::Bytes piece = make_ip(whole.source, whole.destination, whole.protocol, size);
  const bool last = offset + size == whole.payload.size();
  put16(piece.data() + 4, identification & 0xffff);
  put16(piece.data() + 6, static_cast<std::uint32_t>(offset / 8) | (last ? 0 : 0x2000));
  std::copy_n(whole.payload.begin() + static_cast<std::ptrdiff_t>(offset), size, piece.begin() + 20);
  set_hops_left(piece, packet[8]);
  return piece;
}

host::Bytes piece_v6(const host::Bytes& packet, const IpPacket& whole, std::size_t offset, std::size_t size,
                     std::uint32_t identification) {
  host::Bytes piece = make_ip(whole.source, whole.destination, kFragmentHeader, 8 + size);
  const bool last = offset + size == whole.payload.size();
  std::uint8_t* header = piece.data() + 40;
  header[0] = whole.protocol;
  put16(header + 2, static_cast<std::uint32_t>(offset) | (last ? 0 : 1));
  put32(header + 4, identification);
  std::copy_n(whole.payload.begin() + static_cast<std::ptrdiff_t>(offset), size, piece.begin() + 48);
  set_hops_left(piece, packet[7]);
  return piece;
}

}  // namespace

std::vector<host::Bytes> fragment(host::Bytes packet, std::uint32_t identification) {
  std::vector<host::Bytes> pieces;
  const auto whole = parse_ip(packet);
  if (packet.size() <= kMtuBytes || !whole || whole->is_fragment()) {
    pieces.push_back(std::move(packet));
    return pieces;
  }
  const bool v4 = whole->source.is_v4();
  const std::size_t step = v4 ? (kMtuBytes - 20) / 8 * 8 : (kMtuBytes - 48) / 8 * 8;
  for (std::size_t offset = 0; offset < whole->payload.size(); offset += step) {
    const std::size_t size = std::min(step, whole->payload.size() - offset);
    pieces.push_back((v4 ? piece_v4 : piece_v6)(packet, *whole, offset, size, identification));
  }
  return pieces;
}

bool Reassembler::Pending::belongs(const IpPacket& fragment) const {
  return identification == fragment.identification && protocol == fragment.protocol && source == fragment.source &&
         destination == fragment.destination;
}

bool Reassembler::Pending::complete() const {
  return size && std::all_of(present.begin(), present.begin() + static_cast<std::ptrdiff_t>((*size + 7) / 8),
                             [](bool there) { return there; });
}

std::optional<host::Bytes> Reassembler::add(const IpPacket& fragment, host::MonotonicTime now) {
  pending_.remove_if([&](const Pending& p) { return p.deadline <= now; });
  const std::size_t end = fragment.fragment_offset + fragment.payload.size();
  const std::size_t payload_max = 65535 - (fragment.source.is_v4() ? 20 : 0);
  if (end > payload_max || (fragment.more_fragments && fragment.payload.size() % 8 != 0)) return std::nullopt;
  auto found = std::find_if(pending_.begin(), pending_.end(), [&](const Pending& p) { return p.belongs(fragment); });
  if (found == pending_.end()) {
    if (pending_.size() == kPending) pending_.pop_front();
    Pending fresh;
    fresh.source = fragment.source;
    fresh.destination = fragment.destination;
    fresh.protocol = fragment.protocol;
    fresh.identification = fragment.identification;
    fresh.deadline = now + kTimeout;
    found = pending_.insert(pending_.end(), std::move(fresh));
  }
  if (found->payload.size() < end) found->payload.resize(end);
  if (found->present.size() < (end + 7) / 8) found->present.resize((end + 7) / 8);
  std::copy(fragment.payload.begin(), fragment.payload.end(),
            found->payload.begin() + static_cast<std::ptrdiff_t>(fragment.fragment_offset));
  for (std::size_t i = fragment.fragment_offset / 8; i < (end + 7) / 8; ++i) found->present[i] = true;
  if (!fragment.more_fragments) found->size = end;
  if (found->size && found->payload.size() > *found->size) {
    pending_.erase(found);  // Fragments that contradict each other.
    return std::nullopt;
  }
  if (!found->complete()) return std::nullopt;
  host::Bytes whole = make_ip(found->source, found->destination, found->protocol, found->payload.size());
  std::copy(found->payload.begin(), found->payload.end(), ip_payload(whole, found->source.family()).begin());
  pending_.erase(found);
  return whole;
}

}  // namespace hexad::ns3_world
