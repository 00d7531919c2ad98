// The commands by which accounts are made, changed and deleted, whatever asks for it.
#pragma once

#include "model/admin/services.h"

namespace hexad::admin::web {

/// Adds AccountPut and AccountDelete, each unless there is one already. What `services` names outlives the command
/// table.
void add_account_commands(const Services& services);

}  // namespace hexad::admin::web
