// Via header values (RFC 3261 section 20.42) and where an answer goes (section 18.2.2, RFC 3581). What a server adds to
// a Via stands in response.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/host/address.h"
#include "model/wire/sip/params.h"
#include "model/wire/sip/uri.h"

namespace hexad::sip {

/// What every branch made by RFC 3261 starts with (section 8.1.1.7).
inline constexpr std::string_view kBranchCookie = "z9hG4bK";

struct ViaView {
  std::string_view text;       ///< The whole value.
  std::string_view protocol;   ///< "SIP"
  std::string_view version;    ///< "2.0"
  std::string_view transport;  ///< "UDP", "TCP", "TLS", or any other token.
  HostView host;               ///< sent-by
  std::optional<std::uint16_t> port;
  ParamsView params;

  std::string_view branch() const { return branch_; }
  /// How often the parameter stands there.
  std::size_t branch_count() const { return branch_count_; }
  /// True when the branch identifies the transaction alone: the cookie and at least one character after it
  /// (RFC 3261 section 17.2.3; RFC 4475 section 3.2.1).
  bool has_rfc3261_branch() const;
  std::string_view received() const { return params.value("received"); }
  std::string_view maddr() const { return maddr_; }
  bool wants_rport() const { return wants_rport_; }
  /// The value of rport; nothing when it is absent, empty or no port.
  std::optional<std::uint16_t> rport() const;
  /// The value of ttl, 0 to 255; nothing when it is absent or malformed.
  std::optional<std::uint8_t> ttl() const;

 private:
  friend bool parse_via_into(std::string_view value, ViaView& into);
  friend std::optional<ViaView> parse_via_sent_by(std::string_view value);
  void note_params();

  // What every request is asked for again and again, found in one walk over the parameters.
  std::string_view branch_, maddr_;
  std::size_t branch_count_ = 0;
  bool wants_rport_ = false;
};

/// Parses one Via value; white space around '/' and ':' is allowed.
std::optional<ViaView> parse_via(std::string_view value);
/// The same into a view that may have held another value; false when the text is malformed, and `into` is then of no
/// use.
bool parse_via_into(std::string_view value, ViaView& into);

/// As parse_via(), but only up to the sent-by: malformed parameters are ignored and left empty. Enough to answer a
/// request whose Via is broken behind that.
std::optional<ViaView> parse_via_sent_by(std::string_view value);

/// The sent-by as text: "[2001:db8::1]:5060", "pc.example.com".
std::string sent_by_text(const ViaView& via);

/// Where the answer to an unreliable request goes that came from `source`, whose top Via is `via`: maddr, else the
/// source address with the port of rport, of the sent-by, or the default (5060, or 5061 when `secure`). Nothing when
/// maddr is a name, which needs the resolver (RFC 3263 section 5).
std::optional<host::SocketAddress> answer_address(const ViaView& via, const host::SocketAddress& source, bool secure);

}  // namespace hexad::sip
