// Configuration > Traversal: the ports on which media and signalling of traversal calls pass, and the TURN server.
#include "model/config/table/rows.h"

namespace hexad::config::table {

void add_traversal(Rows& rows) {
  rows.under("Traversal ", "Configuration > Traversal > Ports");
  rows.integer("Media Port Start", 1024, 65532, "36000", "Traversal media port start",
               "The first port for media of traversal calls; even.")
      .restart();
  rows.integer("Media Port End", 1025, 65533, "59999", "Traversal media port end",
               "The last port for media of traversal calls; odd.")
      .restart();
  rows.integer("Server H323 Assent CallSignaling Port", 1024, 65534, "2776", "H.323 Assent call signaling port",
               "The port for call signalling by Assent.");
  rows.integer("Server H323 H46018 CallSignaling Port", 1024, 65534, "2777", "H.323 H.460.18 call signaling port",
               "The port for call signalling by H.460.18.");
  rows.under("Traversal Server TURN ", "Configuration > Traversal > TURN");
  rows.on_off("Mode", "Off", "TURN services", "Whether relays are given to TURN clients.");
  rows.choice("ProtocolMode", {"TCP", "UDP", "Both"}, "Both", "TURN protocol", "The protocols by which clients come.")
      .cli_only();
  rows.integer("Port", 1024, 65534, "3478", "TURN requests port", "The port for requests of clients.");
  rows.integer("PortRangeStart", 1024, 65534, "3478", "TURN requests port range start",
               "The first port for requests, where there are several.");
  rows.integer("PortRangeEnd", 1024, 65534, "3483", "TURN requests port range end",
               "The last port for requests, where there are several.")
      .default_ours();
  rows.on_off("Authentication Mode", "On", "Authentication", "Whether clients must prove who they are.").default_ours();
  rows.on_off("Authentication Remote Mode", "On", "Delegated credential checking",
              "Whether their credentials are checked through a traversal zone.");
  rows.text("Authentication Realm", 128, "TANDBERG", "Authentication realm", "The realm of the challenges.")
      .at_least(1);
  rows.integer("Media Port Start", 1024, 65534, "60000", "Media port range start", "The first port for relays.");
  rows.integer("Media Port End", 1024, 65534, "61799", "Media port range end", "The last port for relays.");
}

}  // namespace hexad::config::table
