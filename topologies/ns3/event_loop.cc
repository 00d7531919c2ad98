#include "topologies/ns3/event_loop.h"

#include <ns3/simulator.h>

#include <algorithm>
#include <utility>

#include "model/host/check.h"

namespace hexad::ns3_world {
namespace {

EventLoop* g_current = nullptr;

std::int64_t steps(const ns3::Time& time) { return std::max<std::int64_t>(0, time.GetTimeStep()); }

}  // namespace

ns3::TypeId EventLoop::GetTypeId() {
  static ns3::TypeId id = ns3::TypeId("hexad::EventLoop").SetParent<ns3::SimulatorImpl>().AddConstructor<EventLoop>();
  return id;
}

EventLoop& EventLoop::current() {
  HEXAD_CHECK(g_current != nullptr);
  return *g_current;
}

void EventLoop::install() {
  HEXAD_CHECK(g_current == nullptr);
  ns3::Ptr<EventLoop> loop = ns3::CreateObject<EventLoop>();
  ns3::Simulator::SetImplementation(loop);
  g_current = ns3::PeekPointer(loop);
}

bool EventLoop::step(host::MonotonicTime limit) {
  while (!heap_.empty()) {
    if (heap_.front().at > limit.time_since_epoch().count()) return false;
    const Entry entry = pop();
    const ns3::Ptr<ns3::EventImpl> event(entry.event, false);
    if (event->IsCancelled()) continue;
    --live_;
    now_ = entry.at;
    context_ = entry.context;
    running_sequence_ = entry.sequence;
    ++executed_;
    event->Invoke();
    return true;
  }
  return false;
}

void EventLoop::move_to(host::MonotonicTime time) {
  const std::int64_t target = time.time_since_epoch().count();
  HEXAD_CHECK(target >= now_);
  if (target > now_) running_sequence_ = next_sequence_ - 1;  // Nothing due so far is left.
  now_ = target;
}

void EventLoop::push(const Entry& entry) {
  heap_.push_back(entry);
  std::push_heap(heap_.begin(), heap_.end(), [](const Entry& a, const Entry& b) { return a.after(b); });
  ++live_;
}

EventLoop::Entry EventLoop::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), [](const Entry& a, const Entry& b) { return a.after(b); });
  const Entry entry = heap_.back();
  heap_.pop_back();
  return entry;
}

void EventLoop::discard_cancelled() {
  const auto kept = std::partition(heap_.begin(), heap_.end(), [](const Entry& e) { return !e.event->IsCancelled(); });
  for (auto entry = kept; entry != heap_.end(); ++entry) entry->event->Unref();
  heap_.erase(kept, heap_.end());
  std::make_heap(heap_.begin(), heap_.end(), [](const Entry& a, const Entry& b) { return a.after(b); });
}

ns3::EventId EventLoop::schedule(std::uint32_t context, host::Duration delay, ns3::EventImpl* event) {
  const std::int64_t wait = std::min<std::int64_t>(std::max<std::int64_t>(0, delay.count()), INT64_MAX - now_);
  const Entry entry{now_ + wait, next_sequence_++, context, event};
  event->Ref();
  push(entry);
  return {ns3::Ptr<ns3::EventImpl>(event, false), static_cast<std::uint64_t>(entry.at), context,
          static_cast<std::uint32_t>(entry.sequence)};
}

void EventLoop::drop(ns3::EventId& id) {
  Remove(id);
  id = ns3::EventId();
}

void EventLoop::Destroy() {
  for (ns3::EventId& id : std::exchange(at_destroy_, {})) {
    if (!id.PeekEventImpl()->IsCancelled()) id.PeekEventImpl()->Invoke();
  }
  for (const Entry& entry : std::exchange(heap_, {})) entry.event->Unref();
  live_ = 0;
  g_current = nullptr;
}

void EventLoop::Stop(const ns3::Time& delay) {
  schedule(ns3::Simulator::NO_CONTEXT, host::Duration(steps(delay)), make_event([this] { stopped_ = true; }));
}

ns3::EventId EventLoop::Schedule(const ns3::Time& delay, ns3::EventImpl* event) {
  return schedule(context_, host::Duration(steps(delay)), event);
}

void EventLoop::ScheduleWithContext(std::uint32_t context, const ns3::Time& delay, ns3::EventImpl* event) {
  schedule(context, host::Duration(steps(delay)), event);
}

ns3::EventId EventLoop::ScheduleNow(ns3::EventImpl* event) { return schedule(context_, {}, event); }

ns3::EventId EventLoop::ScheduleDestroy(ns3::EventImpl* event) {
  ns3::EventId id(ns3::Ptr<ns3::EventImpl>(event, false), static_cast<std::uint64_t>(now_), ns3::Simulator::NO_CONTEXT,
                  ns3::EventId::DESTROY);
  at_destroy_.push_back(id);
  return id;
}

void EventLoop::Remove(const ns3::EventId& id) {
  if (IsExpired(id)) return;
  id.PeekEventImpl()->Cancel();
  if (id.GetUid() == ns3::EventId::DESTROY) return;
  --live_;
  if (heap_.size() > 64 && live_ < heap_.size() / 2) discard_cancelled();
}

void EventLoop::Cancel(const ns3::EventId& id) { Remove(id); }

bool EventLoop::IsExpired(const ns3::EventId& id) const {
  if (id.PeekEventImpl() == nullptr || id.PeekEventImpl()->IsCancelled()) return true;
  if (id.GetUid() == ns3::EventId::DESTROY) {
    return std::find(at_destroy_.begin(), at_destroy_.end(), id) == at_destroy_.end();
  }
  const auto at = static_cast<std::int64_t>(id.GetTs());
  if (at != now_) return at < now_;
  // Sequence numbers of one instant lie close together, so their low halves order them.
  return static_cast<std::int32_t>(id.GetUid() - static_cast<std::uint32_t>(running_sequence_)) <= 0;
}

void EventLoop::Run() {
  stopped_ = false;
  while (!stopped_ && step(host::MonotonicTime::max())) {
  }
}

ns3::Time EventLoop::GetDelayLeft(const ns3::EventId& id) const {
  if (IsExpired(id)) return ns3::TimeStep(0);
  return ns3::TimeStep(id.GetTs() - static_cast<std::uint64_t>(now_));
}

}  // namespace hexad::ns3_world
