// Configuration > Zones: traversal client and traversal server zones.
#include "model/config/table/rows.h"
#include "model/config/table/zone_parts.h"

namespace hexad::config::table {
namespace {

void add_traversal_sip(Rows& rows) {
  add_zone_media(rows);
  add_zone_multistream(rows);
  rows.integer("Port", 1024, 65534, "7001", "SIP port", "The port that this zone alone uses for SIP.").default_ours();
  rows.choice("Protocol", {"Assent", "TURN", "ICE"}, "Assent", "SIP protocol", "How SIP calls traverse the firewall.")
      .cli_only();
  rows.choice("Transport", {"TCP", "TLS"}, "TLS", "SIP transport", "How SIP travels between the two systems.");
  rows.on_off("TLS Verify Mode", "Off", "TLS verify mode",
              "Whether the far system's certificate must be valid and name it.");
}

void add_client(Rows& rows) {
  rows.under("Zones Zone [1..1000] TraversalClient ", kZonesPage);
  rows.text("Peer [1..6] Address", 128, "Peer address", "The IP address or name of a peer of the traversal server.")
      .form(TextForm::host);
  add_zone_authentication(rows);
  add_zone_registrations(rows);
  rows.text("Authentication UserName", 128, "Username", "The name by which this system logs in at the server.");
  rows.password("Authentication Password", 215, "Password", "The password by which it does.");
  rows.integer("RetryInterval", 1, 65534, "120", "Retry interval", "Seconds between two attempts to connect.");
  rows.integer("DisconnectOnFailInterval", 0, 65534, "0", "Disconnect on fail interval",
               "Seconds after which a failed connection is given up; 0: never. The range is ours.")
      .default_ours()
      .cli_only();
  rows.integer("H323 Port", 1024, 65534, "6001", "H.323 port", "The port that the server has for this zone.")
      .default_ours();
  rows.choice("H323 Protocol", {"Assent", "H46018"}, "Assent", "H.323 protocol",
              "How H.323 calls traverse the firewall.");
  rows.under("Zones Zone [1..1000] TraversalClient SIP ", kZonesPage);
  add_traversal_sip(rows);
}

void add_probe(Rows& rows, std::string_view prefix, std::string_view label_retry, std::string_view label_count,
               std::string_view label_alive) {
  rows.under(prefix, kZonesPage);
  rows.integer("RetryInterval", 1, 65534, "2", label_retry, "Seconds between two probes while none is answered.");
  rows.integer("RetryCount", 1, 65534, "5", label_count, "How many probes are sent before it is given up.");
  rows.integer("KeepAliveInterval", 1, 65534, "20", label_alive, "Seconds between two probes that keep the way open.");
}

void add_server(Rows& rows) {
  rows.under("Zones Zone [1..1000] TraversalServer ", kZonesPage);
  add_zone_authentication(rows);
  add_zone_registrations(rows);
  rows.text("Authentication UserName", 128, "Username", "The name that the client must log in with.");
  rows.integer("H323 Port", 1024, 65534, "6001", "H.323 port", "The port that this zone alone uses for H.323.")
      .default_ours();
  rows.choice("H323 Protocol", {"Assent", "H46018"}, "Assent", "H.323 protocol",
              "How H.323 calls traverse the firewall.");
  rows.on_off("H323 H46019 Demultiplexing Mode", "Off", "H.460.19 demultiplexing mode",
              "Whether two ports serve the media of all calls.");
  rows.under("Zones Zone [1..1000] TraversalServer SIP ", kZonesPage);
  add_traversal_sip(rows);
  rows.text("TLS Verify Subject Name", 128, "TLS verify subject name",
            "The name that the client's certificate must have.");
  add_probe(rows, "Zones Zone [1..1000] TraversalServer UDPProbe ", "UDP retry interval", "UDP retry count",
            "UDP keep alive interval");
  add_probe(rows, "Zones Zone [1..1000] TraversalServer TCPProbe ", "TCP retry interval", "TCP retry count",
            "TCP keep alive interval");
}

}  // namespace

void add_traversal_zones(Rows& rows) {
  add_client(rows);
  add_server(rows);
}

}  // namespace hexad::config::table
