#include "reports/node_table.h"

#include <sstream>

namespace hexad::reports {
namespace {

std::uint32_t find(const std::unordered_map<std::string, std::uint32_t>& table, std::string_view key) {
  const auto found = table.find(std::string(key));
  return found == table.end() ? kNone : found->second;
}

}  // namespace

std::string_view address_of(std::string_view transport_address) {
  if (transport_address.starts_with('[')) {
    const std::size_t end = transport_address.find(']');
    return transport_address.substr(1, end == std::string_view::npos ? end : end - 1);
  }
  const std::size_t colon = transport_address.find(':');
  // Two colons without brackets are an IPv6 address alone.
  if (colon == std::string_view::npos || transport_address.find(':', colon + 1) != std::string_view::npos) {
    return transport_address;
  }
  return transport_address.substr(0, colon);
}

NodeTable::NodeTable(const record::RunStarted& started) {
  for (std::uint32_t i = 0; i < started.nodes.size(); ++i) {
    names_.emplace(started.nodes[i].name, i);
    for (const auto& [network, list] : started.nodes[i].attachments) {
      std::istringstream words(list);
      for (std::string address; words >> address;) addresses_.emplace(address.substr(0, address.find('/')), i);
    }
  }
}

std::uint32_t NodeTable::by_name(std::string_view name) const { return find(names_, name); }

std::uint32_t NodeTable::by_address(std::string_view transport_address) const {
  const std::uint32_t learned = find(learned_, transport_address);
  return learned != kNone ? learned : find(addresses_, address_of(transport_address));
}

void NodeTable::learn(std::string_view transport_address, std::uint32_t node) {
  learned_.emplace(transport_address, node);
}

}  // namespace hexad::reports
