// Settings that the kinds of zone share. Each function adds rows under the prefix that stands.
#pragma once

#include "model/config/table/rows.h"

namespace hexad::config::table {

inline constexpr std::string_view kZonesPage = "Configuration > Zones > Zones";

void add_zone_authentication(Rows& rows);
void add_zone_registrations(Rows& rows);
/// Under "... SIP ": media, multistream, poison and pre-loaded routes.
void add_zone_media(Rows& rows);
void add_zone_multistream(Rows& rows);

}  // namespace hexad::config::table
