#include "real/lab/address_moves.h"

#include <algorithm>

namespace hexad::lab {
namespace {

bool is_address_character(char c) { return (c >= '0' && c <= '9') || c == '.'; }
bool is_name_character(char c) {
  return is_address_character(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

}  // namespace

host::IpAddress AddressMoves::moved(const host::IpAddress& address) const {
  const auto found = to_.find(address.to_string());
  return found == to_.end() ? address : found->second;
}

std::string AddressMoves::moved_text(std::string_view text) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    bool address = true;
    for (; end < text.size() && is_name_character(text[end]); ++end) {
      address = address && is_address_character(text[end]);
    }
    const std::string_view word = text.substr(at, end - at);
    const auto found = address ? to_.find(word) : to_.end();
    out += found == to_.end() ? word : found->second.to_string();
    if (end < text.size()) out += text[end++];
    at = end;
  }
  return out;
}

std::string AddressMoves::moved_server(const std::string& server) const {
  const bool bracketed = server.size() > 2 && server.front() == '[' && server.back() == ']';
  const auto literal = host::IpAddress::parse(bracketed ? server.substr(1, server.size() - 2) : server);
  if (literal) return moved(*literal).to_string();
  const auto with_port = host::SocketAddress::parse(server);
  if (with_port) return host::SocketAddress{moved(with_port->address), with_port->port}.to_string();
  return moved_text(server);
}

AddressMoves moves_between(const topology::Topology& from, const topology::Topology& to) {
  AddressMoves moves;
  for (std::size_t node = 0; node < from.nodes.size(); ++node) {
    const auto& cards = from.nodes[node].attachments;
    for (std::size_t card = 0; card < cards.size(); ++card) {
      const host::IpAddress& address = to.nodes[node].attachments[card].address;
      moves.add(cards[card].address, address);
      if (cards[card].address6) moves.add(*cards[card].address6, address);
    }
  }
  return moves;
}

}  // namespace hexad::lab
