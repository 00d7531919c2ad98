#include <fmt/core.h>

#include <algorithm>

#include "model/status/escape.h"
#include "model/status/syslog_message.h"
#include "model/status/timestamp.h"

namespace hexad::status {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
/// Structured data may take this much of a message, so that some of the text is always left.
constexpr std::size_t kElementBytesMax = 400;

bool printable(char c) { return c >= 33 && c <= 126; }

/// A field of the header: printable US-ASCII, "-" when there is none.
std::string header_field(std::string_view value, std::size_t bytes_max) {
  if (value.empty()) return "-";
  std::string field(value.substr(0, bytes_max));
  std::ranges::replace_if(
      field, [](char c) { return !printable(c); }, '_');
  return field;
}

/// A field that ends where one of these characters stands.
std::string field_without(std::string_view ends, std::string_view value, std::size_t bytes_max) {
  std::string field = header_field(value, bytes_max);
  std::ranges::replace_if(
      field, [&](char c) { return ends.find(c) != std::string_view::npos; }, '_');
  return field;
}

std::string element_name(std::string_view name) { return field_without("=]\"", name, 32); }

std::string parameter_value(std::string_view value) {
  std::string text;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t length = utf8_length(value, at);
    const char first = value[at];
    if (first == '"' || first == '\\' || first == ']') text += '\\';
    if (length == 0) {
      text += '?';
    } else {
      text.append(value.substr(at, length));
    }
    at += std::max<std::size_t>(length, 1);
  }
  return text;
}

std::string structured_data(const std::vector<SyslogElement>& elements) {
  std::string text;
  std::vector<std::string> ids;
  for (const SyslogElement& element : elements) {
    if (ids.size() == SyslogMessage::kElementsMax) break;
    const std::string id = element_name(element.id);
    if (std::ranges::find(ids, id) != ids.end()) continue;
    std::string part = "[" + id;
    const std::size_t count = std::min(element.parameters.size(), SyslogElement::kParametersMax);
    for (std::size_t i = 0; i < count; ++i) {
      const SyslogParameter& parameter = element.parameters[i];
      part += " " + element_name(parameter.name) + "=\"" + parameter_value(parameter.value) + "\"";
    }
    part += "]";
    if (text.size() + part.size() > kElementBytesMax) continue;
    ids.push_back(id);
    text += part;
  }
  return text.empty() ? "-" : text;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

/// As much of the text as fits, ending between two characters.
std::string_view fitting(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && bytes_max - end < 3 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

std::string encode_bsd(const SyslogMessage& message, int priority, std::size_t bytes_max) {
  std::string bytes = fmt::format("<{}>{} {} {}", priority, bsd_time(message.at.value_or(host::WallTime{})),
                                  header_field(message.hostname, 255), field_without(":[", message.app_name, 32));
  if (!message.process_id.empty()) bytes += "[" + field_without("]", message.process_id, 128) + "]";
  bytes += ": ";
  return bytes.append(fitting(message.text, bytes_max - bytes.size()));
}

}  // namespace

std::string encode_syslog(const SyslogMessage& message, std::size_t bytes_max) {
  const int priority = std::min<int>(message.facility, 23) * 8 + static_cast<int>(message.severity);
  if (message.format == SyslogFormat::bsd) return encode_bsd(message, priority, bytes_max);
  std::string bytes = fmt::format("<{}>1 {} {} {} {} {} {}", priority, message.at ? rfc3339_time(*message.at) : "-",
                                  header_field(message.hostname, 255), header_field(message.app_name, 48),
                                  header_field(message.process_id, 128), header_field(message.message_id, 32),
                                  structured_data(message.elements));
  if (message.text.empty()) return bytes;
  bytes += ' ';
  // Section 6.4: UTF-8 has the mark before it. Plain ASCII goes without, for the many receivers that would show it.
  if (!is_ascii(message.text) && is_utf8(message.text)) bytes += kByteOrderMark;
  return bytes.append(fitting(message.text, bytes_max - bytes.size()));
}

}  // namespace hexad::status
