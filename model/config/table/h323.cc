// Configuration > Protocols > H.323 and > Interworking.
#include "model/config/table/rows.h"

namespace hexad::config::table {

void add_h323(Rows& rows) {
  rows.under("H323 ", "Configuration > Protocols > H.323");
  rows.on_off("Mode", {"On", "Off"}, "H.323 mode", "Whether the system is an H.323 gatekeeper at all.");
  rows.integer("Gatekeeper Registration UDP Port", 1024, 65534, "1719", "Registration UDP port",
               "The port for RAS messages.");
  rows.choice("Gatekeeper Registration ConflictMode", {"Reject", "Overwrite"}, "Reject", "Registration conflict mode",
              "What happens when a device registers an alias that another one has.");
  rows.on_off("Gatekeeper Registration RIPAllRequests", "Off", "RIP all requests",
              "Whether every registration request is first answered that it is in progress.")
      .default_ours()
      .cli_only();
  rows.integer("Gatekeeper CallSignaling TCP Port", 1024, 65534, "1720", "Call signaling TCP port",
               "The port for call signalling.");
  rows.integer("Gatekeeper CallSignaling PortRange Start", 1024, 65534, "15000", "Call signaling port range start",
               "The first port for calls once they are set up.");
  rows.integer("Gatekeeper CallSignaling PortRange End", 1024, 65534, "19999", "Call signaling port range end",
               "The last port for calls once they are set up.");
  rows.integer("Gatekeeper TimeToLive", 60, 65534, "1800", "Time to live",
               "Seconds after which a device must renew its registration; fewer move devices to another peer sooner.");
  rows.integer("Gatekeeper CallTimeToLive", 60, 65534, "120", "Call time to live",
               "Seconds between two questions whether a device is still in its call.");
  rows.on_off("Gatekeeper AutoDiscovery Mode", "On", "Auto discover",
              "Whether gatekeeper requests sent to many at once are answered.");
  rows.choice("Gateway CallerId", {"IncludePrefix", "ExcludePrefix"}, "ExcludePrefix", "Caller ID",
              "Whether a gateway's prefix stands before the caller's number.");
}

void add_interworking(Rows& rows) {
  rows.under("Interworking ", "Configuration > Protocols > Interworking");
  rows.choice("Mode", {"On", "Off", "RegisteredOnly"}, "RegisteredOnly", "H.323 <-> SIP interworking mode",
              "Whether calls between H.323 and SIP are translated; RegisteredOnly: when one end is registered here.");
  rows.choice("BFCP Compatibility Mode", {"Auto", "TAA", "Draft"}, "Auto", "BFCP compatibility mode",
              "Which form of the floor control protocol is spoken.")
      .cli_only();
  rows.choice("Encryption Mode", {"Auto", "Off"}, "Auto", "Encryption",
              "Whether media of translated calls may be encrypted.")
      .cli_only();
  rows.on_off("Encryption KeySize2048", "On", "2048 bit keys", "Whether keys of 2048 bits are offered to H.323.")
      .cli_only();
  rows.on_off("Encryption Replay Protection Mode", "Off", "Replay protection",
              "Whether repeated SRTP packets are thrown away.")
      .cli_only();
  rows.on_off("Require Invite Header Mode", "Off", "Require header in INVITE",
              "Whether an INVITE says that it needs com.tandberg.sdp.duo.enable and .bfcp.udp.")
      .cli_only();
}

}  // namespace hexad::config::table
