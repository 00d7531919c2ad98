// Frames to bytes and back. Every bound is checked here: whatever decode() returns is within them.
#pragma once

#include <cstddef>
#include <optional>

#include "model/host/bytes.h"
#include "model/host/error.h"
#include "model/wire/cluster/frame.h"

namespace hexad::wire::cluster {

inline constexpr std::size_t kLengthBytes = 4;
/// Of a frame without its length.
inline constexpr std::size_t kFrameBytesMax = 128 * 1024;
inline constexpr std::size_t kPeersMax = 6, kTablesMax = 32, kNameBytesMax = 255, kRowsMax = 1024,
                             kRowBytesMax = 16 * 1024, kCopyPartsMax = 1024, kDetailBytesMax = 512;

/// Appends length and frame; the same frame gives the same bytes. The frame is within the bounds, and rows stand by
/// rising sequence: CHECK. Names are UTF-8 without control characters, else the far side refuses them; texts for people
/// are cut and cleaned.
void encode(const Frame& frame, host::Bytes& out);

/// One frame without its length. malformed, its detail saying what is wrong: no Protobuf, no frame that this program
/// knows (a newer one's), or beyond a bound. What a newer program adds to a known frame is skipped.
host::Expected<Frame> decode(host::ByteView bytes);

/// Cuts a stream of bytes into frames. Holds at most one frame and what came with it in the same piece, where next() is
/// called after each push() until it has nothing.
class FrameReader {
 public:
  /// Takes what came. malformed once next() has met an impossible length; nothing is taken any more.
  host::Expected<void> push(host::ByteView bytes);
  /// The next whole frame's bytes, or nothing yet; they live until the next call of push(). malformed for a length of 0
  /// or over kFrameBytesMax, and from then on.
  host::Expected<std::optional<host::ByteView>> next();
  std::size_t held_bytes() const { return held_.size() - read_; }

 private:
  host::Bytes held_;
  std::size_t read_ = 0;
  bool broken_ = false;
};

}  // namespace hexad::wire::cluster
