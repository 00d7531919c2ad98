// Writes JSON (RFC 8259) into a string as it goes, for answers that are made of what the peer already holds. Text that
// is not UTF-8 (it may come from the wire) is written with U+FFFD in place of each bad byte, so that the answer always
// parses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hexad::admin {

class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  JsonWriter& member(std::string_view name, std::string_view value) { return key(name).text(value); }
  JsonWriter& number_member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonWriter& flag_member(std::string_view name, bool value) { return key(name).boolean(value); }

  const std::string& written() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();
  void quote(std::string_view value);

  std::string out_;
  bool comma_ = false;  ///< A value stands before the next one.
};

}  // namespace hexad::admin
