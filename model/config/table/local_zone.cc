// Configuration > Local Zone: its subzones, what they may use, and how devices behind firewalls reach it.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

constexpr std::string_view kDefaultSubzone = "Configuration > Local Zone > Default Subzone";
constexpr std::string_view kTraversalSubzone = "Configuration > Local Zone > Traversal Subzone";
constexpr std::string_view kSubzones = "Configuration > Local Zone > Subzones";

void add_limit(Rows& rows, std::string_view prefix, std::string_view page, std::string_view mode_label,
               std::string_view limit_label, std::string_view limit) {
  rows.under(prefix, page);
  const Default value(limit, limit);
  rows.choice("Mode", {"Limited", "Unlimited", "NoBandwidth"}, "Unlimited", mode_label,
              "Whether it is limited, unlimited, or none is allowed.");
  rows.integer("Limit", 1, 100000000, value, limit_label, "The limit in kbps, when there is one.");
}

void add_subzone(Rows& rows) {
  rows.choice("Registrations", {"Allow", "Deny"}, "Allow", "Registration policy",
              "Whether devices in the subzone may register.");
  rows.choice("Authentication Mode", {"DoNotCheckCredentials", "TreatAsAuthenticated", "CheckCredentials"},
              "DoNotCheckCredentials", "Authentication policy",
              "Whether credentials of its devices are checked, or they count as authenticated or not.");
  rows.choice("SIP Media Encryption Mode", {"Off", "On", "BestEffort", "Auto"}, "Auto", "Media encryption mode",
              "Whether media is encrypted; Auto: as the devices do by themselves.");
  rows.on_off("SIP Media ICE Support", "Off", "ICE support", "Whether ICE is offered to its devices.");
  rows.on_off("SIP Multistream Mode", "On", "Multistream mode", "Whether several video streams may be negotiated.")
      .default_ours();
}

void add_subzones(Rows& rows) {
  rows.under("Zones LocalZone DefaultSubZone ", kDefaultSubzone);
  add_subzone(rows);
  rows.on_off("SIP SipUpdateRefresh Support", "Off", "SIP UPDATE for session refresh",
              "Whether sessions are refreshed by UPDATE.")
      .cli_only();
  rows.under("Zones LocalZone SubZones SubZone [1..1000] ", kSubzones);
  rows.text("Name", 50, "Name", "The name of a subzone.");
  add_subzone(rows);
}

void add_limits(Rows& rows) {
  add_limit(rows, "Zones LocalZone DefaultSubZone Bandwidth Total ", kDefaultSubzone, "Total bandwidth available: mode",
            "Total bandwidth available: limit (kbps)", "500000");
  add_limit(rows, "Zones LocalZone DefaultSubZone Bandwidth PerCall Inter ", kDefaultSubzone,
            "Calls into or out of the Default Subzone: mode", "Calls into or out of the Default Subzone: limit (kbps)",
            "1920");
  add_limit(rows, "Zones LocalZone DefaultSubZone Bandwidth PerCall Intra ", kDefaultSubzone,
            "Calls entirely within the Default Subzone: mode",
            "Calls entirely within the Default Subzone: limit (kbps)", "1920");
  add_limit(rows, "Zones LocalZone TraversalSubZone Bandwidth Total ", kTraversalSubzone,
            "Total bandwidth available: mode", "Total bandwidth available: limit (kbps)", "500000");
  add_limit(rows, "Zones LocalZone TraversalSubZone Bandwidth PerCall ", kTraversalSubzone,
            "Calls handled by the Traversal Subzone: mode", "Calls handled by the Traversal Subzone: limit (kbps)",
            "1920");
  add_limit(rows, "Zones LocalZone SubZones SubZone [1..1000] Bandwidth Total ", kSubzones,
            "Total bandwidth available: mode", "Total bandwidth available: limit (kbps)", "500000");
  add_limit(rows, "Zones LocalZone SubZones SubZone [1..1000] Bandwidth PerCall Inter ", kSubzones,
            "Calls into or out of this subzone: mode", "Calls into or out of this subzone: limit (kbps)", "1920");
  add_limit(rows, "Zones LocalZone SubZones SubZone [1..1000] Bandwidth PerCall Intra ", kSubzones,
            "Calls entirely within this subzone: mode", "Calls entirely within this subzone: limit (kbps)", "1920");
}

