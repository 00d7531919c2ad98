// A checked scenario: what happens when, and what must then be true. The reader (scenario_reader.h) makes it from YAML;
// the player and the programs only ever see this value, in which every name resolves and every time lies in the run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "model/host/time.h"
#include "topologies/load/topology.h"
#include "topologies/world/world.h"

namespace hexad::scenario {

using host::Duration;  ///< As a time: since the start of the run.

/// Nodes as the file named them ("phones", "peer1, peer2", "all") and as they are. "all" is every machine but the
/// routers, which run from the start; "peers", "endpoints", "dns" and "routers" are all of a kind.
struct Selection {
  std::string text;
  std::vector<std::string> nodes;  ///< In the topology's order, never empty, no name twice.
};

struct Window {
  Duration from{};
  Duration to{};  ///< from < to <= duration of the scenario.
};

// ---- Steps ----------------------------------------------------------------------------------------------------------

/// The machines boot: member i of n at `at + i * spread / n`.
struct Boot {
  Selection nodes;
  Duration spread{};
};
/// The faults come into force together. With `lasts` they are healed after it (kill and power_off: booted again).
struct Inflict {
  std::vector<world::Fault> faults;  ///< One for each node of kill and power_off; exactly one of the other kinds.
  std::optional<Duration> lasts;
  std::string label;  ///< For a later Heal; empty when none refers to it.
};
/// Ends the faults of an earlier step; what a kill or power_off stopped is booted again.
struct Heal {
  std::string label;
  std::size_t step = 0;  ///< Index of that step in Scenario::steps.
};
/// A setting and the value that it gets.
struct Assignment {
  std::string path;   ///< As in the settings table, indices filled in.
  std::string value;  ///< Empty: the setting is cleared.
};
/// A server certificate that the operator has issued, by the run's own authority, and uploads.
struct CertificateOrder {
  std::string common_name;
  std::vector<std::string> names;  ///< Alternative names.
  Duration begins{};               ///< From when on it is valid, after the step.
  std::optional<Duration> ends;    ///< Until when; for the whole run when empty.
  bool by_stranger = false;        ///< Of an authority that nobody trusts.
};
/// An operator asks something of a peer over HTTPS: settings are set, one is read, a line is run, the package of a
/// release or a certificate is uploaded, on each of the interfaces in their order. Each answer is judged by itself: it
/// is the one that was expected, and all interfaces that read a setting say the same.
struct Operate {
  enum class What : std::uint8_t { set, read, run, upgrade, certificate };
  std::string peer;
  std::string by;                ///< The operator's node.
  std::vector<std::string> via;  ///< "web", "cli", "json", "xml"; only "cli" where it is no setting. Never empty.
  What what = What::set;
  /// set: at least one. Several are saved together, all or nothing, as one form or one request; so never by "cli".
  std::vector<Assignment> settings;
  std::string path;                   ///< read: as in the settings table, indices filled in.
  std::string line;                   ///< run: "xCommand Restart"
  std::string release;                ///< upgrade: "x8.9"
  CertificateOrder certificate;       ///< certificate
  std::optional<std::string> expect;  ///< read: the value; else what the output holds.
  bool refused = false;               ///< The peer is expected to say no.
};
/// "set", "read", "run", "upgrade", "certificate".
std::string_view to_string(Operate::What what);
/// An engineer begins a procedure of the guides. Whether it is the right one, follows from whom it is about and from
/// who can be reached then: the run says so.
struct Procedure {
  enum class Name : std::uint8_t {
    create_cluster,
    add_peer,
    remove_live,
    remove_dead,
    disband,
    change_primary,
    change_address
  };
  Name name = Name::create_cluster;
  Selection peers;              ///< Whom it is about.
  std::string primary;          ///< Of create_cluster and change_primary: the peer that will be it. Else empty.
  std::optional<Name> advises;  ///< It is the wrong one then, and this one is to be used.
};
/// "create-cluster", as in the guides' procedures.
std::string_view to_string(Procedure::Name name);
/// A machine gets another address in one of its networks, from its next boot or restart on: what an engineer does on
/// the page System > Network interfaces. Only a simulator can do so.
struct Readdress {
  std::string node;         ///< No router.
  std::string network;      ///< That of the address.
  host::IpAddress address;  ///< Nobody else's at any time of the run; one of Attachment::later or the first one.
};
/// An endpoint calls somebody, and hangs up so long after the answer; zero: never.
struct PlaceCall {
  std::string from;
  std::string uri;  ///< "sip:phones-2@example.com"
  Duration talks{};
};
using Action = std::variant<Boot, Inflict, Heal, Operate, Procedure, Readdress, PlaceCall>;

struct Step {
  Duration at{};
  Action action;
  std::string text;                     ///< "power off peer1 for 2 min", for reports.
  int line = 0;                         ///< In Scenario::file, or in a file it includes.
  std::vector<std::string> verifies{};  ///< Requirement ids of an Operate or a Procedure.
  /// The number of the deed of Scenario::trouble that it is part of: what it comes to is judged by the checks alone,
  /// and a fault of it may touch nothing.
  std::optional<std::uint32_t> deed{};
};

// ---- Trouble --------------------------------------------------------------------------------------------------------

/// What may happen to machines and between them.
enum class TroubleKind : std::uint8_t {
  power_off,      ///< Of a peer.
  kill,           ///< Of a peer.
  late_start,     ///< A peer has no power from the beginning.
  cut,            ///< A peer's card carries nothing.
  partition,      ///< Between two peers one way or both ways, or into halves.
  block_port,     ///< 4371, 4372 or 1719 between peers.
  loss,           ///< Of a network's packets.
  delay,          ///< Of a network.
  forget_idle,    ///< A firewall between peers forgets idle connections.
  step_clock,     ///< Of a peer.
  server_outage,  ///< A server of names or of time has no power, or is killed.
  fill_disk,      ///< Of a peer.
  fail_disk,      ///< Of a peer.
  certificate,    ///< A peer's certificate expires, until another one is uploaded.
};
/// "power_off", as in the file.
std::string_view to_string(TroubleKind kind);
inline constexpr int kTroubleKinds = 14;

template <class T>
struct Span {
  T least{};
  T most{};  ///< Not below least.
};

/// Random trouble: which kinds of faults occur at all, what is inflicted when on whom, and what an operator edits
/// meanwhile, all drawn from the run's seed (scenarios/play/trouble.h). Everything has ended by the end of the window.
struct Trouble {
  Window window;
  Selection peers;                   ///< At least two.
  std::vector<std::string> servers;  ///< Machines that a server_outage may hit.
  std::string by;                    ///< The operator's node.
  std::vector<TroubleKind> kinds;    ///< Never empty, none twice.
  Span<std::uint32_t> faults;        ///< How many.
  Span<Duration> lengths;            ///< Of each fault.
  Span<std::uint32_t> edits;         ///< How many.
  std::vector<Assignment> settings;  ///< What is edited; where, follows from the setting.
  std::vector<std::string> lines;    ///< What is run as an edit, on any peer.
  /// Settings of the peers ("SIP Mode: On"): the lines of one of these are added to each of them.
  std::vector<std::vector<std::string>> variants;
};

// ---- Checks ---------------------------------------------------------------------------------------------------------

/// Each endpoint is registered, on one of `on`, at some moment up to `by`, and still is at `by`.
struct Registered {
  Selection endpoints;
  std::optional<Selection> on;  ///< Any peer when empty.
  Duration by{};
};
/// No endpoint is registered at any moment of the window.
struct NotRegistered {
  Selection endpoints;
  Window window;
};
/// Each endpoint is registered with the same peer all through the window, and refreshes there at least that often.
struct Stays {
  Selection endpoints;
  Window window;
  std::uint32_t refreshes = 1;
};
/// No endpoint is registered with one of `peers` at any moment of the window.
struct NeverOn {
  Selection endpoints;
  Selection peers;
  Window window;
};
/// Each endpoint that is registered on `peer` just before `at` is registered with one of `to` within `within` of it.
/// Never run (invalid) when no endpoint was on that peer.
struct Moved {
  Selection from;  ///< Peers.
  Duration at{};
  Duration within{};
  Selection to;  ///< Peers.
};
/// The longest time without a registration, of each endpoint in the window, is within the bounds.
struct Outage {
  Selection endpoints;
  std::optional<Selection> registered_on;  ///< Only those registered on one of these peers just before the window; the
                                           ///< check never runs (invalid) when there are none.
  Window window;
  std::optional<Duration> at_least;
  std::optional<Duration> at_most;
};
/// Of the registrations of `endpoints` at `at`, each peer holds a share between the bounds (0..1).
struct Spread {
  Selection endpoints;
  Selection peers;
  Duration at{};
  double min_share = 0;
  double max_share = 1;
};
/// The number of messages sent in the window. At least one bound is set.
struct Messages {
  std::string protocol;           ///< "sip", "dns"
  std::string matching;           ///< What the summary begins with: "REGISTER", "SRV?"; empty: any.
  std::optional<Selection> from;  ///< Any node when empty.
  std::optional<Selection> to;    ///< By the address sent to; a static NAT's public address means its machine.
  std::optional<host::IpAddress> to_address;  ///< The address sent to, literally.
  Window window;
  std::optional<std::uint64_t> at_least;
  std::optional<std::uint64_t> at_most;
  bool each = false;  ///< The bounds hold for each node of `from` by itself.
};
/// Each time between a request that `from` sends in the window and its final response lies within the bounds. Never
/// run when there was no such pair.
struct RoundTrip {
  std::string request;  ///< "REGISTER"
  Selection from;
  std::optional<Selection> to;  ///< By the address sent to.
  Window window;
  std::optional<Duration> at_least;
  std::optional<Duration> at_most;
};
/// How often nodes log an event in the window.
struct LogEvents {
  Selection nodes;
  std::string event;                                        ///< "registration_lost"
  std::vector<std::pair<std::string, std::string>> fields;  ///< Each must be there with exactly this value.
  Window window;
  std::optional<std::uint64_t> at_least;
  std::optional<std::uint64_t> at_most;
  bool each = false;  ///< The bounds hold for each of `nodes` by itself.
};
/// How many packets were lost for a reason. Only a simulator can tell.
struct PacketsLost {
  std::string network;  ///< Any when empty.
  std::string reason;   ///< As in record::PacketLost: "firewall", "no_mapping", ...
  Window window;
  std::optional<std::uint64_t> at_least;
  std::optional<std::uint64_t> at_most;
};
/// When a state must be there.
struct Moment {
  enum class Kind : std::uint8_t {
    at,       ///< At that time; from equals to.
    by,       ///< It has begun in the window, and is there at its end.
    between,  ///< All through the window.
  };
  Kind kind = Kind::at;
  Window window;
};
/// Each of the peers has the alarm raised then, or has not. A boot begins with no alarm, and a peer that does not run
/// has none that could be looked at: only `between` with raised false passes over the time in which it is down. Never
/// run (invalid), as the other checks on states, when one of the peers never ran by then.
struct AlarmIs {
  Selection nodes;  ///< Peers.
  std::uint32_t id = 0;
  bool raised = true;
  std::optional<std::string> instance;  ///< Of any when empty.
  std::string holds;                    ///< What the detail holds.
  Moment when;
};
/// Each of the peers takes another one for Active, Failed or Unknown then.
struct PeerStateIs {
  Selection nodes;      ///< Peers; without the one that it is about.
  std::string of;       ///< As the file named it.
  std::string of_node;  ///< Empty: `of` is an address or a domain name that is no machine's.
  std::string state;    ///< "Active", "Failed", "Unknown"
  Moment when;
};
/// The cluster database of each of the peers is in a state then.
struct DatabaseIs {
  Selection nodes;    ///< Peers.
  std::string state;  ///< "Active", "Recovering", "Failed"
  Moment when;
};
/// The peers have the same cluster-wide configuration then.
struct SameConfiguration {
  Selection nodes;  ///< At least two peers.
  Moment when;
};
/// The peers take one another for Active, have one configuration and no alarm that asks for an operator, `within` after
/// everything was healed; or alarms say then what is to be done, an operator does it, and it is so `cure` later.
struct Converges {
  Selection nodes;  ///< At least two peers.
  Duration from{};  ///< When everything is healed.
  Duration within{};
  Duration cure{};
  std::string by;  ///< The operator's node.
};
using Expectation =
    std::variant<Registered, NotRegistered, Stays, NeverOn, Moved, Outage, Spread, Messages, RoundTrip, LogEvents,
                 PacketsLost, AlarmIs, PeerStateIs, DatabaseIs, SameConfiguration, Converges>;
/// The key in the file: "registered", "not_registered", "stays", "never_on", "moved", "outage", "spread", "messages",
/// "round_trip", "log_event", "packets_lost", "alarm", "peer_state", "database", "same_configuration", "converges".
std::string_view kind_of(const Expectation& expectation);
/// What the expectation looks at; from is 0 for `registered`, from equals to for `spread` and for a state at a time.
Window window_of(const Expectation& expectation);
/// "phones are registered on peer2, peer3 by 50 s".
std::string to_sentence(const Expectation& expectation);

struct Check {
  std::string name;  ///< "every_phone_registers_within_ten_seconds"; unique.
  Expectation expectation;
  std::vector<std::string> verifies;  ///< Requirement ids.
  int line = 0;
};

// ---- The whole ------------------------------------------------------------------------------------------------------

struct Scenario {
  std::string name;         ///< The stem of the file: "srv-failover".
  std::string title;        ///< The first paragraph of the first comment, on one line.
  std::string description;  ///< The whole first comment.
  std::string file;
  topology::Topology topology;  ///< With the scenario's overrides applied.
  std::string release = "x12";  ///< "x8.1", "x8.9", "vcs-x8.9.1", "x12"
  std::uint64_t seed = 1;       ///< When the command line gives none.
  Duration duration{};
  std::vector<std::string> worlds;    ///< Which worlds can play it, "ns3", "real"; never empty.
  std::vector<std::string> verifies;  ///< Ids of the scenario and of all its checks, sorted, each once.
  std::vector<Step> steps;            ///< By time; steps of one instant in file order. Routers need no boot.
  std::vector<Check> checks;          ///< In file order, at least one.
  std::optional<Trouble> trouble;     ///< Not among the steps yet.
};

}  // namespace hexad::scenario
