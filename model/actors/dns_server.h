// A name server that takes part in a scenario: an authoritative server for the zones of its topology.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/dns/authoritative_server.h"
#include "model/host/host.h"

namespace hexad::actors {

struct ZoneText {
  std::string origin;  ///< "example.com"
  std::string file;    ///< For messages.
  std::string text;    ///< A master file (RFC 1035 section 5).
};

struct DnsServerSettings {
  std::vector<ZoneText> zones;
  bool round_robin = true;  ///< Rotate the addresses of a name from answer to answer.
  std::uint16_t port = dns::kPort;
};

class DnsServer final : public host::Program {
 public:
  /// Serves on all addresses of the host. A zone that cannot be read is logged as an error, component "dns", event
  /// zone_refused, and the others are served; addresses that cannot be opened as listen_failed, and then none is.
  DnsServer(host::Host& host, const DnsServerSettings& settings);

  dns::AuthoritativeServer& server() { return server_; }

 private:
  dns::AuthoritativeServer server_;
};

}  // namespace hexad::actors
