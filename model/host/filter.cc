#include "model/host/filter.h"

namespace hexad::host {

FilterAction judge(const std::vector<FilterRule>& rules, FilterProtocol protocol, const IpAddress& source,
                   std::uint16_t local_port) {
  for (const FilterRule& rule : rules) {
    if (rule.protocol != FilterProtocol::any && rule.protocol != protocol) continue;
    if (rule.source && !rule.source->contains(source)) continue;
    if (local_port < rule.port_first || local_port > rule.port_last) continue;
    return rule.action;
  }
  return FilterAction::allow;
}

}  // namespace hexad::host
