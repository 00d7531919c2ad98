// Writes a SIP message into a buffer that the caller owns (RFC 3261 section 7). Nothing is allocated, and a message
// that does not fit is an error that finish() reports, never growth. Values are written as given but for CR and LF,
// which become spaces: no value can end its line.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "model/host/address.h"
#include "model/wire/sip/chars.h"
#include "model/wire/sip/header_id.h"

namespace hexad::sip {

/// One after the other: a start line, header fields in the order wanted, finish(). Content-Length comes from finish().
class MessageWriter {
 public:
  explicit MessageWriter(std::span<char> buffer) : buffer_(buffer) {}

  /// Starts anew with "METHOD uri SIP/2.0".
  void request_line(std::string_view method, std::string_view uri);
  /// Starts anew with "SIP/2.0 status reason"; an empty reason means that of the RFC.
  void status_line(int status, std::string_view reason = {});

  /// One header field; its value is the parts one after the other: texts, numbers and addresses.
  template <class... Parts>
  void header(HeaderId id, const Parts&... parts) {
    header(header_name(id), parts...);
  }
  template <class... Parts>
  void header(std::string_view name, const Parts&... parts) {
    begin_header(name);
    (put(parts), ...);
    end_header();
  }

  // The same in steps.
  void begin_header(std::string_view name);
  void begin_header(HeaderId id) { begin_header(header_name(id)); }
  void end_header() { raw("\r\n"); }
  void put(std::string_view text) {
    const std::size_t start = used_;
    raw(text);
    if (has_control(text)) blank_line_ends(start);
  }
  void put(const char* text) { put(std::string_view(text)); }
  void put(char c) { raw_char(c == '\r' || c == '\n' ? ' ' : c); }
  void put(std::integral auto number) {
    if constexpr (std::signed_integral<decltype(number)>) {
      if (number < 0) raw("-");
      put_number(number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number));
    } else {
      put_number(number);
    }
  }
  /// An IPv6 address comes without brackets.
  void put(const host::IpAddress& address);
  /// "192.0.2.1:5060", "[2001:db8::1]:5060".
  void put(const host::SocketAddress& address);
  /// A quoted-string of this content.
  void put_quoted(std::string_view content);

  /// Adds Content-Length, the empty line and the body, which is taken octet for octet. The message; empty when it did
  /// not fit. Lives in the buffer.
  std::string_view finish(std::string_view body = {});

  /// True when something did not fit; finish() will return nothing.
  bool overflowed() const { return overflowed_; }
  /// What was written so far.
  std::string_view written() const { return {buffer_.data(), used_}; }

 private:
  void raw(std::string_view text) {
    if (text.size() > buffer_.size() - used_) {
      overflowed_ = true;
      return;
    }
    if (!text.empty()) std::memcpy(buffer_.data() + used_, text.data(), text.size());
    used_ += text.size();
  }
  void raw_char(char c) {
    if (used_ == buffer_.size()) {
      overflowed_ = true;
      return;
    }
    buffer_[used_++] = c;
  }
  void blank_line_ends(std::size_t start);
  void put_number(std::uint64_t number);

  std::span<char> buffer_;
  std::size_t used_ = 0;
  bool overflowed_ = false;
};

}  // namespace hexad::sip
