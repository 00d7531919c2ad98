#include "model/admin/web/assets.h"

#include <fmt/format.h>

#include <cstdint>

namespace hexad::admin::web {
namespace {

/// FNV-1a: names a content, guards nothing.
std::uint64_t digest(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
  return hash;
}

}  // namespace

const std::string& style_url() {
  static const std::string url = fmt::format("/assets/style.css?v={:016x}", digest(style()));
  return url;
}

const std::string& script_url() {
  static const std::string url = fmt::format("/assets/page.js?v={:016x}", digest(script()));
  return url;
}

}  // namespace hexad::admin::web
