// Header fields that hold neither addresses nor Vias: numbers, tokens, dates, media types, warnings, credentials
// (RFC 3261 section 20; RFC 2617 for the authentication parameters).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/host/time.h"
#include "model/wire/sip/params.h"

namespace hexad::sip {

/// What an expiry that cannot be read counts as (RFC 3261 section 10.2.1.1).
inline constexpr std::uint32_t kExpiresDefaultSeconds = 3600;

struct CSeqView {
  std::uint32_t number = 0;
  std::string_view method;
};
/// The number is below 2^31 (RFC 3261 section 8.1.1.5).
std::optional<CSeqView> parse_cseq(std::string_view value);

/// callid = word [ "@" word ]
bool is_call_id(std::string_view value);

/// 0 to 255.
std::optional<std::uint8_t> parse_max_forwards(std::string_view value);
/// Content-Length, Min-Expires and other plain numbers up to 2^32-1.
std::optional<std::uint32_t> parse_seconds_or_octets(std::string_view value);
/// Expires or an expires parameter as a registrar takes it: seconds; kExpiresDefaultSeconds when malformed or over
/// 2^32-1 (RFC 4475 section 3.1.2.4).
std::uint32_t expires_or_default(std::string_view value);

struct ContentTypeView {
  std::string_view type;
  std::string_view subtype;
  ParamsView params;
  /// Ignores case; is("application", "sdp").
  bool is(std::string_view wanted_type, std::string_view wanted_subtype) const;
};
std::optional<ContentTypeView> parse_content_type(std::string_view value);

/// SIP-date: RFC 1123 form, GMT only ("Sat, 13 Nov 2010 23:29:00 GMT"). A wrong weekday is overlooked.
std::optional<host::WallTime> parse_date(std::string_view value);
/// The same form; sub-seconds are cut off. Years 1 to 9999.
std::string date_text(host::WallTime time);

struct WarningView {
  int code = 0;  ///< Three digits.
  std::string_view agent;
  std::string_view text;  ///< A quoted-string with its quotes.
};
/// One value of a Warning header.
std::optional<WarningView> parse_warning(std::string_view value);

struct RetryAfterView {
  std::uint32_t seconds = 0;
  std::string_view comment;  ///< With its parentheses; empty when there is none.
  ParamsView params;         ///< duration
};
std::optional<RetryAfterView> parse_retry_after(std::string_view value);

/// A challenge or credentials: a scheme and its auth-param list. Walked like ParamsView.
struct AuthView {
  std::string_view scheme;  ///< "Digest"
  std::string_view list;    ///< The parameters, checked: name=value, separated by commas.

  bool next(std::size_t& position, ParamView& into) const;
  std::optional<ParamView> find(std::string_view name) const;
  /// The parameter's value without quotes; empty when it is absent.
  std::string value(std::string_view name) const;
};
/// WWW-Authenticate, Proxy-Authenticate, Authorization and Proxy-Authorization, of any scheme. Commas separate
/// parameters here, so each header field holds one value.
std::optional<AuthView> parse_auth(std::string_view value);

/// Splits one header value at commas, but not inside quotes or <> (RFC 3261 section 7.3.1). Elements are trimmed and
/// may be empty; an empty value has no element.
class ListSplitter {
 public:
  explicit ListSplitter(std::string_view value) : rest_(value) {}
  bool next(std::string_view& element);

 private:
  std::string_view rest_;
  bool started_ = false;
  bool finished_ = false;
};

}  // namespace hexad::sip
