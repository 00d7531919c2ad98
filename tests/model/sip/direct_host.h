// A host without a network and without time of its own: a test hands datagrams to the program's socket and counts what
// it sends. Between the two runs nothing but the program, so that its allocations and its CPU can be told.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/host/host.h"
#include "tests/support/captured_log.h"
#include "tests/support/memory_disk.h"
#include "tests/support/seeded_entropy.h"

namespace hexad::sip {

class DirectHost final : public host::Host {
 public:
  DirectHost() { log_.set_wants_messages(false); }

  /// Gives one batch to the socket that the program opened.
  void deliver(std::span<const host::ReceivedDatagram> batch) { handler_->on_datagrams(*socket_, batch); }
  void advance(host::Duration by) {
    now_ += by;
    for (std::size_t i = 0; i < timers_.size(); ++i) timers_[i]->fire_if_due(now_);
  }
  std::uint64_t datagrams_sent = 0;
  std::uint64_t batches_sent = 0;
  char last_sent[512] = {};  ///< The start of the last datagram.

  std::string_view name() const override { return "direct"; }
  host::MonotonicTime now() const override { return now_; }
  host::WallTime wall_now() const override { return host::WallTime(now_.time_since_epoch()); }
  host::TimerHandle make_timer(host::TimerHandler& handler) override {
    auto timer = std::make_unique<DirectTimer>(*this, handler);
    timers_.push_back(timer.get());
    return timer;
  }
  host::Expected<host::UdpHandle> open_udp(const host::SocketAddress& local, host::DatagramHandler& handler) override {
    handler_ = &handler;
    auto socket = std::make_unique<DirectSocket>(*this, local);
    socket_ = socket.get();
    return socket;
  }
  host::Expected<host::ListenerHandle> listen_tcp(const host::TcpListenOptions&, host::ListenerHandler&) override {
    return host::fail(host::ErrorCode::not_supported);
  }
  host::Expected<host::StreamHandle> connect_tcp(const host::TcpConnectOptions&, host::StreamHandler&) override {
    return host::fail(host::ErrorCode::not_supported);
  }
  std::vector<host::Interface> interfaces() const override { return {}; }
  void watch_interfaces(host::InterfaceHandler*) override {}
  void set_inbound_filter(std::vector<host::FilterRule>) override {}
  host::Disk& disk() override { return disk_; }
  host::Entropy& entropy(std::string_view) override { return entropy_; }
  support::CapturedLog& log() override { return log_; }
  host::ComputationHandle compute(std::function<void()>, host::Duration, host::ComputationHandler&) override {
    return nullptr;
  }
  void request_restart() override {}

 private:
  class DirectTimer final : public host::Timer {
   public:
    DirectTimer(DirectHost& owner, host::TimerHandler& handler) : owner_(owner), handler_(handler) {}
    ~DirectTimer() override { std::erase(owner_.timers_, this); }
    void arm_at(host::MonotonicTime deadline) override { deadline_ = deadline, armed_ = true; }
    void arm_after(host::Duration delay) override { arm_at(owner_.now_ + delay); }
    void cancel() override { armed_ = false; }
    bool armed() const override { return armed_; }
    void fire_if_due(host::MonotonicTime now) {
      while (armed_ && deadline_ <= now) {
        armed_ = false;
        handler_.on_timer(*this);
      }
    }

   private:
    DirectHost& owner_;
    host::TimerHandler& handler_;
    host::MonotonicTime deadline_{};
    bool armed_ = false;
  };
  class DirectSocket final : public host::UdpSocket {
   public:
    DirectSocket(DirectHost& owner, const host::SocketAddress& local) : owner_(owner), local_(local) {}
    host::Expected<std::size_t> send(std::span<const host::OutgoingDatagram> batch) override {
      owner_.datagrams_sent += batch.size();
      ++owner_.batches_sent;
      const std::string_view last = host::as_text(batch.back().payload).substr(0, sizeof owner_.last_sent - 1);
      owner_.last_sent[last.copy(owner_.last_sent, last.size())] = '\0';
      return batch.size();
    }
    host::SocketAddress local() const override { return local_; }

   private:
    DirectHost& owner_;
    host::SocketAddress local_;
  };

  host::MonotonicTime now_ = host::MonotonicTime(std::chrono::hours(1));
  support::SeededEntropy entropy_{1, "direct", "all"};
  support::CapturedLog log_;
  support::MemoryDisk disk_;
  host::DatagramHandler* handler_ = nullptr;
  host::UdpSocket* socket_ = nullptr;
  std::vector<DirectTimer*> timers_;
};

/// Refreshing REGISTERs of many phones, composed once; only branch and CSeq change from round to round.
class RefreshingPhones {
 public:
  explicit RefreshingPhones(std::size_t count);
  std::size_t count() const { return messages_.size(); }
  /// Sets CSeq and branch of every phone's message to this round.
  void set_round(std::uint32_t round);
  /// Delivers phones [first, first + size) as one batch.
  void deliver(DirectHost& host, std::size_t first, std::size_t size);
  const std::string& message(std::size_t index) const { return messages_[index]; }

 private:
  std::vector<std::string> messages_;
  std::vector<host::ReceivedDatagram> batch_;
};

}  // namespace hexad::sip
