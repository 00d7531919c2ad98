#include "model/actors/dns_server.h"

#include "model/dns/zone_file.h"

namespace hexad::actors {
namespace {

/// Each address by its own: an answer then comes from the address that was asked.
dns::AuthoritativeSettings authoritative_settings(const host::Host& host, const DnsServerSettings& settings) {
  dns::AuthoritativeSettings authoritative;
  for (const host::Interface& interface : host.interfaces()) {
    for (const host::Prefix& prefix : interface.addresses) {
      authoritative.listen.push_back({prefix.address, settings.port});
    }
  }
  authoritative.rotation = settings.round_robin ? dns::AddressRotation::on : dns::AddressRotation::off;
  return authoritative;
}

}  // namespace

DnsServer::DnsServer(host::Host& host, const DnsServerSettings& settings)
    : server_(host, authoritative_settings(host, settings)) {
  for (const ZoneText& text : settings.zones) {
    auto zone = dns::Name::parse(text.origin).and_then([&](const dns::Name& origin) {
      return dns::parse_zone(text.text, text.file, origin);
    });
    if (zone) {
      server_.zones().set(std::move(*zone));
    } else {
      host.log().write(host::Severity::error, "dns", "zone_refused", zone.error().detail,
                       {{"origin", text.origin}, {"file", text.file}});
    }
  }
  if (const auto started = server_.start(); !started) {
    host.log().write(host::Severity::error, "dns", "listen_failed", started.error().to_string());
  }
}

}  // namespace hexad::actors
