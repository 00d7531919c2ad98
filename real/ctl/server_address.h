// "HOST[:PORT]" as people write it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/host/address.h"
#include "model/host/error.h"

namespace hexad::ctl {

struct ServerName {
  std::string host;  ///< A name or an address, without brackets.
  std::uint16_t port = 443;
};

/// "peer1", "peer1:8443", "10.0.0.1:443", "[2001:db8::1]:443", "2001:db8::1"; malformed otherwise.
host::Expected<ServerName> parse_server(std::string_view text);
/// Asks the system's resolver when the host is no address. not_found with a sentence.
host::Expected<host::SocketAddress> resolve(const ServerName& server);

}  // namespace hexad::ctl
