#include "model/host/address.h"

#include <charconv>
#include <cstring>

#include "model/host/check.h"

namespace hexad::host {
namespace {

// Four decimal numbers of at most three digits without leading zeros, as RFC 3986 writes an IPv4 address.
bool read_v4(std::string_view text, std::uint8_t* octets) {
  std::size_t at = 0;
  for (int i = 0; i < 4; ++i) {
    const std::size_t start = at;
    unsigned number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && at - start < 3; ++at) {
      number = number * 10 + static_cast<unsigned>(text[at] - '0');
    }
    if (at == start || number > 255 || (at - start > 1 && text[start] == '0')) return false;
    octets[i] = static_cast<std::uint8_t>(number);
    if (i < 3 && (at == text.size() || text[at++] != '.')) return false;
  }
  return at == text.size();
}

bool read_group(std::string_view text, std::uint8_t* octets) {
  if (text.empty() || text.size() > 4) return false;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  octets[0] = static_cast<std::uint8_t>(value >> 8);
  octets[1] = static_cast<std::uint8_t>(value);
  return true;
}

// Reads colon-separated groups into octets, the last of which may be an IPv4 address. Returns the count of octets,
// or -1.
int read_groups(std::string_view text, std::uint8_t* octets, int octets_max) {
  int used = 0;
  if (text.empty()) return 0;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      if (used + 4 > octets_max || !read_v4(group, octets + used)) return -1;
      return used + 4;
    }
    if (used + 2 > octets_max || !read_group(group, octets + used)) return -1;
    used += 2;
    if (colon == std::string_view::npos) return used;
    text.remove_prefix(colon + 1);
  }
}

bool read_v6(std::string_view text, std::array<std::uint8_t, 16>& octets) {
  octets = {};
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return read_groups(text, octets.data(), 16) == 16;
  const int head = read_groups(text.substr(0, gap), octets.data(), 14);
  std::array<std::uint8_t, 16> tail{};
  const int tail_size = read_groups(text.substr(gap + 2), tail.data(), 14);
  if (head < 0 || tail_size < 0 || head + tail_size > 14) return false;
  std::memcpy(octets.data() + 16 - tail_size, tail.data(), static_cast<std::size_t>(tail_size));
  return true;
}

Expected<std::uint16_t> read_port(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 5 || error != std::errc() || end != text.data() + text.size() || value > 65535) {
    return fail(ErrorCode::malformed, "'" + std::string(text) + "' is not a port (0 to 65535)");
  }
  return static_cast<std::uint16_t>(value);
}

std::string v6_text(const std::array<std::uint8_t, 16>& octets) {
  std::array<unsigned, 8> groups;
  for (std::size_t i = 0; i < 8; ++i) groups[i] = octets[2 * i] * 256u + octets[2 * i + 1];
  // RFC 5952: the longest run of two or more zero groups becomes "::", the first of equals.
  int best = -1, best_length = 1;
  for (int i = 0; i < 8;) {
    int end = i;
    while (end < 8 && groups[static_cast<std::size_t>(end)] == 0) ++end;
    if (end - i > best_length) best = i, best_length = end - i;
    i = end + 1;
  }
  std::string text;
  for (int i = 0; i < 8; ++i) {
    if (i == best) {
      text += "::";
      i += best_length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    char digits[8];
    const auto result = std::to_chars(digits, digits + sizeof digits, groups[static_cast<std::size_t>(i)], 16);
    text.append(digits, result.ptr);
  }
  return text;
}

}  // namespace

Expected<IpAddress> IpAddress::parse(std::string_view text) {
  std::array<std::uint8_t, 16> octets{};
  if (text.find(':') == std::string_view::npos) {
    if (read_v4(text, octets.data())) {
      return v4(std::uint32_t{octets[0]} << 24 | std::uint32_t{octets[1]} << 16 | std::uint32_t{octets[2]} << 8 |
                octets[3]);
    }
  } else if (read_v6(text, octets)) {
    return v6(octets);
  }
  return fail(ErrorCode::malformed, "'" + std::string(text.substr(0, 60)) + "' is not an IPv4 or IPv6 address");
}

