// Configuration > Dial plan: transforms and search rules.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

void add_transforms(Rows& rows) {
  rows.under("Transform [1..100] ", "Configuration > Dial plan > Transforms");
  rows.integer("Priority", 1, 65534, "1", "Priority", "Transforms are tried in the order of this number, 1 first.");
  rows.text("Description", 64, "Description", "What the transform is for.");
  rows.choice("Pattern Type", {"Exact", "Prefix", "Suffix", "Regex"}, "Prefix", "Pattern type",
              "Whether the whole alias, its beginning, its end, or a regular expression must match.");
  rows.text("Pattern String", 60, "Pattern string", "What the alias is compared with.");
  rows.choice("Pattern Behavior", {"Strip", "Replace"}, "Strip", "Pattern behavior",
              "Whether what matched is taken away or replaced.");
  rows.text("Pattern Replace", 60, "Replace string", "What stands in its place; \\1 is what a group matched.");
  rows.choice("State", {"Enabled", "Disabled"}, "Enabled", "State", "Whether the transform counts.").default_ours();
}

void add_search_rules(Rows& rows) {
  rows.under("Zones Policy ", "Configuration > Dial plan > Search rules");
  rows.choice("Mode", {"SearchRules", "Directory"}, "SearchRules", "Search policy",
              "Whether search rules or a directory tell where to search.")
      .cli_only();
  rows.under("Zones Policy SearchRules Rule [1..2000] ", "Configuration > Dial plan > Search rules");
  rows.text("Name", 50, "Rule name", "The name of a search rule.");
  rows.text("Description", 64, "Description", "What the rule is for.");
  rows.integer("Priority", 1, 65534, "100", "Priority",
               "Rules are applied in the order of this number, 1 first; equal ones together.");
  rows.choice("Protocol", {"Any", "H323", "SIP"}, "Any", "Protocol", "The protocol of the calls that the rule is for.")
      .default_ours();
  rows.choice("Source Mode", {"Any", "AllZones", "LocalZone", "Named"}, "Any", "Source",
              "Where the calls that the rule is for come from.");
  rows.text("Source Name", 50, "Source name", "The zone or subzone that they come from, when it is a named one.");
  rows.choice("Authentication", {"Yes", "No"}, "No", "Request must be authenticated",
              "Whether the rule is for authenticated callers only.");
  rows.choice("Mode", {"AliasPatternMatch", "AnyAlias", "AnyIPAddress"}, "AnyAlias", "Mode",
              "Which aliases the rule is for.");
  rows.choice("Pattern Type", {"Exact", "Prefix", "Suffix", "Regex"}, "Prefix", "Pattern type",
              "Whether the whole alias, its beginning, its end, or a regular expression must match.");
  rows.text("Pattern String", 60, "Pattern string", "What the alias is compared with.");
  rows.choice("Pattern Behavior", {"Strip", "Leave", "Replace"}, "Strip", "Pattern behavior",
              "Whether what matched is taken away, left or replaced before the target is asked.");
  rows.text("Pattern Replace", 60, "Replace string", "What stands in its place; \\1 is what a group matched.");
  rows.choice("Progress", {"Continue", "Stop"}, "Continue", "On successful match",
              "Whether rules of lower priority are applied when this one's pattern matched.");
  rows.choice("Target Type", {"Zone", "PolicyService"}, "Zone", "Target type", "Whether a zone or a service is asked.")
      .default_ours();
  rows.text("Target Name", 50, "Target", "The zone or policy service that is asked.");
  rows.choice("State", {"Enabled", "Disabled"}, "Enabled", "State", "Whether the rule counts.");
}

}  // namespace

void add_dial_plan(Rows& rows) {
  add_transforms(rows);
  add_search_rules(rows);
}

}  // namespace hexad::config::table
