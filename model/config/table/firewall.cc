// System > Protection. Firewall rules are peer-specific, by a choice of ours: each peer's own list allows the others.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

void add_rules(Rows& rows) {
  rows.under("Firewall Rule [1..500] ", "System > Protection > Firewall rules > Configuration");
  rows.integer("Priority", 1, 65534, "1", "Priority", "Rules are applied in the order of this number, 1 first.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.choice("Interface", {"Any", "LAN1", "LAN2"}, "Any", "Interface", "The card on which the rule counts.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.address("Address", "IP address", "The address, or one of the network, that the rule is about.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.integer("PrefixLength", 0, 128, "32", "Prefix length",
               "The bits of the address that count; 0 means every address of its family.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.choice("Service", {"Custom", "SSH", "HTTPS", "HTTP", "SIP", "H323", "SNMP", "Cluster"}, "Custom", "Service",
              "What is reached: a named service with its own transport and ports, or a custom one.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.choice("Transport", {"TCP", "UDP", "ICMP", "Any"}, "TCP", "Transport", "The protocol of a custom service.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.integer("StartPort", 0, 65535, "0", "Start port", "The first port of a custom service; 0: all ports.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.integer("EndPort", 0, 65535, "0", "End port", "The last port of a custom service; 0: the start port alone.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.choice("Action", {"Allow", "Drop", "Reject"}, "Allow", "Action",
              "Allow lets packets in, Drop is silent, Reject answers the sender.")
      .ours()
      .peer_specific()
      .read_by("admin");
  rows.text("Description", 128, "Description", "What the rule is for.").ours().peer_specific().read_by("admin");
}

void add_automated_detection(Rows& rows) {
  rows.under("Protection ", "System > Protection > Automated detection > Configuration");
  rows.choice("Category [1..8] Name",
              {"None", "SSH", "Web", "API", "SIPAuthentication", "SIPRegistration", "H323Registration", "HTTPProxy"},
              "None", "Category", "The kind of failure that is counted. The number of categories is a bound of ours.")
      .ours();
  rows.on_off("Category [1..8] State", "Off", "State", "Whether sources of such failures are blocked.").ours();
  rows.integer("Category [1..8] TriggerLevel", 1, 1000, "5", "Trigger level",
               "How many failures within the detection window block their source.")
      .ours();
  rows.integer("Category [1..8] DetectionWindow", 1, 86400, "600", "Detection window", "Seconds that are looked back.")
      .ours();
  rows.integer("Category [1..8] BlockDuration", 1, 86400, "600", "Block duration",
               "Seconds for which the source is blocked.")
      .ours();
  rows.address("Exemption [1..100] Address", "IP address", "A source, or one of its network, that is never blocked.")
      .ours();
  rows.integer("Exemption [1..100] PrefixLength", 0, 128, "32", "Prefix length", "The bits of the address that count.")
      .ours();
}

}  // namespace

void add_firewall(Rows& rows) {
  add_rules(rows);
  add_automated_detection(rows);
}

}  // namespace hexad::config::table
