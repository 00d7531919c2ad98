// A peer on a machine of its own, with a configuration of a few lines.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "model/peer/peer.h"
#include "tests/model/tls/laboratory.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::peer {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

struct PeerWorld {
  /// Installs a peer with these xConfiguration lines on an empty disk and starts it; returns the error's detail, or an
  /// empty text.
  std::string start(const std::string& lines, config::Release release = config::Release::x8_9) {
    return start(material(lines, release));
  }
  std::string start(PeerMaterial material) {
    peer.reset();
    for (const std::string& file : host.disk().list("")) (void)host.disk().remove(file);
    return boot(std::move(material));
  }
  /// As start(), with the disk as it is.
  std::string boot(PeerMaterial material) {
    peer.reset();
    auto started = Peer::start(host, std::move(material));
    if (!started) return started.error().detail.empty() ? "(no detail)" : started.error().detail;
    peer = std::move(*started);
    return {};
  }
  PeerMaterial material(const std::string& lines, config::Release release = config::Release::x8_9) {
    PeerMaterial material;
    material.configuration = config::Configuration(release);
    const auto read = material.configuration.read_lines(lines, "test");
    EXPECT_TRUE(read) << read.error().detail;
    material.library = &library;
    return material;
  }
  PeerMaterial with_certificate(PeerMaterial material) {
    material.credentials = laboratory.issue("peer1.example.com");
    material.ca_certificates_pem = laboratory.authority.certificate_pem();
    return material;
  }
  /// "UDP 0.0.0.0:5060", in the order of the peer.
  Texts listening() const {
    Texts texts;
    for (const Listening& one : peer->listening()) {
      texts.push_back(std::string(host::to_string(one.transport)) + " " + one.address.to_string());
    }
    return texts;
  }

  support::SimNetwork network{5};
  support::SimHost& host = network.add_host("peer1", {"10.0.0.11/24", "2001:db8::11/64"});
  support::SimHost& phone = network.add_host("phone", {"10.0.0.100/24", "2001:db8::100/64"});
  tls::test::Laboratory laboratory;
  tls::Library library{tls::Randomness::simulated};
  std::unique_ptr<Peer> peer;
};

}  // namespace hexad::peer
