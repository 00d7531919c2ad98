// System > Administration, System > Time, and what belongs to one system as a whole.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

constexpr std::string_view kAdministration = "System > Administration";

void add_access(Rows& rows) {
  rows.under("Administration ", kAdministration);
  rows.on_off("SerialConsole Mode", "On", "Serial port / console",
              "Whether the serial port or the virtual machine's console lets anyone log in.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.on_off("SSH Mode", "On", "SSH service", "Whether the system can be reached by SSH.")
      .peer_specific()
      .restart()
      .read_by("admin");
  rows.on_off("HTTPS Mode", "On", "Web interface (over HTTPS)", "Whether the web interface and the APIs are served.")
      .peer_specific()
      .read_by("peer");
  rows.integer("HTTPS Port", 1, 65535, "443", "Web administrator port",
               "The port on which the web interface and the APIs are served.")
      .alias("Management Interface Port")
      .peer_specific()
      .read_by("peer");
  rows.on_off("HTTP Mode", "On", "Redirect HTTP requests to HTTPS",
              "Whether requests over HTTP are answered with the address of the web interface over HTTPS.")
      .peer_specific()
      .read_by("peer");
  rows.integer("HTTP Port", 1, 65535, "80", "HTTP port", "The port on which requests over HTTP are redirected.")
      .ours()
      .peer_specific()
      .read_by("peer");
  rows.on_off("AutomatedProtection Mode", "Off", "Automated protection service",
              "Whether sources that fail again and again are blocked for a while.")
      .ours()
      .peer_specific();
  rows.on_off("LCDPanel Mode", "On", "Front panel display",
              "Whether the display on the front panel shows the name, the addresses and the alarms of the system.")
      .only(kVcsAndX12)
      .peer_specific(kOnlyVcs)
      .cli_only();
  rows.on_off("DeviceProvisioning", "Off", "Provisioning services",
              "Whether the provisioning services of TMS can be set up on this system.");
}

void add_sessions(Rows& rows) {
  rows.under("Management ", kAdministration);
  rows.on_off("Interface HstsMode", "On", "HTTP Strict Transport Security (HSTS)",
              "Whether browsers are told to use HTTPS only.")
      .read_by("admin");
  rows.integer("Session InactivityTimeout", 0, 65535, "30", "Session time out",
               "Minutes without activity after which a session ends; 0: never.")
      .read_by("admin");
  rows.integer("Session MaxConcurrentSessionsUser", 0, 65535, "0", "Per-account session limit",
               "How many sessions an account may have at a time; 0: no limit.")
      .read_by("admin");
  rows.integer("Session MaxConcurrentSessionsTotal", 0, 65535, "0", "System session limit",
               "How many sessions there may be at a time; 0: no limit.")
      .read_by("admin");
  rows.under("Security ", kAdministration);
  rows.choice("CSRFProtection Status", {"Enabled", "Disabled"}, "Disabled", "CSRF protection",
              "Whether the older APIs ask for the header that guards against forged requests.")
      .only(kOnlyX12);
}

void add_time(Rows& rows) {
  rows.under("", "System > Time");
  rows.text("NTP Server [1..5] Address", 128, "NTP server",
            "An IP address or name of a server that tells the time; unqualified names get the domain name added.")
      .form(TextForm::host)
      .peer_specific()
      .read_by("peer");
  rows.text("TimeZone Name", 64, "GMT", "Time zone", "The time zone of the local time shown, in the words of tzdata.")
      .peer_specific()
      .read_by("admin");
}

void add_unit(Rows& rows) {
  rows.under("", kAdministration);
  rows.text("SystemUnit Name", 50, "System name", "The name of this system, another one on each peer.")
      .peer_specific()
      .read_by("admin");
  rows.choice("SystemUnit Type", {"ExpresswayC", "ExpresswayE"}, "ExpresswayC", "Type",
              "Whether the system stands inside (Expressway-C) or at the edge of the network (Expressway-E).")
      .ours()
      .only(kOnlyX12)
      .on_page("Status > Overview > Service setup wizard");
  rows.on_off("SystemUnit Maintenance Mode", "Off", "Maintenance mode",
              "Whether this peer takes no new calls and registrations; a restart ends it.")
      .peer_specific()
      .on_page("Maintenance > Maintenance mode")
      .read_by("admin");
  rows.text("Option [1..64] Key", 90, "Option key", "A key that adds a feature or licences to this system.")
      .peer_specific()
      .on_page("Maintenance > Option keys")
      .read_by("admin");
  rows.integer("ResourceUsage Warning Activation Level", 0, 100, "90", "Resource usage warning level",
               "Percentage of a limit from which on its use raises an alarm.")
      .cli_only();
}

}  // namespace

void add_administration(Rows& rows) {
  add_access(rows);
  add_sessions(rows);
  add_time(rows);
  add_unit(rows);
}

}  // namespace hexad::config::table
