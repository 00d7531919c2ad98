#include "model/dns/name.h"

#include <algorithm>

#include "model/host/check.h"

namespace hexad::dns {
namespace {

using host::ErrorCode;
using host::Expected;
using host::fail;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

tl::unexpected<host::Error> refuse(std::string_view text, std::string_view why) {
  return fail(ErrorCode::malformed,
              "'" + std::string(text.substr(0, 80)) + "' is not a domain name: " + std::string(why));
}

// Takes one possibly quoted octet off the text; false when a \ is followed by nothing or by no octet.
bool read_octet(std::string_view& text, char& octet) {
  octet = text.front();
  text.remove_prefix(1);
  if (octet != '\\') return true;
  if (text.empty()) return false;
  if (!is_digit(text.front())) {
    octet = text.front();
    text.remove_prefix(1);
    return true;
  }
  if (text.size() < 3 || !is_digit(text[1]) || !is_digit(text[2])) return false;
  const int value = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
  if (value > 255) return false;
  octet = static_cast<char>(value);
  text.remove_prefix(3);
  return true;
}

}  // namespace

Expected<Name> Name::parse(std::string_view text) {
  const std::string_view whole = text;
  if (text == ".") return Name();
  if (text.empty()) return refuse(whole, "it is empty");
  std::string wire, label;
  const auto end_label = [&] {
    if (label.empty() || label.size() > kLabelOctetsMax) return false;
    wire.push_back(static_cast<char>(label.size()));
    wire += label;
    label.clear();
    return true;
  };
  while (!text.empty()) {
    if (text.front() == '.') {
      text.remove_prefix(1);
      if (!end_label()) return refuse(whole, "each label has 1 to 63 octets");
      continue;
    }
    char octet = 0;
    if (!read_octet(text, octet)) return refuse(whole, "a \\ wants a character or three digits up to 255 behind it");
    label.push_back(octet);
    if (label.size() > kLabelOctetsMax) return refuse(whole, "each label has 1 to 63 octets");
    if (wire.size() + label.size() + 2 > kNameOctetsMax) return refuse(whole, "it has more than 255 octets");
  }
  if (whole.back() != '.' || !label.empty()) {
    if (!end_label()) return refuse(whole, "each label has 1 to 63 octets");
  }
  wire.push_back('\0');
  return Name(std::move(wire));
}

Expected<Name> Name::from_wire(std::string_view wire) {
  std::size_t at = 0;
  while (at < wire.size() && at < kNameOctetsMax) {
    const auto size = static_cast<std::uint8_t>(wire[at]);
    if (size > kLabelOctetsMax) break;
    ++at;
    if (size == 0) {
      if (at != wire.size()) break;
      return Name(std::string(wire));
    }
    at += size;
  }
  return fail(ErrorCode::malformed, "not a domain name in wire form");
}

Name Name::reverse(const host::IpAddress& address) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  const auto& octets = address.octets();
  if (address.is_v4()) {
    for (std::size_t i = 4; i-- > 0;) text += std::to_string(octets[i]) + ".";
    text += "in-addr.arpa";
  } else {
    for (std::size_t i = 16; i-- > 0;) {
      const char pair[] = {kDigits[octets[i] & 15], '.', kDigits[octets[i] >> 4], '.'};
      text.append(pair, sizeof pair);
    }
    text += "ip6.arpa";
  }
  auto name = parse(text);
  HEXAD_CHECK(name.has_value());
  return *std::move(name);
}

std::size_t Name::label_count() const {
  std::size_t count = 0;
  for (std::size_t at = 0; wire_[at] != 0; at += static_cast<std::uint8_t>(wire_[at]) + 1u) ++count;
  return count;
}

Name Name::parent() const {
  if (is_root()) return *this;
  return Name(wire_.substr(static_cast<std::uint8_t>(wire_[0]) + 1u));
}

bool Name::is_within(const Name& ancestor) const {
  const std::size_t size = ancestor.wire_.size();
  std::size_t at = 0;
  while (wire_.size() - at > size) at += static_cast<std::uint8_t>(wire_[at]) + 1u;
  return wire_.size() - at == size &&
         std::equal(wire_.begin() + static_cast<std::ptrdiff_t>(at), wire_.end(), ancestor.wire_.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

Expected<Name> Name::prepend(std::string_view label) const {
  if (label.empty() || label.size() > kLabelOctetsMax || wire_.size() + label.size() + 1 > kNameOctetsMax) {
    return refuse(std::string(label) + "." + to_string(), "a label or the whole is too long, or a label is empty");
  }
  std::string wire(1, static_cast<char>(label.size()));
  wire.append(label).append(wire_);
  return Name(std::move(wire));
}

std::string Name::key() const {
  // Label lengths are below 64 and letters above, so folding the whole form changes no length.
  std::string key = wire_;
  std::transform(key.begin(), key.end(), key.begin(), lower);
  return key;
}

std::string Name::to_string() const {
  if (is_root()) return ".";
  std::string text;
  for (std::size_t at = 0; wire_[at] != 0;) {
    const std::size_t size = static_cast<std::uint8_t>(wire_[at]);
    if (at > 0) text += '.';
    for (const char c : std::string_view(wire_).substr(at + 1, size)) {
      const auto octet = static_cast<std::uint8_t>(c);
      if (octet <= 32 || octet >= 127) {
        const char quoted[] = {'\\', static_cast<char>('0' + octet / 100), static_cast<char>('0' + octet / 10 % 10),
                               static_cast<char>('0' + octet % 10)};
        text.append(quoted, sizeof quoted);
        continue;
      }
      if (c == '.' || c == '\\' || c == '"' || c == ';' || c == '(' || c == ')' || c == '@' || c == '$') text += '\\';
      text += c;
    }
    at += size + 1;
  }
  return text;
}

bool operator==(const Name& a, const Name& b) {
  return std::equal(a.wire_.begin(), a.wire_.end(), b.wire_.begin(), b.wire_.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::strong_ordering operator<=>(const Name& a, const Name& b) {
  return std::lexicographical_compare_three_way(
      a.wire_.begin(), a.wire_.end(), b.wire_.begin(), b.wire_.end(),
      [](char x, char y) { return static_cast<std::uint8_t>(lower(x)) <=> static_cast<std::uint8_t>(lower(y)); });
}

}  // namespace hexad::dns
