// Whoever meets the honest peers in tests/fuzz/cluster_session_fuzz.cc: a machine that dials them and is dialled by
// them, says what it is told to say, and answers as it is told to, or not at all. It knows the frames, so that what it
// says gets far.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "model/cluster/settings.h"
#include "model/host/check.h"
#include "model/tls/tls_listener.h"
#include "model/tls/tls_stream.h"
#include "model/wire/cluster/codec.h"
#include "tests/support/sim_host.h"

namespace hexad::fuzz {

using wire::cluster::Frame;
using wire::cluster::Hello;

class FarSide final : host::ListenerHandler, host::StreamHandler {
 public:
  static constexpr std::size_t kLinesMax = 48, kHeardMax = 24;
  /// What it does when it is dialled.
  enum class Answer : std::uint8_t { silent, honest, refuse, echo, close };

  struct Line {
    host::StreamHandle stream;
    wire::cluster::FrameReader reader;
    host::Bytes waiting;
    std::uint16_t port = 0;
    host::IpAddress target;
    bool dialled = false, connected = false, over = false, paused = false;
    bool joins = false;  ///< It goes on as a peer that joins would.
  };

  FarSide(support::SimHost& host, tls::ContextHandle context) : host_(host), context_(std::move(context)) {}

  /// The Hello of its own kind, for a machine.
  std::function<Hello(const host::IpAddress& target)> hello;
  Answer answer = Answer::silent;
  bool gives_copies = false;  ///< A primary: says `copy` when it is asked.
  std::vector<Frame> copy;

  void listen(bool wanted) {
    listeners_ = {};
    if (!wanted) return;
    for (std::size_t at = 0; at < kPorts.size(); ++at) {
      tls::TlsListenOptions options;
      options.tcp.local = host_.at(kPorts[at]);
      auto listener = tls::tls_listen(host_, context_, options, *this);
      HEXAD_CHECK(listener.has_value());
      listeners_[at] = std::move(*listener);
    }
  }
  void dial(const host::IpAddress& target, std::uint16_t port, bool joins = false) {
    if (lines_.size() >= kLinesMax) return;
    host::TcpConnectOptions tcp;
    tcp.remote = {target, port};
    auto line = std::make_unique<Line>();
    auto stream = tls::tls_connect(host_, context_, tcp, {}, *this);
    HEXAD_CHECK(stream.has_value());
    line->stream = std::move(*stream);
    line->port = port;
    line->target = target;
    line->dialled = true;
    line->joins = joins;
    lines_.push_back(std::move(line));
  }
  /// Those that are over are forgotten; null where there is none.
  Line* line(std::size_t number) {
    std::erase_if(lines_, [](const auto& each) { return each->over; });
    return lines_.empty() ? nullptr : lines_[number % lines_.size()].get();
  }
  Line* dialled(const host::IpAddress& target, std::uint16_t port) {
    for (const auto& each : lines_) {
      if (each->dialled && !each->over && each->port == port && each->target == target) return each.get();
    }
    return nullptr;
  }
  void leave() {
    listen(false);
    lines_.clear();
  }

  void say(Line& line, const Frame& frame) {
    host::Bytes bytes;
    wire::cluster::encode(frame, bytes);
    say(line, bytes);
  }
  void say(Line& line, host::ByteView bytes) {
    said_ += bytes.size();
    line.waiting.insert(line.waiting.end(), bytes.begin(), bytes.end());
    flush(line);
  }

  /// Frames that came, with their lengths, the latest last.
  const std::vector<host::Bytes>& heard() const { return heard_; }
  const std::optional<Hello>& heard_hello() const { return heard_hello_; }
  std::size_t said_bytes() const { return said_; }

 private:
  static constexpr std::array<std::uint16_t, 2> kPorts{cluster::kRecoveryPort, cluster::kSynchronisationPort};

  void on_accepted(host::TcpListener& listener, host::StreamHandle stream) override {
    if (lines_.size() >= kLinesMax || answer == Answer::close) return;
    auto line = std::make_unique<Line>();
    line->port = listener.local().port;
    line->target = stream->remote().address;
    line->connected = true;
    line->stream = std::move(stream);
    line->stream->set_handler(*this);
    lines_.push_back(std::move(line));
  }
  void on_connected(host::TcpStream& stream) override {
    Line& line = line_of(stream);
    line.connected = true;
    if (line.joins) say(line, Frame(hello(line.target)));
    flush(line);
  }
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override {
    Line& line = line_of(stream);
    HEXAD_CHECK(line.reader.push(bytes).has_value());
    // An honest peer says nothing but frames.
    auto content = line.reader.next();
    for (; content && *content; content = line.reader.next()) {
      auto frame = wire::cluster::decode(**content);
      HEXAD_CHECK(frame.has_value());
      remember(*frame);
      react(line, *frame);
    }
    HEXAD_CHECK(content.has_value());
  }
  void on_writable(host::TcpStream& stream) override { flush(line_of(stream)); }
  void on_end(host::TcpStream& stream) override { end(line_of(stream)); }
  void on_failed(host::TcpStream& stream, const host::Error&) override { end(line_of(stream)); }

  void remember(const Frame& frame) {
    if (const auto* told = std::get_if<Hello>(&frame)) heard_hello_ = *told;
    if (heard_.size() == kHeardMax) heard_.erase(heard_.begin());
    wire::cluster::encode(frame, heard_.emplace_back());
  }

  void react(Line& line, const Frame& frame) {
    if (line.dialled) {
      if (line.joins && line.port == kPorts[0] && std::holds_alternative<Hello>(frame)) {
        say(line, Frame(wire::cluster::RecoveryDone{}));
      }
      return;
    }
    if (std::holds_alternative<Hello>(frame)) return answer_hello(line, frame);
    if (!gives_copies || !std::holds_alternative<wire::cluster::ConfigurationRequest>(frame)) return;
    if (Line* const own = dialled(line.target, kPorts[1])) {
      for (const Frame& part : copy) say(*own, part);
    }
  }
  void answer_hello(Line& line, const Frame& frame) {
    switch (answer) {
      case Answer::silent:
      case Answer::close: return;
      case Answer::refuse: return say(line, Frame(wire::cluster::Refusal{}));
      case Answer::echo: return say(line, frame);
      case Answer::honest: break;
    }
    say(line, Frame(hello(line.target)));
    if (line.port == kPorts[0]) say(line, Frame(wire::cluster::RecoveryDone{}));
  }

  void end(Line& line) {
    line.over = true;
    // A peer that joins goes on where its recovery has ended.
    if (line.joins && line.port == kPorts[0]) dial(line.target, kPorts[1], true);
  }
  void flush(Line& line) {
    if (!line.connected || line.over) return;
    const auto taken = line.stream->write(line.waiting);
    const std::size_t gone = taken ? *taken : line.waiting.size();
    line.waiting.erase(line.waiting.begin(), line.waiting.begin() + static_cast<std::ptrdiff_t>(gone));
  }
  Line& line_of(const host::TcpStream& stream) {
    const auto found =
        std::find_if(lines_.begin(), lines_.end(), [&](const auto& each) { return each->stream.get() == &stream; });
    HEXAD_CHECK(found != lines_.end());
    return **found;
  }

  support::SimHost& host_;
  tls::ContextHandle context_;
  std::array<host::ListenerHandle, 2> listeners_;
  std::vector<std::unique_ptr<Line>> lines_;
  std::vector<host::Bytes> heard_;
  std::optional<Hello> heard_hello_;
  std::size_t said_ = 0;
};

}  // namespace hexad::fuzz
