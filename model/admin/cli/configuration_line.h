// xConfiguration: read a setting, a part of the tree or all of it; set one or several settings; add an entry to a list
// and delete one. `Add` and `Delete` behind a path are ours, as is a path behind the first that is given from the same
// place:
//
//   xConfiguration SIP UDP Mode
//   xConfiguration SIP UDP Mode: On
//   xConfiguration Zones Zone 1 Name: "Branch" HopCount: 12
//   xConfiguration SIP Domain Add Name: example.com
//   xConfiguration SIP Domain 3 Delete
//   xConfiguration SIP UDP Mode Delete          (back to its default)
#pragma once

#include <string>

#include "model/admin/cli/line.h"
#include "model/admin/cli/output.h"
#include "model/admin/principal.h"
#include "model/config/active_configuration.h"

namespace hexad::admin {

/// `line` is what stands behind the word xConfiguration. On an error nothing has changed.
Outcome run_configuration_line(config::ActiveConfiguration& configuration, const Principal& who,
                               const ParsedLine& line);

}  // namespace hexad::admin
