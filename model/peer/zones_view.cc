#include "model/peer/zones_view.h"

#include <map>

#include <fmt/format.h>

#include "model/admin/cli/list_entry.h"
#include "model/admin/words.h"

namespace hexad::peer {
namespace {

using admin::ListEntry;
using admin::Node;

constexpr std::string_view kZones = "Zones Zone";
constexpr std::string_view kSubZones = "Zones LocalZone SubZones SubZone";
constexpr std::string_view kLinks = "Bandwidth Link";
constexpr std::string_view kPipes = "Bandwidth Pipe";
constexpr int kPeersMax = 6;

/// The other types of zones have no peers.
void add_peers(Node& zone, const ListEntry& entry, std::string_view type) {
  if (type != "Neighbor" && type != "TraversalClient") return;
  for (int peer = 1; peer <= kPeersMax; ++peer) {
    const std::string address = entry.text(fmt::format("{} Peer {} Address", type, peer));
    if (!address.empty()) zone.add_item("Peer", static_cast<std::uint32_t>(peer)).add("Address", address);
  }
}

/// "512", "Unlimited", "NoBandwidth"
std::string limit_text(const ListEntry& pipe, std::string_view what) {
  const std::string mode = pipe.text(fmt::format("Bandwidth {} Mode", what));
  return mode == "Limited" ? pipe.text(fmt::format("Bandwidth {} Limit", what)) : mode;
}

}  // namespace

ZonesView::ZonesView(admin::Services& services, const location::RegistrationStore& store)
    : services_(services), store_(store) {
  services_.status.add("Zones", [this] { return zones(); });
  services_.status.add("Links", [this] { return links(); });
  services_.status.add("Pipes", [this] { return pipes(); });
}

Node ZonesView::zones() const {
  const config::Configuration& configuration = services_.configuration.current();
  Node root("Zones");
  root.children.push_back(local_zone());
  root.add("DefaultZone").add("Name", "DefaultZone");
  for (const std::uint32_t number : configuration.entries(kZones)) {
    const ListEntry entry(configuration, kZones, number);
    Node& zone = root.add_item("Zone", number);
    const std::string type = entry.text("Type"), h323 = entry.text("H323 Mode"), sip = entry.text("SIP Mode");
    zone.add("Name", entry.text("Name"));
    zone.add("Type", type);
    zone.add("H323").add("Mode", h323);
    zone.add("SIP").add("Mode", sip);
    // Whether a zone that is on can be reached is nobody's knowledge yet.
    if (h323 == "Off" && sip == "Off") zone.add("Status", "Off");
    add_peers(zone, entry, type);
  }
  return root;
}

Node ZonesView::local_zone() const {
  const config::Configuration& configuration = services_.configuration.current();
  Node local("LocalZone");
  local.add("Name", "LocalZone");
  for (const char* name : {"DefaultSubZone", "TraversalSubZone", "ClusterSubZone"}) local.add(name).add("Name", name);
  for (const std::uint32_t number : configuration.entries(kSubZones)) {
    local.add_item("SubZone", number).add("Name", ListEntry(configuration, kSubZones, number).text("Name"));
  }
  local.add("Registrations").add("Count", std::to_string(store_.contacts()));
  return local;
}

Node ZonesView::links() const {
  const config::Configuration& configuration = services_.configuration.current();
  Node root("Links");
  for (const std::uint32_t number : configuration.entries(kLinks)) {
    const ListEntry entry(configuration, kLinks, number);
    Node& link = root.add_item("Link", number);
    link.add("Name", entry.text("Name"));
    for (const std::string_view part : {"Node1", "Node2", "Pipe1", "Pipe2"}) {
      const std::string name = entry.text(fmt::format("{} Name", part));
      if (!name.empty()) link.add(part).add("Name", name);
    }
  }
  return root;
}

Node ZonesView::pipes() const {
  const config::Configuration& configuration = services_.configuration.current();
  std::map<std::string, std::vector<std::uint32_t>> limited;  // The links of a pipe, by its name in lower case.
  for (const std::uint32_t number : configuration.entries(kLinks)) {
    const ListEntry link(configuration, kLinks, number);
    for (const std::string_view leaf : {"Pipe1 Name", "Pipe2 Name"}) {
      const std::string name = admin::lower_case(link.text(leaf));
      if (name.empty()) continue;
      std::vector<std::uint32_t>& links = limited[name];
      if (links.empty() || links.back() != number) links.push_back(number);
    }
  }
  Node root("Pipes");
  for (const std::uint32_t number : configuration.entries(kPipes)) {
    const ListEntry entry(configuration, kPipes, number);
    Node& pipe = root.add_item("Pipe", number);
    pipe.add("Name", entry.text("Name"));
    Node& bandwidth = pipe.add("Bandwidth");
    bandwidth.add("Total", limit_text(entry, "Total"));
    bandwidth.add("PerCall", limit_text(entry, "PerCall"));
    for (const std::uint32_t at : limited[admin::lower_case(entry.text("Name"))]) {
      pipe.add_item("Link", at).add("Name", ListEntry(configuration, kLinks, at).text("Name"));
    }
  }
  return root;
}

}  // namespace hexad::peer
