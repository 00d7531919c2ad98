// Handlers that write down what they were told. Each may be given an action to run inside the call, which is how the
// tests destroy handles in their own handlers.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/host/host.h"

namespace hexad::host::contract {

class RecordingTimers final : public TimerHandler {
 public:
  void on_timer(Timer& timer) override {
    fired.push_back(&timer);
    if (then) then(timer);
  }
  std::vector<Timer*> fired;
  std::function<void(Timer&)> then;
};

class RecordingDatagrams final : public DatagramHandler {
 public:
  struct Datagram {
    SocketAddress source;
    SocketAddress destination;
    int interface = 0;
    std::string payload;
  };
  struct Undeliverable {
    SocketAddress destination;
    ErrorCode code;
  };
  void on_datagrams(UdpSocket& socket, std::span<const ReceivedDatagram> batch) override {
    ++calls;
    batch_largest = std::max(batch_largest, batch.size());
    const auto copy_then = then;
    if (copy_then) copy_then(socket);
    for (const ReceivedDatagram& d : batch)
      datagrams.push_back({d.source, d.destination, d.interface, std::string(as_text(d.payload))});
  }
  void on_undeliverable(UdpSocket& socket, const SocketAddress& destination, const Error& error) override {
    undeliverable.push_back({destination, error.code});
    const auto copy_then = then_undeliverable;
    if (copy_then) copy_then(socket);
  }
  int calls = 0;
  std::size_t batch_largest = 0;
  std::vector<Datagram> datagrams;
  std::vector<Undeliverable> undeliverable;
  /// Runs before the batch is read, so that a test sees whether the batch outlives its socket.
  std::function<void(UdpSocket&)> then;
  std::function<void(UdpSocket&)> then_undeliverable;
};

/// Writes the order of calls into `story`: "connected", "bytes", "writable", "end", "failed".
class RecordingStream final : public StreamHandler {
 public:
  void on_connected(TcpStream& stream) override { tell("connected", stream); }
  void on_bytes(TcpStream& stream, ByteView bytes) override {
    empty_spans += bytes.empty() ? 1 : 0;
    if (keep) received += as_text(bytes);
    received_bytes += bytes.size();
    const std::size_t before = received_bytes;
    tell("bytes", stream);
    reentered = reentered || before != received_bytes;
  }
  void on_writable(TcpStream& stream) override { tell("writable", stream); }
  void on_end(TcpStream& stream) override { tell("end", stream); }
  void on_failed(TcpStream& stream, const Error& error) override {
    failure = error.code;
    tell("failed", stream);
  }

  bool told(std::string_view event) const {
    for (const std::string& word : story)
      if (word == event) return true;
    return false;
  }

  std::vector<std::string> story;
  std::string received;
  std::size_t received_bytes = 0;
  int empty_spans = 0;
  bool keep = true;
  bool reentered = false;
  std::optional<ErrorCode> failure;
  std::function<void(std::string_view, TcpStream&)> then;

 private:
  void tell(const char* event, TcpStream& stream) {
    if (story.empty() || story.back() != event) story.push_back(event);
    const auto copy_then = then;
    if (copy_then) copy_then(event, stream);
  }
};

/// Keeps accepted streams and gives each the next of its own recording handlers.
class RecordingListener final : public ListenerHandler {
 public:
  struct Accepted {
    StreamHandle stream;
    RecordingStream events;
  };
  void on_accepted(TcpListener& listener, StreamHandle stream) override {
    ++calls;
    if (keep) {
      accepted.emplace_back();
      accepted.back().stream = std::move(stream);
      accepted.back().stream->set_handler(accepted.back().events);
      accepted.back().events.then = stream_then;
    }
    const auto copy_then = then;
    if (copy_then) copy_then(listener);
  }
  int calls = 0;
  bool keep = true;  ///< False: the stream is destroyed in the call.
  std::deque<Accepted> accepted;
  std::function<void(TcpListener&)> then;
  std::function<void(std::string_view, TcpStream&)> stream_then;
};

class RecordingComputation final : public ComputationHandler {
 public:
  void on_computed() override {
    ++calls;
    const auto copy_then = then;
    if (copy_then) copy_then();
  }
  int calls = 0;
  std::function<void()> then;
};

class RecordingInterfaces final : public InterfaceHandler {
 public:
  void on_interfaces_changed() override { ++calls; }
  int calls = 0;
};

/// Text whose every place differs from its neighbours, so that lost or doubled bytes show.
inline std::string pattern(std::size_t size_bytes, unsigned salt = 0) {
  std::string text(size_bytes, '\0');
  std::uint32_t state = 2166136261u + salt;
  for (char& c : text) {
    state = state * 1664525u + 1013904223u;
    c = static_cast<char>(state >> 24);
  }
  return text;
}

}  // namespace hexad::host::contract
