// The settings by which any policy service is reached: registration policy, call policy and the dial plan's services.
#pragma once

#include "model/config/table/rows.h"

namespace hexad::config::table {

/// Rows under the prefix that stands.
void add_policy_service(Rows& rows);

}  // namespace hexad::config::table
