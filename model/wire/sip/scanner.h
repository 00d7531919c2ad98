// A cursor over one header value. Each read_ function either consumes what it names and returns true, or leaves the
// cursor where it was and returns false. Folded lines count as white space, so values need no unfolding first.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/wire/sip/chars.h"

namespace hexad::sip {

class Scanner {
 public:
  explicit constexpr Scanner(std::string_view text) : text_(text) {}

  constexpr bool at_end() const { return at_ == text_.size(); }
  /// The next octet, or '\0' at the end.
  constexpr char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  constexpr std::size_t position() const { return at_; }
  constexpr std::string_view rest() const { return text_.substr(at_); }
  constexpr std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }
  constexpr void move_to(std::size_t position) { at_ = position; }

  constexpr void skip_lws() {
    while (at_ < text_.size() && is_lws(text_[at_])) ++at_;
  }

  constexpr bool read_char(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  /// `wanted` with LWS around it (the EQUAL, SEMI, SLASH ... of the grammar).
  constexpr bool read_separator(char wanted) {
    const std::size_t start = at_;
    skip_lws();
    if (!read_char(wanted)) {
      at_ = start;
      return false;
    }
    skip_lws();
    return true;
  }

  /// One or more characters of the classes.
  constexpr bool read_run(std::uint8_t classes, std::string_view& into) {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_in(text_[at_], classes)) ++at_;
    into = since(start);
    return !into.empty();
  }

  constexpr bool read_token(std::string_view& into) { return read_run(char_class::kToken, into); }

  /// One or more digits.
  constexpr bool read_digits(std::string_view& into) {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    into = since(start);
    return !into.empty();
  }

  /// A quoted-string with its quotes: any escaped octet but CR and LF, no bare control character, folds allowed.
  constexpr bool read_quoted(std::string_view& into) {
    const std::size_t start = at_;
    if (!read_char('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') {
        into = since(start);
        return true;
      }
      if (c == '\\') {
        if (at_ == text_.size() || text_[at_] == '\r' || text_[at_] == '\n') break;
        ++at_;
      } else if ((static_cast<unsigned char>(c) < 0x20 && !is_lws(c)) || c == 0x7f) {
        break;
      }
    }
    at_ = start;
    return false;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace hexad::sip
