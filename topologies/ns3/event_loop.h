// The scheduler of the simulation, as an ns-3 simulator implementation. It differs from ns-3's own in four points: time
// never runs backwards (Debian's build of ns-3 has that assertion compiled out), events are counted and may be bounded,
// one event can be run at a time, and a cancelled timer leaves the queue before its time, so that a run of weeks with
// thousands of re-armed timers stays small. Events due at the same instant run in the order in which they were
// scheduled.
#pragma once

#include <ns3/event-id.h>
#include <ns3/event-impl.h>
#include <ns3/object-factory.h>
#include <ns3/simulator-impl.h>
#include <ns3/simulator.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "model/host/time.h"

namespace hexad::ns3_world {

/// An event that runs a function object once. The caller hands it to EventLoop::schedule().
template <class Action>
class ActionEvent final : public ns3::EventImpl {
 public:
  explicit ActionEvent(Action action) : action_(std::move(action)) {}

 private:
  void Notify() override { action_(); }
  Action action_;
};
template <class Action>
ns3::EventImpl* make_event(Action action) {
  return new ActionEvent<Action>(std::move(action));
}

class EventLoop final : public ns3::SimulatorImpl {
 public:
  static ns3::TypeId GetTypeId();

  /// The loop in force. It exists from install() until ns3::Simulator::Destroy().
  static EventLoop& current();
  /// Makes a fresh loop ns-3's simulator. Nothing may have been asked of ns3::Simulator before.
  static void install();

  host::MonotonicTime time() const { return host::MonotonicTime(host::Duration(now_)); }
  /// Runs the next event if it is due at `limit` or before. False when none is; time then stands where it stood.
  bool step(host::MonotonicTime limit);
  /// Moves the clock forward over a stretch in which nothing is due.
  void move_to(host::MonotonicTime time);

  /// A delay below zero counts as zero. The context is the ns-3 node that the event belongs to.
  ns3::EventId schedule(std::uint32_t context, host::Duration delay, ns3::EventImpl* event);
  /// As ns3::Simulator::Remove(): the event does not happen.
  void drop(ns3::EventId& id);

  void Destroy() override;
  bool IsFinished() const override { return stopped_ || live_ == 0; }
  void Stop() override { stopped_ = true; }
  void Stop(const ns3::Time& delay) override;
  ns3::EventId Schedule(const ns3::Time& delay, ns3::EventImpl* event) override;
  void ScheduleWithContext(std::uint32_t context, const ns3::Time& delay, ns3::EventImpl* event) override;
  ns3::EventId ScheduleNow(ns3::EventImpl* event) override;
  ns3::EventId ScheduleDestroy(ns3::EventImpl* event) override;
  void Remove(const ns3::EventId& id) override;
  void Cancel(const ns3::EventId& id) override;
  bool IsExpired(const ns3::EventId& id) const override;
  void Run() override;
  ns3::Time Now() const override { return ns3::TimeStep(static_cast<std::uint64_t>(now_)); }
  ns3::Time GetDelayLeft(const ns3::EventId& id) const override;
  ns3::Time GetMaximumSimulationTime() const override { return ns3::TimeStep(INT64_MAX); }
  void SetScheduler(ns3::ObjectFactory factory) override { (void)factory; }
  std::uint32_t GetSystemId() const override { return 0; }
  std::uint32_t GetContext() const override { return context_; }
  std::uint64_t GetEventCount() const override { return executed_; }

 private:
  struct Entry {
    std::int64_t at;
    std::uint64_t sequence;
    std::uint32_t context;
    ns3::EventImpl* event;  ///< Owns one reference.
    bool after(const Entry& other) const { return at != other.at ? at > other.at : sequence > other.sequence; }
  };

  void push(const Entry& entry);
  Entry pop();
  void discard_cancelled();

  std::int64_t now_ = 0;
  std::uint32_t context_ = ns3::Simulator::NO_CONTEXT;
  std::uint64_t next_sequence_ = ns3::EventId::VALID;
  std::uint64_t running_sequence_ = 0;
  std::uint64_t executed_ = 0;
  std::size_t live_ = 0;  ///< Entries that are not cancelled.
  bool stopped_ = false;
  std::vector<Entry> heap_;  ///< Cancelled entries stay until their time or until they are the majority.
  std::vector<ns3::EventId> at_destroy_;
};

}  // namespace hexad::ns3_world
