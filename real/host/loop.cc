#include "real/host/asio_loop.h"

#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>

#include "model/host/check.h"
#include "real/host/datagram_buffers.h"

namespace hexad::real {

using host::Duration;
using host::MonotonicTime;

namespace {

/// Where cores are few, long work waits for what the loop serves meanwhile. On Linux this is of the calling thread
/// alone.
void yield_to_others() {
  constexpr int kNicer = 10;
  const auto thread = static_cast<id_t>(gettid());
  setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + kNicer);
}

std::chrono::steady_clock::time_point to_steady(MonotonicTime time) {
  return std::chrono::steady_clock::time_point(
      std::chrono::duration_cast<std::chrono::steady_clock::duration>(time.time_since_epoch()));
}

}  // namespace

Alive::Guard::Guard(Alive& alive) : alive_(&alive), outer_(alive.innermost_) { alive.innermost_ = this; }

Alive::Guard::~Guard() {
  if (alive_ != nullptr) alive_->innermost_ = outer_;
}

void LoopTimer::arm_at(MonotonicTime deadline) { loop_.arm(*this, deadline); }

void LoopTimer::arm_after(Duration delay) {
  const MonotonicTime now = loop_.now();
  // A delay beyond the end of the clock counts as its end.
  const Duration longest = MonotonicTime::max() - now;
  loop_.arm(*this, now + std::clamp(delay, Duration::zero(), longest));
}

void LoopTimer::cancel() { loop_.cancel(*this); }

Loop::Loop()
    : asio_(std::make_unique<Asio>()),
      datagram_buffers_(std::make_unique<DatagramBuffers>()),
      stream_buffer_(std::make_unique_for_overwrite<std::uint8_t[]>(kStreamBufferBytes)) {}

Loop::~Loop() {
  if (asio_->pool) {
    asio_->pool->stop();
    asio_->pool->join();
  }
  owned_.clear();
  HEXAD_CHECK(heap_.empty());
}

MonotonicTime Loop::now() const {
  return MonotonicTime(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

void Loop::run() {
  asio_->context.run();
  asio_->context.restart();
}

bool Loop::run_until(const std::function<bool()>& predicate, Duration limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!predicate()) {
    if (asio_->context.stopped() || std::chrono::steady_clock::now() >= end) {
      asio_->context.restart();
      return predicate();
    }
    asio_->context.run_one_until(end);
  }
  return true;
}

void Loop::poll() {
  asio_->context.poll();
  asio_->context.restart();
}

void Loop::stop() { asio_->context.stop(); }

void Loop::forget(TurnEnd& what) {
  std::replace(turn_ends_.begin(), turn_ends_.end(), &what, static_cast<TurnEnd*>(nullptr));
}

void Loop::end_turn() {
  // Further ends may be asked for while these are handled.
  for (std::size_t i = 0; i < turn_ends_.size(); ++i) {
    TurnEnd* const what = turn_ends_[i];
    if (what != nullptr) what->on_turn_end();
  }
  turn_ends_.clear();
  in_turn_ = false;
}

void Loop::dismiss(LoopOwned& owned) {
  const auto found = std::find_if(owned_.begin(), owned_.end(), [&](const auto& one) { return one.get() == &owned; });
  HEXAD_CHECK(found != owned_.end());
  owned_.erase(found);
}

void Loop::compute(std::function<void()> work, std::function<void()> done) {
  if (!asio_->pool) {
    asio_->pool = std::make_unique<boost::asio::thread_pool>(1);
    boost::asio::post(*asio_->pool, yield_to_others);
  }
  boost::asio::post(*asio_->pool, [this, work = std::move(work), done = std::move(done)]() mutable {
    work();
    work = nullptr;
    boost::asio::post(asio_->context, [this, done = std::move(done)] {
      const Turn turn(*this);
      done();
    });
  });
}

void Loop::arm(LoopTimer& timer, MonotonicTime deadline) {
  // A passed deadline is due now, behind what was due before: otherwise a timer armed again and again for the past
  // would keep all others from firing.
  const Entry entry{std::max(deadline, now()), next_sequence_++, &timer};
  if (timer.place_ == LoopTimer::kNowhere) {
    heap_.push_back(entry);
    sift_up(heap_.size() - 1, entry);
  } else if (entry.before(heap_[timer.place_])) {
    sift_up(timer.place_, entry);
  } else {
    sift_down(timer.place_, entry);
  }
  if (!firing_) wake_for_first();
}

void Loop::cancel(LoopTimer& timer) {
  if (timer.place_ != LoopTimer::kNowhere) remove_at(timer.place_);
}

void Loop::place(std::size_t at, const Entry& entry) {
  heap_[at] = entry;
  entry.timer->place_ = at;
}

void Loop::sift_up(std::size_t at, const Entry& entry) {
  while (at > 0) {
    const std::size_t parent = (at - 1) / 2;
    if (!entry.before(heap_[parent])) break;
    place(at, heap_[parent]);
    at = parent;
  }
  place(at, entry);
}

void Loop::sift_down(std::size_t at, const Entry& entry) {
  while (true) {
    std::size_t child = 2 * at + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].before(heap_[child])) ++child;
    if (!heap_[child].before(entry)) break;
    place(at, heap_[child]);
    at = child;
  }
  place(at, entry);
}

void Loop::remove_at(std::size_t at) {
  heap_[at].timer->place_ = LoopTimer::kNowhere;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (at == heap_.size()) return;
  if (at > 0 && last.before(heap_[(at - 1) / 2])) {
    sift_up(at, last);
  } else {
    sift_down(at, last);
  }
}

void Loop::fire_due() {
  firing_ = true;
  const MonotonicTime due = now();
  // What handlers arm for this very instant waits for the next turn, so that sockets get theirs.
  const std::uint64_t sequence_end = next_sequence_;
  for (int fired = 0; fired < kTimersPerTurn && !heap_.empty(); ++fired) {
    const Entry first = heap_[0];
    if (first.deadline > due || first.sequence >= sequence_end) break;
    remove_at(0);
    const Turn turn(*this);
    first.timer->handler_.on_timer(*first.timer);
  }
  firing_ = false;
  wake_for_first();
}

// What is due goes off at once. What lies ahead waits for the next tick, so that the many deadlines of a busy peer,
// each a fraction of a millisecond behind the other, do not wake it one by one.
MonotonicTime Loop::wake_for(MonotonicTime deadline) const {
  if (deadline <= now()) return deadline;
  const Duration behind_tick = deadline.time_since_epoch() % kTick;
  if (behind_tick == Duration::zero() || deadline > MonotonicTime::max() - kTick) return deadline;
  return deadline + (kTick - behind_tick);
}

void Loop::wake_for_first() {
  // An earlier wake than needed costs less than moving Asio's timer with each deadline that is cancelled.
  if (heap_.empty() || heap_[0].deadline >= wake_at_) return;
  const MonotonicTime wake = wake_for(heap_[0].deadline);
  if (wake >= wake_at_) return;
  wake_at_ = wake;
  asio_->timer.expires_at(to_steady(wake_at_));
  asio_->timer.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    wake_at_ = MonotonicTime::max();
    fire_due();
  });
}

}  // namespace hexad::real