void add_membership_rules(Rows& rows) {
  rows.under("Zones LocalZone SubZones MembershipRules Rule [1..3000] ",
             "Configuration > Local Zone > Subzone membership rules");
  rows.text("Name", 50, "Rule name", "The name of a membership rule.");
  rows.text("Description", 64, "Description", "What the rule is for.");
  rows.integer("Priority", 1, 65534, "100", "Priority", "Rules are tried in the order of this number, 1 first.");
  rows.choice("Type", {"Subnet", "AliasPatternMatch"}, "Subnet", "Type",
              "Whether the address or the alias of a device puts it into the subzone.")
      .default_ours();
  rows.address("Subnet Address", "Subnet address", "The address of the subnet.");
  rows.integer("Subnet PrefixLength", 1, 128, "32", "Prefix length", "The bits of the address that name the subnet.");
  rows.choice("Pattern Type", {"Exact", "Prefix", "Suffix", "Regex"}, "Prefix", "Pattern type",
              "Whether the whole alias, its beginning, its end, or a regular expression must match.")
      .default_ours();
  rows.text("Pattern String", 60, "Pattern string", "What the alias is compared with.");
  rows.text("SubZoneName", 50, "Target subzone", "The subzone that the device belongs to.");
  rows.choice("State", {"Enabled", "Disabled"}, "Enabled", "State", "Whether the rule counts.");
}

void add_probe(Rows& rows, std::string_view prefix, std::string_view label_retry, std::string_view label_count,
               std::string_view label_alive) {
  rows.under(prefix, "Configuration > Traversal > Locally registered endpoints");
  rows.integer("RetryInterval", 1, 65534, "2", label_retry, "Seconds between two probes while none is answered.");
  rows.integer("RetryCount", 1, 65534, "5", label_count, "How many probes are sent before it is given up.");
  rows.integer("KeepAliveInterval", 1, 65534, "20", label_alive, "Seconds between two probes that keep the way open.");
}

void add_endpoint_traversal(Rows& rows) {
  rows.under("Zones LocalZone Traversal H323 ", "Configuration > Traversal > Locally registered endpoints");
  rows.on_off("Assent Mode", "On", "H.323 Assent mode", "Whether devices may traverse firewalls by Assent.");
  rows.on_off("H46018 Mode", "On", "H.460.18 mode", "Whether devices may traverse firewalls by H.460.18.");
  rows.on_off("H46019 Demultiplexing Mode", "Off", "H.460.19 demultiplexing mode",
              "Whether two ports serve the media of all calls.");
  rows.choice("Preference", {"Assent", "H46018"}, "Assent", "H.323 preference",
              "What a device that knows both is told.");
  add_probe(rows, "Zones LocalZone Traversal H323 UDPProbe ", "UDP probe retry interval", "UDP probe retry count",
            "UDP probe keep alive interval");
  add_probe(rows, "Zones LocalZone Traversal H323 TCPProbe ", "TCP probe retry interval", "TCP probe retry count",
            "TCP probe keep alive interval");
  rows.under("Zones LocalZone ", kDefaultSubzone);
  rows.choice("SIP Record Route Address Type", {"IP", "Hostname"}, "IP", "SIP record route address type",
              "Whether Record-Route headers name this system by address or by name.")
      .cli_only();
}

}  // namespace

void add_local_zone(Rows& rows) {
  add_subzones(rows);
  add_limits(rows);
  add_membership_rules(rows);
  add_endpoint_traversal(rows);
}

}  // namespace hexad::config::table
