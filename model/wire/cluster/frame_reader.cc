#include "model/wire/cluster/codec.h"

namespace hexad::wire::cluster {
namespace {

tl::unexpected<host::Error> impossible_length() {
  return host::fail(host::ErrorCode::malformed, "a frame's length is 0 or more than 128 kB");
}

}  // namespace

host::Expected<void> FrameReader::push(host::ByteView bytes) {
  if (broken_) return impossible_length();
  if (read_ == held_.size()) {
    held_.clear();
    read_ = 0;
  } else if (read_ > held_.size() / 2) {
    // What moves is less than what goes, so that each byte moves once on average.
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(read_));
    read_ = 0;
  }
  held_.insert(held_.end(), bytes.begin(), bytes.end());
  return {};
}

host::Expected<std::optional<host::ByteView>> FrameReader::next() {
  if (broken_) return impossible_length();
  if (held_bytes() < kLengthBytes) return std::nullopt;
  std::size_t size = 0;
  for (std::size_t octet = 0; octet < kLengthBytes; ++octet) size = size << 8 | held_[read_ + octet];
  if (size == 0 || size > kFrameBytesMax) {
    broken_ = true;
    host::Bytes().swap(held_);
    read_ = 0;
    return impossible_length();
  }
  if (held_bytes() < kLengthBytes + size) return std::nullopt;
  const host::ByteView frame = host::ByteView(held_).subspan(read_ + kLengthBytes, size);
  read_ += kLengthBytes + size;
  return frame;
}

}  // namespace hexad::wire::cluster
