#include "model/wire/sip/message_writer.h"

#include <charconv>

#include "model/host/check.h"
#include "model/wire/sip/method.h"

namespace hexad::sip {

void MessageWriter::request_line(std::string_view method, std::string_view uri) {
  used_ = 0;
  overflowed_ = false;
  put(method);
  raw(" ");
  put(uri);
  raw(" SIP/2.0\r\n");
}

void MessageWriter::status_line(int status, std::string_view reason) {
  HEXAD_CHECK(status >= 100 && status <= 699);
  used_ = 0;
  overflowed_ = false;
  raw("SIP/2.0 ");
  put_number(static_cast<std::uint64_t>(status));
  raw(" ");
  put(reason.empty() ? reason_phrase(status) : reason);
  raw("\r\n");
}

void MessageWriter::begin_header(std::string_view name) {
  HEXAD_CHECK(!name.empty());
  raw(name);
  raw(": ");
}

void MessageWriter::blank_line_ends(std::size_t start) {
  for (std::size_t at = start; at < used_; ++at) {
    if (buffer_[at] == '\r' || buffer_[at] == '\n') buffer_[at] = ' ';
  }
}

void MessageWriter::put_number(std::uint64_t number) {
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof digits, number);
  raw({digits, static_cast<std::size_t>(result.ptr - digits)});
}

void MessageWriter::put(const host::IpAddress& address) {
  if (address.is_v6()) {
    raw(address.to_string());
    return;
  }
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) raw(".");
    put_number(address.octets()[i]);
  }
}

void MessageWriter::put(const host::SocketAddress& address) {
  if (address.address.is_v6()) raw("[");
  put(address.address);
  raw(address.address.is_v6() ? "]:" : ":");
  put_number(address.port);
}

void MessageWriter::put_quoted(std::string_view content) {
  raw("\"");
  for (const char c : content) {
    if (c == '"' || c == '\\') raw("\\");
    put(c);
  }
  raw("\"");
}

std::string_view MessageWriter::finish(std::string_view body) {
  header(HeaderId::content_length, body.size());
  raw("\r\n");
  raw(body);
  return overflowed_ ? std::string_view() : written();
}

}  // namespace hexad::sip
