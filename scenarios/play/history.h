// What a run has shown so far, kept in the form that checks ask for: when each endpoint was registered with which
// peer, who sent which message when, which events were logged, which machines booted and died, which packets were lost.
// Fed by the record only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/recorder.h"
#include "scenarios/play/node_directory.h"

namespace hexad::play {

inline constexpr std::int64_t kOpenEnd = INT64_MAX;

/// A stretch of time in which an endpoint was registered with a peer that was running.
struct RegistrationSpan {
  std::string peer;  ///< Node name, or the address when it is no node's.
  std::int64_t from_ns = 0;
  std::int64_t to_ns = kOpenEnd;
  std::string ended_by;                 ///< "peer1 was killed", "connection lost"; empty while it lasts.
  std::vector<std::int64_t> refreshes;  ///< Successful re-registrations after the first one.

  bool holds_at(std::int64_t t) const { return from_ns <= t && t < to_ns; }
};

struct SentMessage {
  std::int64_t at_ns = 0;
  std::string node;
  std::string to_node;     ///< Empty when the address is no node's.
  std::string to_address;  ///< Without port.
  std::string protocol;
  std::string summary;
};

/// A request of a node and the final response to it.
struct Exchange {
  std::int64_t sent_ns = 0;  ///< First transmission.
  std::optional<std::int64_t> answered_ns;
  std::string node;
  std::string to_node;
  std::string request;  ///< The request's summary.
  std::string response;
};

struct LoggedEvent {
  std::int64_t at_ns = 0;
  std::string node;
  std::string component;
  std::string event;
  std::vector<std::pair<std::string, std::string>> fields;
};

/// A boot, a kill, a loss of power, or a program that asked for its restart.
struct MachineMoment {
  std::int64_t at_ns = 0;
  std::string node;
  std::string state;              ///< As record::MachineChanged has it.
  std::size_t events_before = 0;  ///< How many of History::events() came before it.
};

struct LostPacket {
  std::int64_t at_ns = 0;
  std::string network;
  std::string reason;
};

class History final : public record::EntryObserver {
 public:
  explicit History(const NodeDirectory& directory) : directory_(directory) {}
  void on_entry(const record::Entry& entry) override;

  const std::vector<RegistrationSpan>& registrations(std::string_view endpoint) const;
  /// The endpoints that were ever registered, by name.
  std::vector<std::string> endpoints() const;
  /// Whether the node had given a sign of life (it booted, logged or sent something) by then.
  bool alive_by(std::string_view node, std::int64_t at_ns) const;
  const std::vector<SentMessage>& sent() const { return sent_; }
  const std::vector<Exchange>& exchanges() const { return exchanges_; }
  const std::vector<LoggedEvent>& events() const { return events_; }
  const std::vector<MachineMoment>& machine_moments() const { return machine_moments_; }
  const std::vector<LostPacket>& lost() const { return lost_; }
  const NodeDirectory& directory() const { return directory_; }
  /// Whose address or full name it is; empty when it is nobody's.
  std::string_view node_of(std::string_view address) const { return directory_.node_of(address); }

 private:
  void on_message(std::int64_t at_ns, const record::Message& message);
  void on_log(std::int64_t at_ns, const record::LogLine& line);
  void on_machine(std::int64_t at_ns, const record::MachineChanged& change);
  void saw_alive(std::int64_t at_ns, const std::string& node) { alive_since_.emplace(node, at_ns); }
  void end_span(std::string_view endpoint, std::int64_t at_ns, std::string reason);

  const NodeDirectory& directory_;
  std::map<std::string, std::vector<RegistrationSpan>, std::less<>> registrations_;
  std::map<std::string, std::int64_t, std::less<>> alive_since_;
  std::vector<SentMessage> sent_;
  std::vector<Exchange> exchanges_;
  std::map<std::string, std::size_t> open_exchanges_;  ///< By node and branch: place in exchanges_.
  std::vector<LoggedEvent> events_;
  std::vector<MachineMoment> machine_moments_;
  std::vector<LostPacket> lost_;
};

}  // namespace hexad::play
