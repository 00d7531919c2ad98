// A phone, a name server and up to four registrars on one network, and what the tests ask of the phone's log.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/actors/dns_server.h"
#include "model/actors/sip_endpoint.h"
#include "tests/model/actors/scripted_registrar.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::actors {

using namespace std::chrono_literals;
using State = SipEndpoint::State;
using Texts = std::vector<std::string>;

struct EndpointWorld {
  /// peer1 is 10.0.0.11 and so on. The name server gives answers the TTL that the zone says.
  explicit EndpointWorld(int peers = 3, std::uint64_t seed = 7) : network(seed) {
    for (int number = 1; number <= peers; ++number) {
      hosts.push_back(
          &network.add_host("peer" + std::to_string(number), {"10.0.0.1" + std::to_string(number) + "/24"}));
      registrars.push_back(std::make_unique<ScriptedRegistrar>(*hosts.back()));
    }
  }

  /// A zone of example.com with the addresses of all peers, and these records.
  void serve(const std::string& records, unsigned ttl_seconds = 86400) {
    std::string text =
        "$TTL " + std::to_string(ttl_seconds) + "\n@ IN SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 10.0.0.53\n";
    for (std::size_t number = 1; number <= hosts.size(); ++number) {
      text += "peer" + std::to_string(number) + " A 10.0.0.1" + std::to_string(number) + "\n";
    }
    DnsServerSettings settings;
    settings.zones.push_back({"example.com", "test.zone", text + records});
    dns = std::make_unique<DnsServer>(dns_host, settings);
  }
  /// One SRV record for each priority given: peer1 has the first, and so on; all of equal weight.
  void serve_srv(const std::vector<int>& priorities, const std::string& service = "_sip._tcp", int port = 5060) {
    std::string records;
    for (std::size_t i = 0; i < priorities.size(); ++i) {
      records += service + ".cluster SRV " + std::to_string(priorities[i]) + " 10 " + std::to_string(port) + " peer" +
                 std::to_string(i + 1) + "\n";
    }
    serve(records);
  }
  /// The address record of the cluster: all peers.
  void serve_round_robin(unsigned ttl_seconds) {
    std::string records;
    for (const support::SimHost* host : hosts) records += "cluster A " + host->address().to_string() + "\n";
    serve(records, ttl_seconds);
  }

  SipEndpointSettings settings(dns::SipDiscovery discovery = dns::SipDiscovery::rfc3263) const {
    SipEndpointSettings settings;
    settings.address_of_record = "sip:alice@example.com";
    settings.discovery = discovery;
    settings.server = discovery == dns::SipDiscovery::static_address ? "10.0.0.11" : "cluster.example.com";
    settings.dns_servers = {dns_host.at(53)};
    return settings;
  }
  void boot(SipEndpointSettings wanted, sip::StreamFactory* tls = nullptr) {
    endpoint = std::make_unique<SipEndpoint>(phone, std::move(wanted), tls);
  }
  bool registers_within(host::Duration limit) {
    return network.run_until([&] { return endpoint->registered(); }, limit);
  }

  /// The number of the peer where the phone is registered, 0 when nowhere.
  std::size_t registered_with() const {
    if (!endpoint->registered()) return 0;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      if (hosts[i]->address() == endpoint->registrar().address) return i + 1;
    }
    return 0;
  }
  ScriptedRegistrar& registrar(std::size_t number) { return *registrars.at(number - 1); }
  /// The peers that the phone tried, in order, from the `skip`-th on.
  std::vector<std::size_t> tried(std::size_t skip = 0) const {
    std::vector<std::size_t> numbers;
    for (const support::CapturedLine& line : phone.captured().lines()) {
      if (line.event != "registering") continue;
      for (std::size_t i = 0; i < hosts.size(); ++i) {
        if (line.fields.at("target").starts_with(hosts[i]->address().to_string() + ":")) numbers.push_back(i + 1);
      }
    }
    numbers.erase(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(std::min(skip, numbers.size())));
    return numbers;
  }
  /// How many questions that begin so the phone put to DNS.
  std::size_t questions(const std::string& beginning) const {
    const Texts ladder = phone.captured().ladder("dns");
    return static_cast<std::size_t>(std::count_if(
        ladder.begin(), ladder.end(), [&](const std::string& line) { return line.starts_with("> " + beginning); }));
  }
  std::string field(std::string_view event, const std::string& name) const {
    const support::CapturedLine* line = phone.captured().last(event);
    return line == nullptr ? "(no such line)" : line->fields.at(name);
  }
  std::size_t count(std::string_view event) const { return phone.captured().count(event); }

  support::SimNetwork network;
  support::SimHost& phone = network.add_host("phone", {"10.0.0.100/24"});
  support::SimHost& dns_host = network.add_host("ns", {"10.0.0.53/24"});
  std::vector<support::SimHost*> hosts;
  std::vector<std::unique_ptr<ScriptedRegistrar>> registrars;
  std::unique_ptr<DnsServer> dns;
  std::unique_ptr<SipEndpoint> endpoint;
};

}  // namespace hexad::actors
