// Configuration > Registration: which devices may register.
#include "model/config/table/policy_service.h"
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

void add_list(Rows& rows) {
  rows.text("Pattern String", 60, "Pattern string", "What the alias that a device registers is compared with.");
  rows.choice("Pattern Type", {"Exact", "Prefix", "Suffix", "Regex"}, "Exact", "Pattern type",
              "Whether the whole alias, its beginning, its end, or a regular expression must match.");
  rows.text("Description", 64, "Description", "What the entry is for.");
}

}  // namespace

void add_registration_policy(Rows& rows) {
  rows.under("Registration AllowList [1..2500] ", "Configuration > Registration > Allow List");
  add_list(rows);
  rows.under("Registration DenyList [1..2500] ", "Configuration > Registration > Deny List");
  add_list(rows);
  rows.under("Registration RestrictionPolicy ", "Configuration > Registration > Configuration");
  rows.choice("Mode", {"None", "AllowList", "DenyList", "Directory", "PolicyService"}, "None", "Restriction policy",
              "What decides whether a device may register: nothing, a list, a directory or a policy service.");
  rows.under("Registration RestrictionPolicy Service ", "Configuration > Registration > Configuration");
  add_policy_service(rows);
}

}  // namespace hexad::config::table
