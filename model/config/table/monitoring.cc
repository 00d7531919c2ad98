// System > SNMP, System > External manager, Maintenance > Logging: how others watch the system.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

void add_snmp(Rows& rows) {
  rows.under("SNMP ", "System > SNMP");
  rows.choice("Mode", {"Disabled", "v3 secure SNMP", "v3 plus Cisco TMS support", "v2c"}, "Disabled", "SNMP mode",
              "Whether the system answers SNMP, and in which versions; TMS needs v2c or v3 plus Cisco TMS support.")
      .ours()
      .peer_specific()
      .restart();
  rows.text("CommunityName", 16, "public", "Community name",
            "The name by which version 2c lets a reader in; TMS expects public.")
      .default_ours()
      .peer_specific();
  rows.text("SystemContact", 70, "Administrator", "System contact", "Whom to ask about this system.").peer_specific();
  rows.text("SystemLocation", 70, "System location", "Where this system stands.").peer_specific();
  rows.on_off("V1Mode", "Off", "Version 1", "Whether version 1 is answered when the SNMP mode allows it.")
      .peer_specific()
      .cli_only();
  rows.on_off("V2cMode", "On", "Version 2c", "Whether version 2c is answered when the SNMP mode allows it.")
      .peer_specific()
      .cli_only();
  rows.on_off("V3Mode", "On", "Version 3", "Whether version 3 is answered when the SNMP mode allows it.")
      .peer_specific()
      .cli_only();
  rows.text("V3UserName", 70, "Username", "The user who reads by version 3.").peer_specific();
  rows.on_off("V3AuthenticationMode", "On", "Authentication mode", "Whether version 3 authenticates its user.")
      .peer_specific();
  rows.password("V3AuthenticationPassword", 215, "Authentication password", "The password to authenticate with.")
      .peer_specific();
  rows.on_off("V3PrivacyMode", "On", "Privacy mode", "Whether version 3 encrypts.").peer_specific();
  rows.choice("V3PrivacyType", {"AES"}, "AES", "Privacy type", "The algorithm to encrypt with.").peer_specific();
  rows.password("V3PrivacyPassword", 215, "Privacy password", "The password to encrypt with.").peer_specific();
}

void add_external_manager(Rows& rows) {
  rows.under("ExternalManager ", "System > External manager");
  rows.text("Address", 128, "Address", "The IP address or name of the manager, for example of Cisco TMS.")
      .form(TextForm::host);
  rows.text("Path", 255, "tms/public/external/management/SystemManagementService.asmx", "Path",
            "The path at the manager that is called.")
      .default_ours();
  rows.choice("Protocol", {"HTTP", "HTTPS"}, "HTTPS", "Protocol", "How the manager is called.");
  rows.on_off("Server Certificate Verification Mode", "On", "Certificate verification mode",
              "Whether the manager's certificate is checked when it is called over HTTPS.");
}

void add_log(Rows& rows) {
  rows.under("Log ", "Maintenance > Logging");
  rows.integer("Level", 1, 4, "1", "Log level",
               "How much the Event Log tells: 1 high-level events, 2 protocol messages too, 3 more of them, 4 all.")
      .default_ours()
      .peer_specific()
      .read_by("peer");
  rows.choice("CDR Service", {"off", "serviceonly", "serviceandlogging"}, "off", "Call Detail Records",
              "Whether records of calls can be fetched, and whether they are logged too.")
      .default_ours();
  rows.on_off("MediaStats Logging", "Off", "Media statistics", "Whether statistics of media streams are logged.")
      .default_ours();
  rows.on_off("SystemMetrics Mode", "Off", "System metrics collection",
              "Whether measurements are sent to a collectd server.")
      .default_ours();
  rows.text("SystemMetrics Network Address", 1024, "Collection server address",
            "The IP address or name of the collectd server.")
      .form(TextForm::host);
  rows.integer("SystemMetrics Network Port", 1, 65535, "25826", "Collection server port",
               "The UDP port of the collectd server.")
      .default_ours();
  rows.integer("SystemMetrics Interval", 30, 600, "60", "Collection interval", "Seconds between two measurements.")
      .default_ours();
  rows.under("Logger Network [1..200] ", "Maintenance > Logging");
  rows.choice("Level", {"FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"}, "INFO", "Network log level",
              "How much a module of the network log tells. The number of modules is a bound of ours.")
      .cli_only();
}

void add_remote_syslog(Rows& rows) {
  rows.under("Remote Syslog [1..4] ", "Maintenance > Logging");
  rows.text("Address", 128, "Remote syslog server", "The IP address or name of a server that gets the logs.")
      .form(TextForm::host)
      .peer_specific()
      .read_by("peer");
  rows.integer("Port", 1, 65535, "514", "Port", "The port of the server.").peer_specific().read_by("peer");
  rows.choice("Mode", {"bsd", "ietf", "ietf_secure", "user_defined"}, "bsd", "Message format",
              "bsd: RFC 3164 over UDP; ietf: RFC 5424 over UDP; ietf_secure: over TLS; user_defined: as set here.")
      .peer_specific()
      .read_by("peer");
  rows.choice("Format", {"bsd", "ietf"}, "bsd", "Format", "RFC 3164 or RFC 5424, in the user-defined mode.")
      .peer_specific()
      .read_by("peer");
  rows.choice("Transport", {"udp", "tcp", "tls"}, "udp", "Transport", "How messages travel in the user-defined mode.")
      .peer_specific()
      .read_by("peer");
  rows.choice("Loglevel", {"emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"},
              "informational", "Keyword filter level", "The least severe messages that are sent.")
      .peer_specific()
      .read_by("peer");
  rows.on_off("Crlcheck", "Off", "CRL check", "Whether the server's certificate is looked up in revocation lists.")
      .peer_specific();
}

}  // namespace

void add_monitoring(Rows& rows) {
  add_snmp(rows);
  add_external_manager(rows);
  add_log(rows);
  add_remote_syslog(rows);
}

}  // namespace hexad::config::table
