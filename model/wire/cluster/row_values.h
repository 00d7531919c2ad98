// What rows of replicated tables are made of: varints as Protobuf has them, and texts behind their length.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/host/bytes.h"

namespace hexad::wire::cluster {

void put_number(std::uint64_t number, host::Bytes& out);
void put_text(std::string_view text, host::Bytes& out);

/// Takes one value after another; what is missing or too large is remembered.
class RowReader {
 public:
  explicit RowReader(host::ByteView bytes) : left_(bytes) {}
  bool good() const { return good_; }

  std::uint64_t number(std::uint64_t maximum);
  std::string_view text(std::size_t bytes_max);
  host::ByteView octets(std::size_t size);

 private:
  host::ByteView left_;
  bool good_ = true;
};

}  // namespace hexad::wire::cluster
