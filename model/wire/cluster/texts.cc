#include "model/wire/cluster/texts.h"

#include "model/wire/cluster/codec.h"
#include "model/wire/xml/characters.h"

namespace hexad::wire::cluster {
namespace {

bool is_control(std::uint32_t character) { return character < 0x20 || (character >= 0x7f && character < 0xa0); }

}  // namespace

const char* fault_of_name(std::string_view text) {
  if (text.size() > kNameBytesMax) return "a name is longer than 255 bytes";
  while (!text.empty()) {
    const xml::Character character = xml::first_character(text);
    if (character.size_bytes == 0) return "a name is not UTF-8";
    if (is_control(character.value)) return "a name holds a control character";
    text.remove_prefix(character.size_bytes);
  }
  return nullptr;
}

std::string clean_detail(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const xml::Character character = xml::first_character(text);
    const std::size_t size = character.size_bytes == 0 ? 1 : character.size_bytes;
    const bool plain = character.size_bytes != 0 && !is_control(character.value);
    if (clean.size() + (plain ? size : 1) > kDetailBytesMax) break;
    if (plain) {
      clean.append(text.substr(0, size));
    } else {
      clean.push_back(character.size_bytes == 0 ? '?' : ' ');
    }
    text.remove_prefix(size);
  }
  return clean;
}

}  // namespace hexad::wire::cluster
