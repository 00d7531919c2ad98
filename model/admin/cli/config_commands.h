// The commands that only the settings answer: DefaultValuesSet, DefaultLinksAdd, CheckPattern, ZoneList, and those of
// the lists (list_commands.h).
#pragma once

#include "model/admin/services.h"

namespace hexad::admin {

/// `services` outlives the table's last call.
void add_config_commands(Services& services);

}  // namespace hexad::admin
