// Views of bytes. The wire speaks bytes, most protocols here speak text; both views cost nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hexad::host {

using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;
using Bytes = std::vector<std::uint8_t>;

inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace hexad::host
