#include "model/sip/flow_tokens.h"

#include <charconv>

namespace hexad::sip {
namespace {

constexpr std::size_t kSealDigits = 16;

void append_hex(std::string& text, std::uint64_t number, int digits) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (int i = digits - 1; i >= 0; --i) text.push_back(kDigits[(number >> (4 * i)) & 15]);
}

/// Takes so many digits off the front; nothing where they are none.
std::optional<std::uint64_t> take_hex(std::string_view& text, std::size_t digits) {
  std::uint64_t number = 0;
  if (text.size() < digits) return std::nullopt;
  const auto read = std::from_chars(text.data(), text.data() + digits, number, 16);
  if (read.ec != std::errc() || read.ptr != text.data() + digits) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

void append_address(std::string& text, const host::SocketAddress& address) {
  text.push_back(address.address.is_v6() ? '6' : '4');
  const std::size_t octets = address.address.is_v6() ? 16 : 4;
  for (std::size_t i = 0; i < octets; ++i) append_hex(text, address.address.octets()[i], 2);
  append_hex(text, address.port, 4);
}

std::optional<host::SocketAddress> take_address(std::string_view& text) {
  if (text.empty() || (text[0] != '4' && text[0] != '6')) return std::nullopt;
  const bool v6 = text[0] == '6';
  text.remove_prefix(1);
  std::array<std::uint8_t, 16> octets{};
  for (std::size_t i = 0; i < (v6 ? 16u : 4u); ++i) {
    const auto octet = take_hex(text, 2);
    if (!octet) return std::nullopt;
    octets[i] = static_cast<std::uint8_t>(*octet);
  }
  const auto port = take_hex(text, 4);
  if (!port) return std::nullopt;
  const std::uint32_t v4 = static_cast<std::uint32_t>(octets[0]) << 24 | static_cast<std::uint32_t>(octets[1]) << 16 |
                           static_cast<std::uint32_t>(octets[2]) << 8 | octets[3];
  const host::IpAddress address = v6 ? host::IpAddress::v6(octets) : host::IpAddress::v4(v4);
  return host::SocketAddress{address, static_cast<std::uint16_t>(*port)};
}

}  // namespace

FlowTokens::FlowTokens(host::Host& host) : hash_(host.entropy("sip.flow_tokens")) { token_.reserve(kTokenBytesMax); }

std::string_view FlowTokens::make(const Flow& flow) {
  token_.assign(kSealDigits, '0');
  append_hex(token_, static_cast<std::uint64_t>(flow.transport), 1);
  append_hex(token_, flow.connection, 16);
  append_address(token_, flow.local);
  append_address(token_, flow.remote);
  std::string sealed;
  append_hex(sealed, hash_(std::string_view(token_).substr(kSealDigits)), kSealDigits);
  token_.replace(0, kSealDigits, sealed);
  return token_;
}

std::optional<Flow> FlowTokens::read(std::string_view token) {
  if (token.size() > kTokenBytesMax) return std::nullopt;
  const auto seal = take_hex(token, kSealDigits);
  if (!seal || *seal != hash_(token)) return std::nullopt;
  const auto transport = take_hex(token, 1);
  const auto connection = take_hex(token, 16);
  if (!transport || *transport > static_cast<std::uint64_t>(Transport::tls) || !connection) return std::nullopt;
  const auto local = take_address(token);
  const auto remote = take_address(token);
  if (!local || !remote || !token.empty()) return std::nullopt;
  return Flow{static_cast<Transport>(*transport), *local, *remote, *connection};
}

}  // namespace hexad::sip
