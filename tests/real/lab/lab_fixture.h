// A folder, small programs written into it, a record that is kept in memory, and a topology of one LAN.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "reports/record/recorder.h"
#include "topologies/load/topology.h"

namespace hexad::lab {

using namespace std::chrono_literals;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "hexad-lab-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }
  /// A shell script that stands for hexadd.
  std::filesystem::path program(const std::string& text) const {
    const std::filesystem::path file = path_ / "program";
    std::ofstream(file) << "#!/bin/sh\n" << text;
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
  }

 private:
  std::filesystem::path path_;
};

class Entries final : public record::EntryObserver {
 public:
  void on_entry(const record::Entry& entry) override { all.push_back(entry); }
  bool in_order() const {
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i].at_ns < all[i - 1].at_ns) return false;
    }
    return true;
  }
  /// How many log lines of a node have this event word.
  std::size_t count(const std::string& node, const std::string& event) const {
    std::size_t count = 0;
    for (const record::Entry& entry : all) {
      const auto* line = std::get_if<record::LogLine>(&entry.event);
      count += line != nullptr && line->node == node && line->event == event;
    }
    return count;
  }
  /// What its machine was said to be: "running restarting running".
  std::string machine_states(const std::string& node) const {
    std::string states;
    for (const record::Entry& entry : all) {
      const auto* machine = std::get_if<record::MachineChanged>(&entry.event);
      if (machine != nullptr && machine->node == node) states += (states.empty() ? "" : " ") + machine->state;
    }
    return states;
  }
  std::vector<record::Entry> all;
};

/// A line that a peer writes to its record: that it has started, or that it begins anew.
inline std::string peer_line(const char* event) {
  record::LogLine line;
  line.node = "peer1";
  line.severity = "info";
  line.component = "peer";
  line.event = event;
  return record::to_json_line({1, line});
}
inline std::string started_line() { return peer_line("started"); }

inline topology::Node node(const std::string& name, const std::string& address) {
  topology::Node node;
  node.name = node.group = name;
  node.fqdn = name + ".example.com";
  node.attachments.push_back({"lan1", "lan", host::IpAddress::parse(address).value(), {}});
  return node;
}

}  // namespace hexad::lab
