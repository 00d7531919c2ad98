// The inside of a Reactor: timers in the order of their deadlines, turns, work for other threads, and the buffers that
// all sockets of a loop share because the bytes given to a handler live for the call only.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "model/host/bytes.h"
#include "model/host/timer.h"

namespace hexad::real {

class Loop;
class DatagramBuffers;

/// A timer of the loop. Timers with equal deadlines fire in the order in which they were armed, whichever host they
/// belong to.
class LoopTimer final : public host::Timer {
 public:
  LoopTimer(Loop& loop, host::TimerHandler& handler) : loop_(loop), handler_(handler) {}
  ~LoopTimer() override { cancel(); }
  void arm_at(host::MonotonicTime deadline) override;
  void arm_after(host::Duration delay) override;
  void cancel() override;
  bool armed() const override { return place_ != kNowhere; }

 private:
  friend class Loop;
  static constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();
  Loop& loop_;
  host::TimerHandler& handler_;
  std::size_t place_ = kNowhere;
};

/// What has work to do when the handler of the present event has returned.
class TurnEnd {
 public:
  virtual void on_turn_end() = 0;

 protected:
  ~TurnEnd() = default;
};

/// What lives on in the loop after its handle is gone, until it dismisses itself.
class LoopOwned {
 public:
  virtual ~LoopOwned() = default;
};

/// Tells a function on the stack whether the object it works for was destroyed by a handler it called. Guards nest.
class Alive {
 public:
  class Guard {
   public:
    explicit Guard(Alive& alive);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    explicit operator bool() const { return alive_ != nullptr; }

   private:
    friend class Alive;
    Alive* alive_;
    Guard* outer_;
  };
  Alive() = default;
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;
  ~Alive() {
    for (Guard* guard = innermost_; guard != nullptr; guard = guard->outer_) guard->alive_ = nullptr;
  }

 private:
  Guard* innermost_ = nullptr;
};

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  host::MonotonicTime now() const;
  void run();
  bool run_until(const std::function<bool()>& predicate, host::Duration limit);
  void poll();
  void stop();

  /// Every call from the kernel's side into a handler happens within one Turn.
  class Turn {
   public:
    explicit Turn(Loop& loop) : loop_(loop) { loop_.in_turn_ = true; }
    ~Turn() { loop_.end_turn(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Loop& loop_;
  };
  bool in_turn() const { return in_turn_; }
  /// Once, when the present turn ends. Only within a turn.
  void at_turn_end(TurnEnd& what) { turn_ends_.push_back(&what); }
  void forget(TurnEnd& what);

  void adopt(std::unique_ptr<LoopOwned> owned) { owned_.push_back(std::move(owned)); }
  /// Destroys what was adopted.
  void dismiss(LoopOwned& owned);
  bool owns_nothing() const { return owned_.empty(); }

  /// Runs `work` on another thread, which yields to the loop where cores are few, and then `done` in the loop.
  void compute(std::function<void()> work, std::function<void()> done);

  DatagramBuffers& datagram_buffers() { return *datagram_buffers_; }
  host::MutableByteView stream_buffer() { return {stream_buffer_.get(), kStreamBufferBytes}; }

  struct Asio;
  Asio& asio() { return *asio_; }

 private:
  friend class LoopTimer;
  struct Entry {
    host::MonotonicTime deadline;
    std::uint64_t sequence;
    LoopTimer* timer;
    bool before(const Entry& other) const {
      return deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence;
    }
  };
  static constexpr std::size_t kStreamBufferBytes = 64 * 1024;
  static constexpr int kTimersPerTurn = 1024;
  /// How late a timer may be at most.
  static constexpr host::Duration kTick = std::chrono::milliseconds(4);

  void arm(LoopTimer& timer, host::MonotonicTime deadline);
  void cancel(LoopTimer& timer);
  void place(std::size_t at, const Entry& entry);
  void sift_up(std::size_t at, const Entry& entry);
  void sift_down(std::size_t at, const Entry& entry);
  void remove_at(std::size_t at);
  void fire_due();
  host::MonotonicTime wake_for(host::MonotonicTime deadline) const;
  void wake_for_first();
  void end_turn();

  std::unique_ptr<Asio> asio_;
  std::unique_ptr<DatagramBuffers> datagram_buffers_;
  std::unique_ptr<std::uint8_t[]> stream_buffer_;
  std::vector<Entry> heap_;
  std::uint64_t next_sequence_ = 0;
  host::MonotonicTime wake_at_ = host::MonotonicTime::max();  ///< When Asio's timer goes off; max: never.
  bool firing_ = false;
  bool in_turn_ = false;
  std::vector<TurnEnd*> turn_ends_;
  std::vector<std::unique_ptr<LoopOwned>> owned_;
};

}  // namespace hexad::real
