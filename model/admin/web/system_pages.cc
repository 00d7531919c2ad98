#include "model/admin/web/system_pages.h"

#include <fmt/format.h>

#include "model/admin/web/controls.h"
#include "model/admin/web/status_pages.h"
#include "model/config/setting_tree.h"

namespace hexad::admin::web {
namespace {

constexpr std::string_view kPeerAddress = "Alternates Peer [1..6] Address";
constexpr std::string_view kThisSystem = "This system";

/// Whether an address in the list of peers is this peer's own: one of its IP addresses, or its name.
bool is_own(Visit& visit, std::string_view address) {
  for (const host::Interface& card : visit.services().host.interfaces()) {
    for (const host::Prefix& own : card.addresses) {
      if (own.address.to_string() == address) return true;
    }
  }
  const config::Configuration& current = visit.services().configuration.current();
  std::string name = current.text("IP DNS Hostname");
  if (name.empty()) return config::equal_ignoring_case(visit.services().host.name(), address);
  if (config::equal_ignoring_case(name, address)) return true;
  const std::string domain = current.text("IP DNS Domain Name");
  return !domain.empty() && config::equal_ignoring_case(name + "." + domain, address);
}

std::string first_leaf(const Node& node, std::initializer_list<std::string_view> paths) {
  for (const std::string_view path : paths) {
    std::string value = leaf(node, path);
    if (!value.empty()) return value;
  }
  return {};
}

}  // namespace

SettingsForm::Beside ClusteringPage::beside(Visit& visit) {
  return [&visit, alternates = visit.services().status.read("Alternates")](Html& html, const config::SettingRef& ref) {
    if (ref.setting->path != kPeerAddress) return;
    const std::string& address = visit.services().configuration.current().value(ref);
    if (address.empty()) return;
    std::string state = first_leaf(
        alternates, {fmt::format("Peer {} State", ref.indices[0]), fmt::format("Peer {} Status", ref.indices[0])});
    if (is_own(visit, address)) state = kThisSystem;
    html.element("span", state.empty() ? "Unknown" : state, {{"class", "state"}});
    // As the guides have it: a line in green or, in Permissive mode, one in blue; and why a peer has failed.
    const std::string certificate = first_leaf(alternates, {fmt::format("Peer {} Certificate", ref.indices[0])});
    if (!certificate.empty()) {
      const bool valid = certificate == "Valid";
      html.element("p", "Certificate: " + certificate, {{"class", valid ? "note good" : "note unsure"}});
    }
    const std::string reason = first_leaf(alternates, {fmt::format("Peer {} Reason", ref.indices[0])});
    if (!reason.empty()) html.element("p", reason, {{"class", "note"}});
  };
}

void ClusteringPage::below(Html& html, Visit& visit) {
  const Node cluster = visit.services().status.read("Cluster");
  html.element("h2", "Status").open("dl", {{"class", "facts"}});
  const std::string database = first_leaf(cluster, {"Database Status", "DatabaseStatus", "Database State", "Status"});
  write_fact(html, "Cluster database status", database.empty() ? "Not available on this peer" : database);
  html.close();
  if (!cluster.children.empty()) write_leaves(html, cluster);
}

void StatefulSettingsPage::below(Html& html, Visit& visit) {
  const StatusTree& status = visit.services().status;
  html.element("h2", "Status");
  const Node element = status.read(element_);
  const std::string state = first_leaf(element, {"State", "Status"});
  html.open("dl", {{"class", "facts"}});
  write_fact(html, "State", status.has(element_) ? state : "Not available on this peer");
  html.close();
  Node rest(element.name);
  for (const Node& child : element.children) {
    if (child.children.empty() && (child.name == "State" || child.name == "Status")) continue;
    rest.children.push_back(child);
  }
  if (!rest.children.empty()) write_leaves(html, rest);
}

}  // namespace hexad::admin::web
