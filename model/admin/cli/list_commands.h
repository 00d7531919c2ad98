// The pairs of commands that add an entry to a list of the settings table and delete one: ZoneAdd and ZoneDelete,
// SearchRuleAdd and SearchRuleDelete, and so on. Each is one row of a table here; value spaces and help texts come from
// the settings that the parameters stand for. Names of commands and parameters are the products' where they are known.
#pragma once

#include <string_view>

#include "model/admin/services.h"

namespace hexad::admin {

/// Adds the commands of the lists that the release has. A command answers with the number of the entry ("ZoneId: 3"),
/// or with a "conflict" (the name is taken, the list is full, a rule between settings is broken), "not found" or
/// "storage". `services` outlives the table's last call.
void add_list_commands(Services& services);

}  // namespace hexad::admin
