// The header fields that Hexad knows by name, with their compact forms (RFC 3261 sections 7.3.3 and 20, and the IANA
// registry for the extensions). Everything else is HeaderId::other and is found by its name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hexad::sip {

enum class HeaderId : std::uint8_t {
  accept,
  accept_contact,
  accept_encoding,
  accept_language,
  alert_info,
  allow,
  allow_events,
  authentication_info,
  authorization,
  call_id,
  call_info,
  contact,
  content_disposition,
  content_encoding,
  content_language,
  content_length,
  content_type,
  cseq,
  date,
  diversion,
  error_info,
  event,
  expires,
  flow_timer,
  from,
  history_info,
  identity,
  identity_info,
  in_reply_to,
  join,
  max_forwards,
  mime_version,
  min_expires,
  min_se,
  organization,
  p_asserted_identity,
  p_preferred_identity,
  path,
  priority,
  privacy,
  proxy_authenticate,
  proxy_authorization,
  proxy_require,
  rack,
  reason,
  record_route,
  refer_to,
  referred_by,
  reject_contact,
  replaces,
  reply_to,
  request_disposition,
  require,
  retry_after,
  route,
  rseq,
  server,
  service_route,
  session_expires,
  sip_etag,
  sip_if_match,
  subject,
  subscription_state,
  supported,
  timestamp,
  to,
  unsupported,
  user_agent,
  via,
  warning,
  www_authenticate,
  other,  ///< Not in this list; always the last.
};

inline constexpr std::size_t kHeaderIdCount = static_cast<std::size_t>(HeaderId::other) + 1;

/// The id of a header name in any case, long or compact; HeaderId::other when it is not known. Constant time.
HeaderId header_id(std::string_view name);

/// The long name as the RFCs spell it ("Call-ID"); empty for HeaderId::other.
std::string_view header_name(HeaderId id);

/// The compact form, or '\0' when there is none.
char compact_name(HeaderId id);

/// True for the header fields that may stand only once in a message (RFC 3261 table 2, and 7.3.1).
bool is_single_valued(HeaderId id);

}  // namespace hexad::sip
