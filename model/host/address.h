// IPv4 and IPv6 addresses, prefixes and transport addresses as plain values. Text forms follow RFC 5952 for IPv6;
// a transport address prints as 192.0.2.1:5060 or [2001:db8::1]:5060.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "model/host/error.h"

namespace hexad::host {

enum class Family : std::uint8_t { ipv4, ipv6 };

/// An address of either family. Default: the IPv4 wildcard 0.0.0.0. IPv4-mapped IPv6 addresses stay IPv6.
class IpAddress {
 public:
  constexpr IpAddress() = default;
  static constexpr IpAddress v4(std::uint32_t host_order) {
    IpAddress a;
    for (int i = 0; i < 4; ++i) a.octets_[i] = static_cast<std::uint8_t>(host_order >> (24 - 8 * i));
    return a;
  }
  static constexpr IpAddress v6(const std::array<std::uint8_t, 16>& octets) {
    IpAddress a;
    a.family_ = Family::ipv6;
    a.octets_ = octets;
    return a;
  }
  static constexpr IpAddress any(Family family) { return family == Family::ipv4 ? v4(0) : v6({}); }
  static constexpr IpAddress loopback(Family family) {
    return family == Family::ipv4 ? v4(0x7f000001) : v6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  }

  /// Reads "192.0.2.1" or "2001:db8::1" (no brackets, no zone). malformed when it is neither.
  static Expected<IpAddress> parse(std::string_view text);

  constexpr Family family() const { return family_; }
  constexpr bool is_v4() const { return family_ == Family::ipv4; }
  constexpr bool is_v6() const { return family_ == Family::ipv6; }
  constexpr bool is_any() const { return *this == any(family_); }
  bool is_loopback() const;

  /// The IPv4 address as a number in host byte order; only for is_v4().
  std::uint32_t v4_value() const;
  /// Network order: the first 4 octets for IPv4, all 16 for IPv6.
  constexpr const std::array<std::uint8_t, 16>& octets() const { return octets_; }

  std::string to_string() const;

  constexpr auto operator<=>(const IpAddress&) const = default;

 private:
  Family family_ = Family::ipv4;
  std::array<std::uint8_t, 16> octets_{};
};

/// An address with the length of its network part, e.g. an interface's 10.1.0.11/24 or a subnet 10.1.0.0/24.
struct Prefix {
  IpAddress address;
  int length = 0;  ///< 0..32 or 0..128

  /// Reads "10.1.0.0/24" or "2001:db8::/64". malformed when address or length is not valid.
  static Expected<Prefix> parse(std::string_view text);
  bool contains(const IpAddress& other) const;
  bool overlaps(const Prefix& other) const;
  /// The address with all host bits cleared.
  IpAddress network() const;
  std::string to_string() const;
  auto operator<=>(const Prefix&) const = default;
};

/// A transport address: where a datagram or stream comes from or goes to.
struct SocketAddress {
  IpAddress address;
  std::uint16_t port = 0;

  /// Reads "192.0.2.1:5060" or "[2001:db8::1]:5060". malformed without a port.
  static Expected<SocketAddress> parse(std::string_view text);
  std::string to_string() const;
  auto operator<=>(const SocketAddress&) const = default;
};

}  // namespace hexad::host

/// For tables keyed by our own configuration only; tables keyed from the wire use KeyedHash (keyed_hash.h).
template <>
struct std::hash<hexad::host::IpAddress> {
  std::size_t operator()(const hexad::host::IpAddress& a) const noexcept;
};
template <>
struct std::hash<hexad::host::SocketAddress> {
  std::size_t operator()(const hexad::host::SocketAddress& a) const noexcept;
};
