// System > Network interfaces, System > DNS, System > Quality of Service.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

constexpr std::string_view kIp = "System > Network interfaces > IP";
constexpr std::string_view kDns = "System > DNS";

void add_cards(Rows& rows) {
  rows.under("Ethernet [1..2] ", kIp);
  rows.address_v4("IP V4 Address", "", "IPv4 address",
                  "The address of this card; the peer serves on all its addresses when none is set.")
      .peer_specific()
      .restart()
      .read_by("peer");
  rows.address_v4("IP V4 SubnetMask", "", "IPv4 subnet mask", "The mask of the subnet that this card is in.")
      .peer_specific()
      .restart();
  rows.on_off("IP V4 StaticNAT Mode", "Off", "IPv4 static NAT mode",
              "Whether a NAT in front of this card gives it a public address.")
      .peer_specific()
      .restart();
  rows.address_v4("IP V4 StaticNAT Address", "", "IPv4 static NAT address",
                  "The public address that the NAT gives to this card.")
      .peer_specific()
      .restart();
  rows.address_v6("IP V6 Address", "IPv6 address", "The IPv6 address of this card.")
      .peer_specific()
      .restart()
      .read_by("peer");
  rows.choice("Speed", {"Auto", "10half", "10full", "100half", "100full", "1000full"}, "Auto", "Ethernet speed",
              "Speed and duplex mode of the link; both ends must agree.")
      .peer_specific()
      .restart()
      .on_page("System > Network interfaces > Ethernet");
}

void add_ip(Rows& rows) {
  rows.under("", kIp);
  rows.choice("IPProtocol", {"Both", "IPv4", "IPv6"}, "IPv4", "IP protocol",
              "Which protocols the cluster supports; every peer must support the same ones.")
      .restart();
  rows.address_v4("IP Gateway", "127.0.0.1", "IPv4 gateway", "Where packets for other networks go.")
      .peer_specific()
      .restart();
  rows.address_v6("IP V6 Gateway", "IPv6 gateway", "Where IPv6 packets for other networks go.")
      .peer_specific()
      .restart();
  rows.choice("IP External Interface", {"LAN1", "LAN2"}, "LAN1", "External LAN interface",
              "The card that looks outwards.")
      .peer_specific()
      .restart();
  rows.choice("IP RFC4821 Mode", {"Auto", "Enabled", "Disabled"}, "Disabled", "Path MTU discovery",
              "Whether the path's largest packet is found out as in RFC 4821.")
      .cli_only();
  rows.integer("IP Ephemeral PortRange Start", 1024, 65534, "30000", "Ephemeral port range start",
               "The first port for outbound connections without a range of their own.")
      .on_page("System > Administration")
      .restart();
  rows.integer("IP Ephemeral PortRange End", 1024, 65534, "35999", "Ephemeral port range end",
               "The last port for outbound connections without a range of their own.")
      .on_page("System > Administration")
      .restart();
}

void add_quality_of_service(Rows& rows) {
  rows.under("IP QoS ", "System > Quality of Service");
  rows.choice("Mode", {"None", "DiffServ"}, "None", "QoS mode", "Whether signalling and media packets are marked.")
      .restart();
  rows.integer("Value", 0, 63, "0", "QoS value", "The differentiated services code point to mark packets with.")
      .restart();
}

void add_routes(Rows& rows) {
  rows.under("IP Route [1..50] ", "System > Network interfaces > Static routes");
  rows.address("Address", "IP address", "The network that the route leads to.").peer_specific();
  rows.integer("PrefixLength", 0, 128, "32", "Prefix length", "The bits of the address that name the network.")
      .peer_specific();
  rows.address("Gateway", "Gateway", "Where packets for the network go.").peer_specific();
  rows.choice("Interface", {"Auto", "LAN1", "LAN2"}, "Auto", "Interface",
              "The card that they leave by; Auto: the one whose network the gateway is in.")
      .peer_specific();
}

void add_dns(Rows& rows) {
  rows.under("IP DNS ", kDns);
  rows.text("Hostname", 63, "System host name", "The first label of this peer's fully qualified name.")
      .form(TextForm::host_label)
      .peer_specific()
      .read_by("peer");
  rows.text("Domain Name", 128, "Domain name",
            "The rest of this peer's fully qualified name; it is added to unqualified names before they are looked up.")
      .form(TextForm::domain_name)
      .peer_specific()
      .read_by("peer");
  rows.text("SearchDomains", 1024, "Search domains",
            "More domains, separated by spaces, that are tried for unqualified names.")
      .cli_only();
  rows.on_off("UseEphemeralPortRange", "On", "DNS requests port range",
              "Whether queries leave from the ephemeral port range; Off: from the range given here.");
  rows.integer("MinPort", 1024, 65535, "1024", "DNS requests port range start", "The first port of the custom range.");
  rows.integer("MaxPort", 1024, 65535, "65535", "DNS requests port range end", "The last port of the custom range.");
  rows.under("DNS ", kDns);
  rows.address("Server [1..5] Address", "Default DNS server", "A server that is asked about every name.")
      .peer_specific()
      .read_by("admin");
  rows.address("PerDomainServer [1..5] Address", "Per-domain DNS server",
               "A server that is asked about the names of its domains only.")
      .peer_specific();
  rows.text("PerDomainServer [1..5] Domain1", 39, "Domain names (first)",
            "A domain whose names this server is asked about.")
      .peer_specific();
  rows.text("PerDomainServer [1..5] Domain2", 39, "Domain names (second)",
            "Another domain whose names this server is asked about.")
      .peer_specific();
}

}  // namespace

void add_network(Rows& rows) {
  add_cards(rows);
  add_ip(rows);
  add_quality_of_service(rows);
  add_routes(rows);
  add_dns(rows);
}

}  // namespace hexad::config::table
