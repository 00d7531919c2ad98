// What a REGISTER asks for, read from its header fields before anything is changed (RFC 3261 section 10.3, steps 5 to
// 7): the address of record, and its contacts or the wildcard.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/wire/sip/check.h"
#include "model/wire/sip/message_view.h"

namespace hexad::sip {

struct RequestedContact {
  std::string_view uri;
  std::string_view instance_id;  ///< Without quotes and brackets; empty when there is none.
  std::uint32_t reg_id = 0;
  std::uint16_t q_thousandths = 1000;
  std::optional<std::uint32_t>
      expires_seconds;  ///< Its own or that of the Expires header; nothing when neither is there.
};

struct RegisterRequest {
  /// More contacts in one request are refused; also the most that a setting can admit for one address.
  static constexpr std::size_t kContactsMax = 32;

  std::string_view call_id;
  std::uint32_t cseq = 0;
  bool wildcard = false;
  std::size_t contact_count = 0;
  std::array<RequestedContact, kContactsMax> contacts;
};

/// Reads a request that check_request() accepted. A defect with its status (400, 403) when the contacts are against the
/// rules: "*" beside others or without "Expires: 0", too many.
std::optional<Defect> read_register(const MessageView& request, const RequestFields& fields, RegisterRequest& into);

/// The index of the location service for a To URI (RFC 3261 section 10.3, step 5): "sip:user@host" without parameters
/// and needless escapes, the host in lower case; sips names the same user as sip (RFC 5630 section 4). `into` keeps its
/// capacity.
void canonical_aor(const UriView& to, std::string& into);

}  // namespace hexad::sip