bool IpAddress::is_loopback() const { return is_v4() ? octets_[0] == 127 : *this == loopback(Family::ipv6); }

std::uint32_t IpAddress::v4_value() const {
  HEXAD_CHECK(is_v4());
  return std::uint32_t{octets_[0]} << 24 | std::uint32_t{octets_[1]} << 16 | std::uint32_t{octets_[2]} << 8 |
         octets_[3];
}

std::string IpAddress::to_string() const {
  if (is_v6()) return v6_text(octets_);
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) text += '.';
    text += std::to_string(octets_[i]);
  }
  return text;
}

Expected<Prefix> Prefix::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return fail(ErrorCode::malformed, "'" + std::string(text.substr(0, 60)) + "' lacks a prefix length such as /24");
  }
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return tl::unexpected<Error>(address.error());
  const auto length = read_port(text.substr(slash + 1));
  const int length_max = address->is_v4() ? 32 : 128;
  if (!length || *length > length_max) {
    return fail(ErrorCode::malformed,
                "the prefix length of '" + std::string(text) + "' is not between 0 and " + std::to_string(length_max));
  }
  return Prefix{*address, *length};
}

IpAddress Prefix::network() const {
  auto octets = address.octets();
  const std::size_t size = address.is_v4() ? 4 : 16;
  for (std::size_t i = 0; i < size; ++i) {
    const int kept = length - static_cast<int>(i) * 8;
    if (kept <= 0) octets[i] = 0;
    if (kept > 0 && kept < 8) octets[i] &= static_cast<std::uint8_t>(0xff << (8 - kept));
  }
  if (address.is_v6()) return IpAddress::v6(octets);
  return IpAddress::v4(std::uint32_t{octets[0]} << 24 | std::uint32_t{octets[1]} << 16 | std::uint32_t{octets[2]} << 8 |
                       octets[3]);
}

bool Prefix::contains(const IpAddress& other) const {
  return other.family() == address.family() && Prefix{other, length}.network() == network();
}

bool Prefix::overlaps(const Prefix& other) const {
  return length <= other.length ? contains(other.address) : other.contains(address);
}

std::string Prefix::to_string() const { return address.to_string() + "/" + std::to_string(length); }

Expected<SocketAddress> SocketAddress::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return fail(ErrorCode::malformed, "'" + std::string(text.substr(0, 60)) + "' lacks a port such as :5060");
  }
  std::string_view address_text = text.substr(0, colon);
  const bool bracketed = address_text.size() >= 2 && address_text.front() == '[' && address_text.back() == ']';
  if (bracketed) address_text = address_text.substr(1, address_text.size() - 2);
  const auto address = IpAddress::parse(address_text);
  if (!address) return tl::unexpected<Error>(address.error());
  if (bracketed != address->is_v6()) {
    return fail(ErrorCode::malformed, "'" + std::string(text) + "': IPv6 addresses, and only they, stand in brackets");
  }
  const auto port = read_port(text.substr(colon + 1));
  if (!port) return tl::unexpected<Error>(port.error());
  return SocketAddress{*address, *port};
}

std::string SocketAddress::to_string() const {
  const std::string port_text = std::to_string(port);
  return address.is_v6() ? "[" + address.to_string() + "]:" + port_text : address.to_string() + ":" + port_text;
}

}  // namespace hexad::host

std::size_t std::hash<hexad::host::IpAddress>::operator()(const hexad::host::IpAddress& a) const noexcept {
  std::uint64_t high, low;
  std::memcpy(&high, a.octets().data(), 8);
  std::memcpy(&low, a.octets().data() + 8, 8);
  return (high ^ (low * 0x9e3779b97f4a7c15ull)) * 0xff51afd7ed558ccdull;
}

std::size_t std::hash<hexad::host::SocketAddress>::operator()(const hexad::host::SocketAddress& a) const noexcept {
  return std::hash<hexad::host::IpAddress>()(a.address) * 31 + a.port;
}
