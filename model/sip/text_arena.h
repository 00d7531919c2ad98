// Texts that come and go in about the same order, such as stored responses: packed one behind the other into chunks, so
// that each costs no more memory than its length, and a chunk is used again once the last text in it is gone.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace hexad::sip {

class TextArena {
 public:
  struct Place {
    std::uint32_t chunk = 0;
    std::uint32_t start = 0;
    std::uint32_t size = 0;  ///< 0: no text.
  };

  /// Copies a text of at most 4 GB. The caller bounds how much is stored.
  Place store(std::string_view text);
  /// Lives until the text is released.
  std::string_view at(const Place& place) const;
  void release(const Place& place);

 private:
  /// Small enough for the thousands of programs of a simulation.
  static constexpr std::uint32_t kChunkBytes = 16 * 1024;
  /// A longer text gets a chunk of its own, which is freed with it.
  static constexpr std::uint32_t kPackedBytesMax = kChunkBytes / 4;
  static constexpr std::uint32_t kNone = UINT32_MAX;

  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::uint32_t size = 0;
    std::uint32_t used = 0;
    std::uint32_t texts = 0;
  };

  std::uint32_t empty_chunk(std::uint32_t size);

  std::vector<Chunk> chunks_;
  std::vector<std::uint32_t> free_;    ///< Chunks of kChunkBytes without texts.
  std::vector<std::uint32_t> vacant_;  ///< Numbers of chunks without memory.
  std::uint32_t current_ = kNone;      ///< Where short texts go.
};

}  // namespace hexad::sip
