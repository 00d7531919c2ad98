// Short ways to write down what a run showed, for tests of checks and of the player.
#pragma once

#include <string>

#include "reports/record/event.h"
#include "scenarios/load/scenario.h"

namespace hexad::play {

using namespace std::chrono_literals;

inline constexpr std::int64_t kSecond = 1'000'000'000;

inline topology::Node node(std::string name, std::string group, const char* address,
                           decltype(topology::Node::role) role) {
  topology::Node made;
  made.name = std::move(name);
  made.group = std::move(group);
  made.attachments.push_back({"lan1", "lan", *host::IpAddress::parse(address), {}});
  made.role = std::move(role);
  return made;
}

/// Two peers and two phones on one network.
inline topology::Topology small_topology() {
  topology::Topology t;
  t.name = "small";
  t.networks.push_back({"lan", *host::Prefix::parse("10.1.0.0/24"), {}, 1ms, 0, 1'000'000'000});
  t.nodes.push_back(node("peer1", "peer1", "10.1.0.11", topology::PeerRole{}));
  t.nodes.push_back(node("peer2", "peer2", "10.1.0.12", topology::PeerRole{}));
  t.nodes.push_back(node("phones-1", "phones", "10.1.0.101", topology::EndpointRole{}));
  t.nodes.push_back(node("phones-2", "phones", "10.1.0.102", topology::EndpointRole{}));
  return t;
}

inline scenario::Selection phones() { return {"phones", {"phones-1", "phones-2"}}; }
inline scenario::Selection one(std::string name) { return {name, {name}}; }

inline record::Entry endpoint_says(std::int64_t at_ns, std::string node, std::string event, std::string peer = {}) {
  record::LogLine line{std::move(node), "info", "endpoint", std::move(event), "says so", {}};
  if (!peer.empty()) line.fields.emplace_back("peer", std::move(peer));
  return {at_ns, line};
}

inline record::Entry sip(std::int64_t at_ns, std::string node, bool sent, std::string remote, std::string summary,
                         const std::string& branch = "z9hG4bK1") {
  record::Message message;
  message.node = std::move(node);
  message.sent = sent;
  message.protocol = "sip";
  message.transport = "UDP";
  message.local = "10.1.0.101:5060";
  message.remote = std::move(remote);
  message.summary = std::move(summary);
  message.bytes = "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.101:5060;branch=" + branch +
                  "\r\nMax-Forwards: 70\r\nFrom: <sip:a@example.com>;tag=1\r\nTo: <sip:a@example.com>\r\n"
                  "Call-ID: 1@x\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n";
  return {at_ns, message};
}

}  // namespace hexad::play
