// Configuration > Domains, and what SIP registration and SIP routes are told.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

constexpr std::string_view kPage = "Configuration > Protocols > SIP";

void add_domains(Rows& rows) {
  rows.under("SIP Domain [1..200] ", "Configuration > Domains");
  rows.text("Name", 128, "Domain name", "A SIP domain for which this cluster is the registrar.").read_by("peer");
  rows.on_off("Sip", "On", "SIP registrations and provisioning on this system",
              "Whether devices of the domain register here.");
  rows.on_off("Edge", "Off", "Edge", "Whether devices of the domain come in from outside by mobile and remote access.");
  rows.text("Authzone", 128, "Traversal zone",
            "The traversal zone to use when their credentials are checked elsewhere.");
}

void add_refresh(Rows& rows) {
  rows.under("SIP Registration ", kPage);
  rows.choice("Standard Refresh Strategy", {"Maximum", "Variable"}, "Maximum", "Standard registration refresh strategy",
              "Maximum grants the longest time allowed, Variable a random time between the bounds.")
      .read_by("peer");
  rows.integer("Standard Refresh Minimum", 30, 3600, "45", "Standard registration refresh minimum",
               "Seconds; a request for less is answered 423 Interval Too Brief.")
      .read_by("peer");
  rows.integer("Standard Refresh Maximum", 30, 7200, "60", "Standard registration refresh maximum",
               "Seconds; a request for more is granted this.")
      .read_by("peer");
  rows.choice("Outbound Refresh Strategy", {"Maximum", "Variable"}, "Variable",
              "Outbound registration refresh strategy",
              "As the standard strategy, for registrations by SIP outbound (RFC 5626).");
  rows.integer("Outbound Refresh Minimum", 30, 7200, "300", "Outbound registration refresh minimum",
               "Seconds; a request for less is answered 423 Interval Too Brief.");
  rows.integer("Outbound Refresh Maximum", 30, 7200, "3600", "Outbound registration refresh maximum",
               "Seconds; a request for more is granted this.");
  rows.integer("Outbound Flow Timer", 0, 600, "0", "Outbound flow timer",
               "Seconds that the Flow-Timer header tells; 0: no header is added.");
}

void add_registrar(Rows& rows) {
  rows.under("SIP ", kPage);
  rows.choice("Registration Proxy Mode", {"Off", "ProxyToKnownOnly", "ProxyToAny"}, "Off",
              "SIP registration proxy mode", "Whether registrations for other domains are sent on.");
  rows.choice("Registration Call Remove", {"Yes", "No"}, "No", "Remove calls with registration",
              "Whether a SIP call ends when the registration of its device is removed.")
      .cli_only();
  rows.on_off("Registration Mode", "On", "SIP registration", "Whether SIP devices may register at all.")
      .default_ours()
      .cli_only();
  rows.on_off("Service SipRegistrationMode", "On", "SIP registration service",
              "Whether the registrar service was chosen when services were set up.")
      .default_ours()
      .cli_only();
}

void add_routes(Rows& rows) {
  rows.under("SIP Routes Route [1..20] ", kPage);
  rows.text("Method", 64, "Method", "The method of requests that take this route.").cli_only();
  rows.text("Request Line Pattern", 128, "Request line pattern",
            "A regular expression that their request line matches.")
      .cli_only();
  rows.text("Header Name", 64, "Header name", "A header that they have.").cli_only();
  rows.text("Header Pattern", 128, "Header pattern", "A regular expression that this header matches.").cli_only();
  rows.on_off("Authenticated", "Off", "Authenticated", "Whether only requests of authenticated senders take the route.")
      .cli_only();
  rows.address("Address", "Address", "Where the route leads to.").cli_only();
  rows.integer("Port", 1, 65534, "5060", "Port", "The port there.").cli_only();
  rows.choice("Transport", {"UDP", "TCP", "TLS"}, "TCP", "Transport", "How requests get there.").cli_only();
  rows.text("Tag", 64, "Tag", "A name by which an application finds its routes again.").cli_only();
}

}  // namespace

void add_sip_registrar(Rows& rows) {
  add_domains(rows);
  add_refresh(rows);
  add_registrar(rows);
  add_routes(rows);
}

}  // namespace hexad::config::table
