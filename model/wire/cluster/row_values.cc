#include "model/wire/cluster/row_values.h"

namespace hexad::wire::cluster {

void put_number(std::uint64_t number, host::Bytes& out) {
  while (number >= 0x80) {
    out.push_back(static_cast<std::uint8_t>(number | 0x80));
    number >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(number));
}

void put_text(std::string_view text, host::Bytes& out) {
  put_number(text.size(), out);
  out.insert(out.end(), text.begin(), text.end());
}

std::uint64_t RowReader::number(std::uint64_t maximum) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
    const std::uint8_t octet = left_.front();
    left_ = left_.subspan(1);
    value |= static_cast<std::uint64_t>(octet & 0x7f) << shift;
    if (octet >= 0x80) continue;
    if (value > maximum) break;
    return value;
  }
  good_ = false;
  return 0;
}

std::string_view RowReader::text(std::size_t bytes_max) {
  return host::as_text(octets(static_cast<std::size_t>(number(bytes_max))));
}

host::ByteView RowReader::octets(std::size_t size) {
  if (size > left_.size()) {
    good_ = false;
    return {};
  }
  const host::ByteView taken = left_.first(size);
  left_ = left_.subspan(size);
  return taken;
}

}  // namespace hexad::wire::cluster
