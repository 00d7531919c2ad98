// The events of a run: what record.jsonl holds and what every report and check is made from. Times are nanoseconds
// since the start of the run; no real time stands in here. Depends on nothing else of Hexad.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace hexad::record {

struct NodeInfo {
  std::string name;
  std::string group;
  std::string role;                                              ///< "peer", "endpoint", "dns", "router"
  std::vector<std::pair<std::string, std::string>> attachments;  ///< network, address(es) "10.1.0.11 fd00:1::11"
  std::vector<std::string> notes = {};  ///< What a router does: "NAPT from home to internet", "a stateful firewall".
};
struct NetworkInfo {
  std::string name;
  std::string subnet;  ///< "10.1.0.0/24", or both families separated by a blank
  std::int64_t delay_ns = 0;
};

/// The first event of every record.
struct RunStarted {
  std::string scenario;
  std::string title;  ///< The scenario's first comment: what it is for.
  std::string topology;
  std::string world;    ///< "ns3" or "real"
  std::string release;  ///< "x12", ...
  std::uint64_t seed = 0;
  std::int64_t duration_ns = 0;
  std::string repeat_command;
  std::vector<NetworkInfo> networks;
  std::vector<NodeInfo> nodes;
  std::vector<std::string> verifies;  ///< Requirement ids of the scenario.
};

struct MachineChanged {
  std::string node;
  std::string state;  ///< "running", "killed", "off", "restarting"
};

struct LogLine {
  std::string node;
  std::string severity;  ///< "debug" ... "error"
  std::string component;
  std::string event;  ///< stable snake_case word: "registered", "registration_lost"
  std::string text;
  std::vector<std::pair<std::string, std::string>> fields;
};

/// A protocol message handed to, or taken from, a transport.
struct Message {
  std::string node;
  bool sent = true;
  std::string protocol;   ///< "sip", "dns"
  std::string transport;  ///< "UDP", "TCP", "TLS"
  std::string local;      ///< "10.1.0.11:5060"
  std::string remote;
  std::string summary;  ///< "REGISTER sip:example.com", "200 OK (REGISTER)"
  std::string bytes;    ///< The whole message; may hold any octet.
};

/// A packet that did not arrive: only a simulator knows.
struct PacketLost {
  std::string network;
  std::string reason;    ///< "loss", "link_down", "powered_off", "no_port", "no_mapping", "firewall", "no_route",
                         ///< "filter", "partition", "port_blocked", "forgotten"
  std::string protocol;  ///< "UDP", "TCP", "ICMP", ...
  std::string source;    ///< "10.1.0.11:5060"
  std::string destination;
  std::uint32_t size_bytes = 0;
  std::string summary;      ///< First line of a text payload, else empty.
  std::uint32_t fault = 0;  ///< The fault that did it, 0 for none.
};

struct FaultApplied {
  std::uint32_t id = 0;  ///< 1, 2, ...
  std::string kind;      ///< "kill", "power_off", "link_down", "loss", "delay", "partition", "block_port", ...
  std::string target;    ///< "peer1", "peer1/lan1", "wan", "peer1 <-> peer2, peer3"
  std::string text;      ///< "peer1 loses its power"
};
struct FaultEnded {
  std::uint32_t id = 0;
  std::uint64_t packets_dropped = 0;
  std::uint64_t packets_delayed = 0;
  std::uint64_t packets_rejected = 0;
  std::uint64_t streams_ended = 0;
  std::uint64_t operations = 0;  ///< Clocks that were stepped, changes that a disk refused.
};

struct StepDone {
  std::uint32_t index = 0;
  std::string text;
  bool ok = true;
  std::string error;
};

enum class Verdict : std::uint8_t { pass, fail, invalid };

struct CheckResult {
  std::string name;                   ///< "every_phone_registers_within_ten_seconds"
  std::string kind;                   ///< "registered", "messages", ... or "invariant"
  Verdict verdict = Verdict::pass;    ///< invalid: it never ran
  std::string expected;               ///< A sentence.
  std::string found;                  ///< A sentence.
  std::vector<std::string> evidence;  ///< Lines; for a failure the facts that an engineer wants first.
  std::int64_t window_begin_ns = 0;   ///< What the check looked at.
  std::int64_t window_end_ns = 0;
  std::vector<std::string> nodes;     ///< Whom a failure concerns.
  std::vector<std::string> verifies;  ///< Requirement ids.
};

/// The last event of every record.
struct RunEnded {
  Verdict verdict = Verdict::pass;
  std::vector<std::string> reasons;  ///< Why it is not a pass, one sentence each.
};

using Event = std::variant<RunStarted, MachineChanged, LogLine, Message, PacketLost, FaultApplied, FaultEnded, StepDone,
                           CheckResult, RunEnded>;

struct Entry {
  std::int64_t at_ns = 0;
  Event event;
};

}  // namespace hexad::record
