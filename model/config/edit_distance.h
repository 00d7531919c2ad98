// How far texts are from one that was mistyped: insertions, deletions and replacements of a character. Bit-parallel, so
// that an answer to garbage that names the nearest of a thousand paths costs a fraction of a millisecond (Myers, "A
// fast bit-vector algorithm for approximate string matching", 1999, as Hyyro put it for whole texts in 2003).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace hexad::config {

class EditDistance {
 public:
  /// Characters of `wanted` that count; the rest is left out.
  static constexpr std::size_t kWantedMax = 128;

  explicit EditDistance(std::string_view wanted);

  /// To `wanted`, or `bound` when it is not less.
  std::size_t to(std::string_view text, std::size_t bound) const;

 private:
  __extension__ using Column = unsigned __int128;  // A bit for each character of `wanted`.

  std::size_t size_;
  std::array<Column, 256> places_{};  // Where a character stands in `wanted`.
};

}  // namespace hexad::config
