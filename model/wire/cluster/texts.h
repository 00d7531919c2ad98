// The texts of frames, which come from another program and go to logs, pages and terminals: names are refused unless
// they are clean, texts for people are made clean.
#pragma once

#include <string>
#include <string_view>

namespace hexad::wire::cluster {

/// Why a text is no name, or nullptr: at most kNameBytesMax bytes of UTF-8 without control characters (C0, DEL, C1).
const char* fault_of_name(std::string_view text);

/// At most kDetailBytesMax bytes of it, ending with a whole character; a control character has become a space, each
/// byte that is no UTF-8 a '?'. What it returns it leaves as it is.
std::string clean_detail(std::string_view text);

}  // namespace hexad::wire::cluster
