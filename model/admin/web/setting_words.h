// What is said of a setting on a page beyond its row in the table: its label with the number of the entry, its group,
// and the lists that its path goes through.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/setting.h"

namespace hexad::admin::web {

/// Lists of up to so many entries stand on a page with all their fields; of longer ones, a table of what is set.
inline constexpr std::uint32_t kInlineEntriesMax = 10;

/// The label of a field. With `numbered`, where it is the only setting of its list on a page, it has the number of its
/// entry: "Peer 1 address".
std::string label_of(const config::SettingRef& ref, bool numbered);
/// The heading of the fields that it stands with; empty for those that need none.
std::string group_of(const config::SettingRef& ref, bool numbered);
/// Of an entry of a long list: the word behind the list's bracket, where more follows: "Neighbor" of
/// "Zones Zone [1..1000] Neighbor SIP Port". Empty otherwise.
std::string_view kind_word(const config::Setting& setting);
/// "TraversalClient" -> "Traversal client", "ENUM" as it is.
std::string spaced(std::string_view word);
/// The range of the list index number `which` in a declared path: 1..maximum.
std::uint32_t index_maximum(std::string_view declared_path, std::size_t which);
/// How many list indices a declared path has.
std::size_t index_count(std::string_view declared_path);
/// The declared path up to the bracket number `which`, without it: "Zones Zone", "Zones Zone [1..1000] Neighbor Peer".
std::string_view list_path(std::string_view declared_path, std::size_t which);
/// Adds one reference for each entry of the lists that `indices` leaves open.
void expand(const config::Setting& setting, std::vector<std::uint32_t> indices, std::vector<config::SettingRef>& into);

}  // namespace hexad::admin::web
