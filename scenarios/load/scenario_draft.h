// What the parts of the scenario reader share: the document, the topology that names resolve in, and the length of the
// run. Private to scenarios/load; everything here throws topology::Refused.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/load/scenario.h"
#include "topologies/load/typed_yaml.h"

namespace hexad::scenario {

enum class Kind : std::uint8_t { any, peer, endpoint, operator_, not_router };

/// Resolves what a file names, and keeps times within the run.
class Names {
 public:
  Names(const topology::Topology& topology, Duration duration) : topology_(topology), duration_(duration) {}

  /// A name, or a list of names, of nodes and groups; or "all" or the words of a kind ("peers"). Each node must
  /// be of that kind; words for many mean those of them that are.
  Selection select(const yaml::Node& node, Kind kind) const;
  std::string node(const yaml::Node& node) const;
  std::string network(const yaml::Node& node) const;
  /// A time within the run.
  Duration time(const yaml::Node& node) const;
  /// A list of two times, the earlier one first.
  Window window(const yaml::Node& node) const;
  Window whole_run() const { return {Duration(0), duration_}; }
  Duration duration() const { return duration_; }
  const topology::Topology& topology() const { return topology_; }

 private:
  std::vector<std::string> resolve(const yaml::Node& node, Kind kind) const;
  [[noreturn]] void refuse_unknown(const yaml::Node& node, const std::string& name) const;

  const topology::Topology& topology_;
  Duration duration_;
};

/// The list of steps, by time, with heals matched to their faults. Refuses steps that could not do anything: a boot of
/// what runs already, a fault on what does not run.
std::vector<Step> read_steps(const yaml::Node& list, const Names& names, const Scenario& scenario);
/// What stands behind the key of a fault; `text` becomes "power off peer1".
Inflict read_fault(const std::string& action, const yaml::Node& value, const Names& names, std::string& text);
/// Action, text and ids of a step with the key "operate".
void read_operate(const yaml::MapReader& keys, const Names& names, Step& step);
/// The same of a step with the key "procedure", and the keys that belong to it only.
void read_procedure(const yaml::MapReader& keys, const Names& names, Step& step);
extern const std::vector<std::string> kProcedureKeys;
/// What stands behind "call"; `text` becomes "phones-1 calls sip:phones-2@example.com".
PlaceCall read_call(const yaml::Node& value, const Names& names, std::string& text);
/// What stands behind "readdress"; `text` becomes "give peer3 the address 10.1.0.23".
Readdress read_readdress(const yaml::Node& value, const Names& names, const Scenario& scenario, std::string& text);
/// Who has which address at any time of the run.
class AddressBook {
 public:
  explicit AddressBook(const topology::Topology& topology);
  /// By time. Refuses an address that another machine has, or the machine itself already.
  void follow(const Readdress& step, const yaml::Place& place);

 private:
  void take(const host::IpAddress& address, const std::string& owner, const std::string& network);
  struct Card {
    std::string node, network;
    host::Family family;
    auto operator<=>(const Card&) const = default;
  };
  std::map<host::IpAddress, std::string> owners_;
  std::map<Card, host::IpAddress> current_;
};
/// Notes in the topology what its machines' addresses will be.
void note_addresses(Scenario& scenario);
/// The keys that belong to "operate" only; "verifies" to "procedure", too.
extern const std::vector<std::string> kOperateKeys;
/// Who works where a topology has one operator, or whom "by" names.
std::string read_operator(const yaml::MapReader& keys, const Names& names);
/// "SIP UDP Mode: On"; nothing behind the colon clears the setting.
Assignment read_assignment(const yaml::Node& node);
/// The section "trouble" (trouble_reader.cc).
Trouble read_trouble(const yaml::Node& node, const Names& names, const Scenario& scenario);
// The checks on states (state_check_reader.cc); `node` is what stands behind the key of the kind.
Expectation read_alarm(const yaml::Node& node, const Names& names);
Expectation read_peer_state(const yaml::Node& node, const Names& names);
Expectation read_database(const yaml::Node& node, const Names& names);
Expectation read_same_configuration(const yaml::Node& node, const Names& names);
Expectation read_converges(const yaml::Node& node, const Names& names);
std::vector<Check> read_checks(const yaml::Node& list, const Names& names);
/// Requirement ids by their form: "ep.sip.srv-query".
std::vector<std::string> read_ids(const yaml::Node& node);

}  // namespace hexad::scenario
