#include "model/status/alarms.h"

#include <algorithm>
#include <utility>

#include "model/host/check.h"
#include "model/status/event_log.h"

namespace hexad::status {
namespace {

/// The alarm logs of the products are all of level 1.
constexpr int kLevel = 1;

}  // namespace

std::string_view state_word(const Alarm& alarm) { return alarm.acknowledged ? "Acknowledged" : "New"; }

Alarms::Alarms(host::Host& host, EventLog& events) : host_(host), events_(events) {}

void Alarms::set_wording(AlarmWording wording) {
  wording_ = wording;
  for (Alarm& alarm : active_) {
    const bool described = alarm.detail == alarm.kind->description;
    alarm.kind = find_alarm_kind(alarm.kind->id, wording);
    if (described) alarm.detail = alarm.kind->description;
  }
}

std::vector<Alarm>::iterator Alarms::place_of(std::uint32_t id, std::string_view instance) {
  return std::partition_point(active_.begin(), active_.end(), [&](const Alarm& alarm) {
    return alarm.kind->id != id ? alarm.kind->id < id : std::string_view(alarm.instance) < instance;
  });
}

const Alarm* Alarms::find(std::uint32_t id, std::string_view instance) const {
  instance = instance.substr(0, kInstanceBytesMax);
  const auto at = const_cast<Alarms*>(this)->place_of(id, instance);
  return at != active_.end() && at->kind->id == id && at->instance == instance ? &*at : nullptr;
}

void Alarms::raise(std::uint32_t id, std::string_view detail, std::string_view instance) {
  const AlarmKind* kind = find_alarm_kind(id, wording_);
  HEXAD_CHECK(kind != nullptr);
  instance = instance.substr(0, kInstanceBytesMax);
  detail = (detail.empty() ? kind->description : detail).substr(0, kDetailBytesMax);
  const auto at = place_of(id, instance);
  if (at == active_.end() || at->kind->id != id || at->instance != instance) {
    add(at, *kind, detail, instance);
    return;
  }
  at->last_raised = host_.wall_now();
  if (at->detail == detail) return;
  at->detail = detail;
  log(*at, "Alarm Raised");
}

void Alarms::add(std::vector<Alarm>::iterator at, const AlarmKind& kind, std::string_view detail,
                 std::string_view instance) {
  if (active_.size() >= kAlarmsMax) {
    if (over_bound_++ == 0) {
      host_.log().write(host::Severity::error, "alarms", "alarms_over_bound",
                        "more alarms than the list holds; further ones are counted only");
    }
    return;
  }
  const host::WallTime now = host_.wall_now();
  const Past past = take_past(kind.id, instance).value_or(Past{kind.id, {}, now, 0});
  Alarm alarm{&kind, std::string(instance), std::string(detail), false, past.first_raised, now, past.count + 1};
  log(*active_.insert(at, std::move(alarm)), "Alarm Raised");
}

void Alarms::lower(std::uint32_t id, std::string_view instance) {
  const Alarm* found = find(id, instance);
  if (found == nullptr) return;
  const auto at = active_.begin() + (found - active_.data());
  const Alarm alarm = std::move(*at);
  active_.erase(at);
  remember(alarm);
  log(alarm, "Alarm Lowered");
}

void Alarms::set(std::uint32_t id, bool raised, std::string_view detail, std::string_view instance) {
  if (raised) {
    raise(id, detail, instance);
  } else {
    lower(id, instance);
  }
}

bool Alarms::raised(std::uint32_t id, std::string_view instance) const { return find(id, instance) != nullptr; }

host::Expected<void> Alarms::acknowledge(std::uint32_t id, std::string_view instance, std::string_view user) {
  const Alarm* found = find(id, instance);
  if (found == nullptr) {
    return host::fail(host::ErrorCode::not_found, "alarm " + std::to_string(id) + " is not raised on this peer");
  }
  if (found->acknowledged) return {};
  Alarm& alarm = active_[static_cast<std::size_t>(found - active_.data())];
  alarm.acknowledged = true;
  log(alarm, "Alarm Acknowledged", user);
  return {};
}

std::size_t Alarms::unacknowledged() const {
  return static_cast<std::size_t>(std::ranges::count(active_, false, &Alarm::acknowledged));
}

void Alarms::remember(const Alarm& alarm) {
  if (past_.size() >= kAlarmsMax) past_.pop_front();
  past_.push_back({alarm.kind->id, alarm.instance, alarm.first_raised, alarm.count});
}

std::optional<Alarms::Past> Alarms::take_past(std::uint32_t id, std::string_view instance) {
  const auto at =
      std::ranges::find_if(past_, [&](const Past& past) { return past.id == id && past.instance == instance; });
  if (at == past_.end()) return std::nullopt;
  Past past = std::move(*at);
  past_.erase(at);
  return past;
}

void Alarms::log(const Alarm& alarm, std::string_view event, std::string_view user) {
  const std::string id = std::to_string(alarm.kind->id);
  const std::string detail = std::string(alarm.kind->title) + ": " + alarm.detail;
  std::vector<LogField> fields{{"Id", id}, {"UUID", alarm.kind->uuid}, {"Severity", to_string(alarm.kind->severity)}};
  if (!alarm.instance.empty()) fields.push_back({"Instance", alarm.instance});
  if (!user.empty()) fields.push_back({"User", user});
  fields.push_back({"Detail", detail});
  events_.add(LogName::event, alarm.kind->severity, kLevel, event, std::move(fields));
}

}  // namespace hexad::status
