// A domain name (RFC 1035 section 3.1) as a value. It keeps the case in which it was written, because a server echoes
// the question as it came, and compares without case, as RFC 4343 wants.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "model/host/address.h"
#include "model/host/error.h"

namespace hexad::dns {

/// Octets of a whole name on the wire, the root's zero included (RFC 1035 section 2.3.4).
inline constexpr std::size_t kNameOctetsMax = 255;
inline constexpr std::size_t kLabelOctetsMax = 63;

/// An absolute name. Default: the root.
class Name {
 public:
  Name() : wire_(1, '\0') {}

  /// Reads "www.example.com", with or without the final dot; "." is the root. \. and \DDD quote as in RFC 1035
  /// section 5.1. malformed for an empty or overlong label or name; underscores and any other octet are welcome.
  static host::Expected<Name> parse(std::string_view text);
  /// Takes an uncompressed name in wire form, the final zero included. malformed when it is not exactly that.
  static host::Expected<Name> from_wire(std::string_view wire);
  /// The name under which the PTR record of an address stands: in-addr.arpa (RFC 1035 section 3.5) or ip6.arpa
  /// (RFC 3596 section 2.5).
  static Name reverse(const host::IpAddress& address);

  bool is_root() const { return wire_.size() == 1; }
  /// Without the root: "example.com" has 2.
  std::size_t label_count() const;
  /// The name without its first label; the root's parent is the root.
  Name parent() const;
  /// Whether this is `ancestor` or stands below it.
  bool is_within(const Name& ancestor) const;
  /// label.this. malformed when the label or the result would be too long.
  host::Expected<Name> prepend(std::string_view label) const;

  /// Length-prefixed labels up to the root's zero, in the case as written.
  const std::string& wire() const { return wire_; }
  /// wire() in lower case: equal for equal names, a key for tables.
  std::string key() const;
  /// "www.example.com", without the final dot; "." for the root. Parses back to an equal name.
  std::string to_string() const;

  friend bool operator==(const Name& a, const Name& b);
  friend std::strong_ordering operator<=>(const Name& a, const Name& b);

 private:
  explicit Name(std::string wire) : wire_(std::move(wire)) {}

  std::string wire_;
};

}  // namespace hexad::dns
