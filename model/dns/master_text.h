// The outer grammar of master files (RFC 1035 section 5.1): entries out of lines, without comments and parentheses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/error.h"

namespace hexad::dns {

struct MasterEntry {
  int line = 1;      ///< Where it begins, from 1.
  std::string text;  ///< On one line; begins with a blank when the owner's name is left out.
};

struct MasterTextError {
  int line = 1;
  std::string what;
};

class MasterText {
 public:
  explicit MasterText(std::string_view text) : rest_(text) {}
  /// The next entry or directive that is not empty; nothing at the end of the text. After an error, the end.
  tl::expected<std::optional<MasterEntry>, MasterTextError> next();

 private:
  tl::expected<MasterEntry, MasterTextError> read_entry();
  /// Copies a quoted string or an escaped octet to the entry; false when a quote has no end on its line.
  bool copy_quoted(std::string& text);
  char take();

  std::string_view rest_;
  int line_ = 1;
};

/// The words of an entry; a quoted string counts as one and keeps its quotes.
std::vector<std::string_view> split_words(std::string_view text);

/// "300", or with the units of other servers, "1h30m" (w, d, h, m, s). malformed beyond 2,147,483,647 seconds
/// (RFC 2181 section 8).
host::Expected<std::uint32_t> parse_ttl(std::string_view text);

}  // namespace hexad::dns
