// Alarms of a peer (administration guide, "Alarms"): raised by a cause, New until acknowledged, lowered by the end of
// the cause and by nothing else. They live in memory: after a restart an alarm whose cause is still there is New again.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/host.h"
#include "model/status/severity.h"

namespace hexad::status {

class EventLog;

/// Whose words an alarm speaks; the releases of config::Release in the same order.
enum class AlarmWording : std::uint8_t { x8_1, x8_9, vcs_x8_9_1, x12 };

// Ours: what has no published id has one from 70000 to 79999, which no product uses.
inline constexpr std::uint32_t kOurAlarmFirst = 70000, kOurAlarmLast = 79999;
inline constexpr std::uint32_t kReplicationWithoutNtp = 70001;
inline constexpr std::uint32_t kAdministrationNotServed = 70002;
inline constexpr std::uint32_t kConfigurationNotSaved = 70003;
inline constexpr std::uint32_t kRemoteSyslogUnavailable = 70004;
inline constexpr std::uint32_t kUpgradeFailed = 70005;
inline constexpr std::uint32_t kSipTlsNotServed = 70006;
inline constexpr std::uint32_t kLicenceKeyMissing = 70007;
inline constexpr std::uint32_t kLicenceKeyHolderAway = 70008;

/// A row of the alarm table (alarm_table.cc): ids, severities and titles as the products publish them.
struct AlarmKind {
  std::uint32_t id = 0;
  AlarmSeverity severity = AlarmSeverity::warning;
  std::string_view title;
  std::string_view description;  ///< What is the matter, where no more is known.
  std::string_view action;       ///< What to do, for people.
  std::string_view uuid;         ///< Published for three; else ours, of version 8, made from the id.
};
/// Sorted by id. The rows live as long as the program.
std::span<const AlarmKind> alarm_kinds(AlarmWording wording = AlarmWording::x12);
/// Null when the table has no such id.
const AlarmKind* find_alarm_kind(std::uint32_t id, AlarmWording wording = AlarmWording::x12);
constexpr bool is_ours(const AlarmKind& kind) { return kind.id >= kOurAlarmFirst && kind.id <= kOurAlarmLast; }
/// Whether the UUID was made by us.
bool has_our_uuid(const AlarmKind& kind);

struct Alarm {
  const AlarmKind* kind = nullptr;
  /// Which of several causes of one kind: a peer's name, a zone; empty where there is one only.
  std::string instance;
  std::string detail;  ///< One sentence; the kind's description when the raiser gave none.
  bool acknowledged = false;
  host::WallTime first_raised{};  ///< In this boot.
  host::WallTime last_raised{};
  std::uint32_t count = 1;  ///< How often it was raised in this boot: it grows when what was lowered comes back.
};
/// "New" or "Acknowledged".
std::string_view state_word(const Alarm& alarm);

class Alarms {
 public:
  /// At most this many at once; more are counted by over_bound().
  static constexpr std::size_t kAlarmsMax = 1000;
  /// Instances and details are cut to these.
  static constexpr std::size_t kInstanceBytesMax = 200, kDetailBytesMax = 500;

  Alarms(host::Host& host, EventLog& events);

  /// From now on alarms have titles and descriptions as this release writes them; x12 until then.
  void set_wording(AlarmWording wording);

  /// The id stands in the table: CHECK. What was not raised is New, also when it was acknowledged before it was
  /// lowered. Raising what is raised already changes its detail and time only; with a new detail it is logged again.
  void raise(std::uint32_t id, std::string_view detail = {}, std::string_view instance = {});
  void lower(std::uint32_t id, std::string_view instance = {});
  /// Raises or lowers.
  void set(std::uint32_t id, bool raised, std::string_view detail = {}, std::string_view instance = {});
  bool raised(std::uint32_t id, std::string_view instance = {}) const;
  /// The alarm stays until its cause ends. not_found when it is not raised; acknowledging twice is no error.
  host::Expected<void> acknowledge(std::uint32_t id, std::string_view instance, std::string_view user);

  /// By id, then instance.
  const std::vector<Alarm>& active() const { return active_; }
  /// Null when it is not raised.
  const Alarm* find(std::uint32_t id, std::string_view instance = {}) const;
  std::size_t unacknowledged() const;
  std::uint64_t over_bound() const { return over_bound_; }
  /// Forgets what was lowered: raised again, it counts from 1. What is raised stays as it is.
  void forget_lowered() { past_.clear(); }

 private:
  /// What is remembered of an alarm that was lowered.
  struct Past {
    std::uint32_t id = 0;
    std::string instance;
    host::WallTime first_raised{};
    std::uint32_t count = 0;
  };

  std::vector<Alarm>::iterator place_of(std::uint32_t id, std::string_view instance);
  void add(std::vector<Alarm>::iterator at, const AlarmKind& kind, std::string_view detail, std::string_view instance);
  void remember(const Alarm& alarm);
  std::optional<Past> take_past(std::uint32_t id, std::string_view instance);
  void log(const Alarm& alarm, std::string_view event, std::string_view user = {});

  host::Host& host_;
  EventLog& events_;
  AlarmWording wording_ = AlarmWording::x12;
  std::vector<Alarm> active_;
  std::deque<Past> past_;  ///< At most kAlarmsMax, the oldest first.
  std::uint64_t over_bound_ = 0;
};

}  // namespace hexad::status
