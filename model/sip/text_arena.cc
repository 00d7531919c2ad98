#include "model/sip/text_arena.h"

#include <cstring>

#include "model/host/check.h"

namespace hexad::sip {

TextArena::Place TextArena::store(std::string_view text) {
  HEXAD_CHECK(text.size() < kNone);
  if (text.empty()) return {};
  const auto size = static_cast<std::uint32_t>(text.size());
  std::uint32_t number;
  if (size > kPackedBytesMax) {
    number = empty_chunk(size);
  } else {
    if (current_ == kNone || kChunkBytes - chunks_[current_].used < size) {
      // A chunk that is current stays out of free_, also when its texts are gone.
      const std::uint32_t full = current_;
      current_ = empty_chunk(kChunkBytes);
      if (full != kNone && chunks_[full].texts == 0) free_.push_back(full);
    }
    number = current_;
  }
  Chunk& chunk = chunks_[number];
  std::memcpy(chunk.bytes.get() + chunk.used, text.data(), size);
  const Place place{number, chunk.used, size};
  chunk.used += size;
  ++chunk.texts;
  return place;
}

std::string_view TextArena::at(const Place& place) const {
  return place.size == 0 ? std::string_view()
                         : std::string_view(chunks_[place.chunk].bytes.get() + place.start, place.size);
}

void TextArena::release(const Place& place) {
  if (place.size == 0) return;
  HEXAD_CHECK(place.chunk < chunks_.size() && chunks_[place.chunk].texts > 0);
  Chunk& chunk = chunks_[place.chunk];
  if (--chunk.texts > 0) return;
  chunk.used = 0;
  if (place.chunk == current_) return;
  if (chunk.size == kChunkBytes) {
    free_.push_back(place.chunk);
  } else {
    chunk = Chunk{};
    vacant_.push_back(place.chunk);
  }
}

std::uint32_t TextArena::empty_chunk(std::uint32_t size) {
  if (size == kChunkBytes && !free_.empty()) {
    const std::uint32_t number = free_.back();
    free_.pop_back();
    chunks_[number].used = 0;
    return number;
  }
  std::uint32_t number;
  if (vacant_.empty()) {
    number = static_cast<std::uint32_t>(chunks_.size());
    chunks_.emplace_back();
    // Releasing a text allocates nothing.
    free_.reserve(chunks_.capacity());
    vacant_.reserve(chunks_.capacity());
  } else {
    number = vacant_.back();
    vacant_.pop_back();
  }
  chunks_[number] = Chunk{std::unique_ptr<char[]>(new char[size]), size, 0, 0};
  return number;
}

}  // namespace hexad::sip
