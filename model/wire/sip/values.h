// SIP URIs, addresses and Vias that own their text: for programs that compose messages or keep parts of one. The wire
// form of each parses back to an equal value. Texts here are plain: no quotes, no escapes; writing adds them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/wire/sip/name_addr.h"
#include "model/wire/sip/uri.h"
#include "model/wire/sip/via.h"

namespace hexad::sip {

struct Param {
  std::string name;
  std::optional<std::string> value;
  bool operator==(const Param&) const = default;
};

using Params = std::vector<Param>;

/// A SIP or SIPS URI.
struct Uri {
  bool secure = false;  ///< sips
  std::optional<std::string> user;
  std::optional<std::string> password;
  std::string host;  ///< A name or an address literal without brackets.
  std::optional<std::uint16_t> port;
  Params params;
  Params headers;

  /// Nothing for a URI of another scheme, or one that is malformed.
  static std::optional<Uri> parse(std::string_view text);
  static std::optional<Uri> from(const UriView& view);
  std::string to_string() const;
  bool operator==(const Uri&) const = default;
};

struct NameAddr {
  std::string display;
  Uri uri;
  Params params;  ///< Of the header field: tag, q, expires, +sip.instance ...

  static std::optional<NameAddr> parse(std::string_view value);
  /// Always with brackets; the display name quoted unless it is one token.
  std::string to_string() const;
  /// Adds the parameter or replaces its value.
  void set(std::string_view name, std::string_view value);
  /// The value of the parameter; empty when it is absent.
  std::string_view get(std::string_view name) const;
  bool operator==(const NameAddr&) const = default;
};

struct Via {
  std::string transport = "UDP";
  std::string host;  ///< A name or an address literal without brackets.
  std::optional<std::uint16_t> port;
  Params params;

  static std::optional<Via> parse(std::string_view value);
  std::string to_string() const;
  bool operator==(const Via&) const = default;
};

}  // namespace hexad::sip
