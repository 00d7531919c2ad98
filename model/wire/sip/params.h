// Parameters of header fields (";tag=a;lr") and of SIP URIs, as a view that is walked on demand. A ParamsView comes
// from a parse function that has checked it, so walking it cannot fail (RFC 3261 section 25.1, generic-param and
// uri-parameter).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hexad::sip {

class Scanner;

struct ParamView {
  std::string_view name;
  std::string_view value;  ///< As received: quotes and escapes are still there. Empty when there is none.
  bool has_value = false;
};

class ParamsView {
 public:
  ParamsView() = default;

  /// The text from the first ';' on; empty when there are none.
  std::string_view text() const { return text_; }
  bool empty() const { return text_.empty(); }

  /// Walks: start with position 0; false at the end.
  bool next(std::size_t& position, ParamView& into) const;
  /// The first parameter of this name; case does not matter, nor do escapes in the name of a URI parameter.
  std::optional<ParamView> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  /// The value of the first parameter of this name; empty when it is absent or has none.
  std::string_view value(std::string_view name) const;
  /// How often the name stands there.
  std::size_t count(std::string_view name) const;

 private:
  friend bool read_header_params(Scanner& scanner, ParamsView& into);
  friend bool read_uri_params(Scanner& scanner, ParamsView& into);
  bool same_name(std::string_view received, std::string_view wanted) const;

  std::string_view text_;
  bool escaped_ = false;  ///< URI parameters, whose names may hold %HH.
};

/// Reads *( SEMI generic-param ) as far as it goes, LWS allowed around separators. A value is a token, a host (IPv6
/// with or without brackets, RFC 5118 section 4.5) or a quoted-string. False when a parameter is malformed.
bool read_header_params(Scanner& scanner, ParamsView& into);
/// Reads *( ";" uri-parameter ) as far as it goes, no LWS. False when a parameter is malformed.
bool read_uri_params(Scanner& scanner, ParamsView& into);

/// The content of a quoted-string without quotes and backslashes, folds as one space; any other text as it is.
std::string unquote(std::string_view text);
/// Appends `text` as a quoted-string; CR and LF become spaces.
void append_quoted(std::string_view text, std::string& out);
/// Every %HH resolved (also %00); malformed escapes stay as they are.
std::string unescape(std::string_view text);
/// Appends `text` to `out`, with %HH for every octet outside of `classes` (char_class).
void append_escaped(std::string_view text, unsigned char classes, std::string& out);
/// A header value on one line: each fold, with the white space around it, as one space (RFC 3261 section 7.3.1).
std::string unfold(std::string_view value);

}  // namespace hexad::sip
