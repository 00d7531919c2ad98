#include "model/dns/stream_framing.h"

#include "model/host/check.h"

namespace hexad::dns {

void MessageReader::append(host::ByteView bytes) {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<host::Bytes> MessageReader::next() {
  const std::size_t available = buffer_.size() - begin_;
  if (available < 2) return std::nullopt;
  const std::size_t size = std::size_t{buffer_[begin_]} << 8 | buffer_[begin_ + 1];
  if (available < 2 + size) return std::nullopt;
  const auto first = buffer_.begin() + static_cast<std::ptrdiff_t>(begin_ + 2);
  host::Bytes message(first, first + static_cast<std::ptrdiff_t>(size));
  begin_ += 2 + size;
  return message;
}

host::Bytes framed(host::ByteView message) {
  HEXAD_CHECK(message.size() <= 65535);
  host::Bytes bytes;
  bytes.reserve(message.size() + 2);
  bytes.push_back(static_cast<std::uint8_t>(message.size() >> 8));
  bytes.push_back(static_cast<std::uint8_t>(message.size()));
  bytes.insert(bytes.end(), message.begin(), message.end());
  return bytes;
}

}  // namespace hexad::dns
