// Master files (RFC 1035 section 5, RFC 2308 section 4) to zones: $ORIGIN, $TTL, relative names, @, omitted owners,
// parentheses and comments. $INCLUDE and $GENERATE are refused, since a zone here is one text.
#pragma once

#include <string_view>

#include "model/dns/zone.h"

namespace hexad::dns {

inline constexpr std::size_t kZoneFileOctetsMax = 16 * 1024 * 1024;
/// Of records that say none, in a file without $TTL.
inline constexpr std::uint32_t kDefaultTtlSeconds = 3600;

/// Reads a whole zone, named by its SOA record. `origin` completes relative names until the first $ORIGIN;
/// `file_name` is only for messages. malformed with a detail such as "example.zone:12: ..., expected ...".
host::Expected<Zone> parse_zone(std::string_view text, std::string_view file_name, const Name& origin = Name());

}  // namespace hexad::dns
