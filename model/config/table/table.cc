// The table itself: its parts in one, sorted by path.
#include <algorithm>

#include "model/config/table/rows.h"

namespace hexad::config {
namespace {

std::vector<Setting> make_table() {
  std::vector<Setting> table;
  table::Rows rows(table);
  table::add_administration(rows);
  table::add_network(rows);
  table::add_clustering(rows);
  table::add_firewall(rows);
  table::add_monitoring(rows);
  table::add_device_authentication(rows);
  table::add_users(rows);
  table::add_bandwidth(rows);
  table::add_calls(rows);
  table::add_h323(rows);
  table::add_interworking(rows);
  table::add_sip(rows);
  table::add_sip_registrar(rows);
  table::add_registration_policy(rows);
  table::add_call_policy(rows);
  table::add_dial_plan(rows);
  table::add_local_zone(rows);
  table::add_zones(rows);
  table::add_traversal_zones(rows);
  table::add_traversal(rows);
  table::add_applications(rows);
  std::sort(table.begin(), table.end(), [](const Setting& a, const Setting& b) { return a.path < b.path; });
  return table;
}

}  // namespace

std::span<const Setting> settings() {
  static const std::vector<Setting> table = make_table();
  return table;
}

}  // namespace hexad::config
