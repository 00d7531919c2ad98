// Configuration > Call routing, and what the dial plan does with calls that nothing else is said about.
#include "model/config/table/rows.h"

namespace hexad::config::table {

void add_calls(Rows& rows) {
  rows.under("Call ", "Configuration > Call routing");
  rows.choice("Routed Mode", {"Always", "Optimal"}, "Always", "Call signaling optimization",
              "Always: signalling stays with this system; Optimal (On): it leaves where it is not needed.");
  rows.on_off("Loop Detection Mode", "On", "Call loop detection mode",
              "Whether a search that comes back to where it has been is refused.");
  rows.under("Call Services ", "Configuration > Dial plan > Configuration");
  rows.choice("CallsToUnknownIPAddresses", {"Off", "Direct", "Indirect"}, "Indirect", "Calls to unknown IP addresses",
              "Whether calls to addresses of unknown systems are refused, placed, or left to a neighbor.");
  rows.text("Fallback Alias", 60, "Fallback alias", "Where calls go that name this system's own address and no alias.");
}

}  // namespace hexad::config::table
