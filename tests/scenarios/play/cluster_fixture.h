// A cluster of three on paper: what its peers would log, a line each.
#pragma once

#include <string>

#include "scenarios/play/cluster_watch.h"
#include "tests/scenarios/play/play_fixture.h"

namespace hexad::play {

using Fields = std::vector<std::pair<std::string, std::string>>;

inline topology::Topology three_peers() {
  topology::Topology t;
  t.name = "three";
  t.networks.push_back({"lan", *host::Prefix::parse("10.1.0.0/24"), {}, 1ms, 0, 1'000'000'000});
  for (const char* number : {"1", "2", "3"}) {
    t.nodes.push_back(node(std::string("peer") + number, std::string("peer") + number,
                           (std::string("10.1.0.1") + number).c_str(), topology::PeerRole{}));
  }
  return t;
}

/// Tells observers what happens, at times that the test sets.
class ToldCluster {
 public:
  explicit ToldCluster(record::EntryObserver& observer) : observer_(observer) {}

  void at(std::int64_t seconds) { now_ns_ = seconds * kSecond; }
  void say(std::string peer, std::string component, std::string event, Fields fields) {
    observer_.on_entry({now_ns_, record::LogLine{std::move(peer), "info", std::move(component), std::move(event),
                                                 "says so", std::move(fields)}});
  }
  void machine(std::string peer, std::string state) {
    observer_.on_entry({now_ns_, record::MachineChanged{std::move(peer), std::move(state)}});
  }
  void alarm(std::string peer, int id, bool raised = true) {
    say(std::move(peer), "event_log", raised ? "alarm_raised" : "alarm_lowered", {{"id", std::to_string(id)}});
  }
  void configuration(std::string peer, std::string digest, std::string origin = "edit") {
    say(std::move(peer), "cluster", "configuration",
        {{"digest", std::move(digest)}, {"revision", "1"}, {"origin", std::move(origin)}});
  }
  void word(std::string peer, std::string address, std::string word) {
    say(std::move(peer), "cluster", "peer_state", {{"peer", std::move(address)}, {"state", std::move(word)}});
  }
  void primary(std::string peer, bool self) {
    say(std::move(peer), "cluster", "primary", {{"primary", "10.1.0.11"}, {"self", self ? "yes" : "no"}});
  }
  /// All three are one cluster, whose primary is peer1.
  void form() {
    for (const std::string self : {"1", "2", "3"}) {
      machine("peer" + self, "running");
      say("peer" + self, "ntp", "ntp_state", {{"state", "Synchronized"}});
      primary("peer" + self, self == "1");
      configuration("peer" + self, "aaaa", "boot");
      for (const std::string other : {"1", "2", "3"}) {
        if (other != self) word("peer" + self, "10.1.0.1" + other, "Active");
      }
    }
    say("peer1", "cluster", "replication", {{"state", "running"}});
  }

 private:
  record::EntryObserver& observer_;
  std::int64_t now_ns_ = 0;
};

}  // namespace hexad::play
