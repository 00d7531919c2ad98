#include "model/admin/api/json_writer.h"

#include "model/wire/xml/characters.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void escape(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  out += "\\u00";
  out += kHex[static_cast<unsigned char>(c) >> 4];
  out += kHex[static_cast<unsigned char>(c) & 15];
}

bool plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\';
}

}  // namespace

void JsonWriter::separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  quote(name);
  out_ += ':';
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  quote(value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ += "null";
  return *this;
}

void JsonWriter::quote(std::string_view value) {
  out_ += '"';
  for (std::size_t i = 0; i < value.size();) {
    std::size_t run = i;
    while (run < value.size() && plain(value[run])) ++run;
    out_.append(value.substr(i, run - i));
    if (run == value.size()) break;
    const std::size_t length = xml::first_character(value.substr(run)).size_bytes;
    if (length == 0) {
      out_ += "\\ufffd";
    } else if (length == 1) {
      escape(out_, value[run]);
    } else {
      out_.append(value.substr(run, length));
    }
    i = run + (length == 0 ? 1 : length);
  }
  out_ += '"';
}

}  // namespace hexad::admin
