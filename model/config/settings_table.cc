// The rows of the settings table. Paths, ranges and defaults follow the products' command reference; where releases
// differ, each column stands for one of kReleases.
#include <algorithm>

#include "model/config/setting.h"

namespace hexad::config {
namespace {

using Defaults = std::array<std::string_view, kReleases.size()>;

constexpr Defaults same(std::string_view value) { return {value, value, value, value}; }
/// X8 releases start with every protocol on; X12 only with TLS.
constexpr Defaults off_since_x12() { return {"On", "On", "On", "Off"}; }

struct Place {
  std::string_view page;
  std::string_view label;
  std::string_view help;
};

Setting on_off(std::string_view path, Defaults defaults, const Place& place) {
  Setting s;
  s.path = path;
  s.kind = ValueKind::choice;
  s.words = {"On", "Off"};
  s.defaults = defaults;
  s.page = place.page;
  s.label = place.label;
  s.help = place.help;
  return s;
}

Setting choice(std::string_view path, std::vector<std::string_view> words, Defaults defaults, const Place& place) {
  Setting s = on_off(path, defaults, place);
  s.words = std::move(words);
  return s;
}

Setting integer(std::string_view path, std::int64_t minimum, std::int64_t maximum, Defaults defaults,
                const Place& place) {
  Setting s = on_off(path, defaults, place);
  s.kind = ValueKind::integer;
  s.words.clear();
  s.minimum = minimum;
  s.maximum = maximum;
  return s;
}

Setting text(std::string_view path, std::int64_t maximum, const Place& place) {
  Setting s = integer(path, 0, maximum, same(""), place);
  s.kind = ValueKind::text;
  return s;
}

Setting address(std::string_view path, const Place& place) {
  Setting s = text(path, 39, place);
  s.kind = ValueKind::address;
  return s;
}

Setting peer_specific(Setting s, bool restart_required = false) {
  s.scope = Scope::peer_specific;
  s.scopes.fill(Scope::peer_specific);
  s.restart_required = restart_required;
  return s;
}

constexpr std::string_view kSipPage = "Configuration > Protocols > SIP";
constexpr std::string_view kIpPage = "System > Network interfaces > IP";
constexpr std::string_view kDnsPage = "System > DNS";

void add_network(std::vector<Setting>& table) {
  table.push_back(
      peer_specific(address("Ethernet [1..2] IP V4 Address",
                            {kIpPage, "IPv4 address",
                             "The address of this card; the peer serves on all its addresses when none is set."}),
                    true));
  table.push_back(peer_specific(
      address("Ethernet [1..2] IP V6 Address", {kIpPage, "IPv6 address", "The IPv6 address of this card."}), true));
  table.push_back(peer_specific(text(
      "IP DNS Hostname", 63, {kDnsPage, "System host name", "The first label of this peer's fully qualified name."})));
  table.push_back(peer_specific(
      text("IP DNS Domain Name", 128, {kDnsPage, "Domain name", "The rest of this peer's fully qualified name."})));
}

void add_sip_transports(std::vector<Setting>& table) {
  table.push_back(on_off("SIP Mode", off_since_x12(),
                         {kSipPage, "SIP mode", "Whether the peer is a SIP registrar and proxy at all."}));
  table.push_back(on_off("SIP UDP Mode", off_since_x12(), {kSipPage, "UDP mode", "Whether SIP over UDP is served."}));
  table.push_back(
      integer("SIP UDP Port", 1024, 65534, same("5060"), {kSipPage, "UDP port", "The port for SIP over UDP."}));
  table.push_back(on_off("SIP TCP Mode", off_since_x12(), {kSipPage, "TCP mode", "Whether SIP over TCP is served."}));
  table.push_back(
      integer("SIP TCP Port", 1024, 65534, same("5060"), {kSipPage, "TCP port", "The port for SIP over TCP."}));
  table.push_back(on_off("SIP TLS Mode", same("On"),
                         {kSipPage, "TLS mode", "Whether SIP over TLS is served; it needs a server certificate."}));
  table.push_back(
      integer("SIP TLS Port", 1024, 65534, same("5061"), {kSipPage, "TLS port", "The port for SIP over TLS."}));
  table.push_back(
      integer("SIP Advanced SipTcpConnectTimeout", 1, 150, same("10"),
              {kSipPage, "TCP connect timeout", "Seconds to wait for a TCP connection to be established."}));
  table.push_back(integer("SIP Advanced SipMaxSize", 1, 1048576, same("32768"),
                          {kSipPage, "SIP max size",
                           "The largest SIP message in bytes that is accepted over TCP and TLS. Default is ours."}));
  table.push_back(choice("SIP Advanced SipTlsVersions", {"TLSv1.2", "TLSv1.3", "TLSv1.2:TLSv1.3"},
                         same("TLSv1.2:TLSv1.3"),
                         {kSipPage, "TLS versions", "The TLS versions offered; those before 1.2 are not (RFC 8996)."}));
}

void add_sip_registrar(std::vector<Setting>& table) {
  table.push_back(
      text("SIP Domain [1..200] Name", 128,
           {"Configuration > Domains", "Domain name", "A SIP domain for which this cluster is the registrar."}));
  table.push_back(choice("SIP Registration Standard Refresh Strategy", {"Maximum", "Variable"}, same("Maximum"),
                         {kSipPage, "Standard registration refresh strategy",
                          "Maximum grants the longest time allowed, Variable a random time between the bounds."}));
  table.push_back(integer("SIP Registration Standard Refresh Minimum", 30, 3600, same("45"),
                          {kSipPage, "Standard registration refresh minimum",
                           "Seconds; a request for less is answered 423 Interval Too Brief."}));
  table.push_back(
      integer("SIP Registration Standard Refresh Maximum", 30, 7200, same("60"),
              {kSipPage, "Standard registration refresh maximum", "Seconds; a request for more is granted this."}));
}

std::vector<Setting> make_table() {
  std::vector<Setting> table;
  add_network(table);
  add_sip_transports(table);
  add_sip_registrar(table);
  std::sort(table.begin(), table.end(), [](const Setting& a, const Setting& b) { return a.path < b.path; });
  return table;
}

}  // namespace

std::span<const Setting> settings() {
  static const std::vector<Setting> table = make_table();
  return table;
}

}  // namespace hexad::config
