// An established TCP connection from alpha to beta with recording handlers at both ends.
#pragma once

#include <gtest/gtest.h>

#include "tests/model/host/contract/contract_suites.h"
#include "tests/model/host/contract/recorders.h"

namespace hexad::host::contract {

struct Connection {
  RecordingListener listening;
  RecordingStream near_events;  ///< alpha's end, which connected.
  ListenerHandle listener;
  StreamHandle near;

  RecordingListener::Accepted& far() { return listening.accepted.front(); }
  RecordingStream& far_events() { return far().events; }
  bool up() const { return near_events.told("connected") && !listening.accepted.empty(); }

  /// Listens on beta and connects from alpha; the caller waits for up().
  void open(ContractWorld& world, int interface = 0, Family family = Family::ipv4) {
    auto listen = world.host("beta").listen_tcp({{world.address("beta", interface, family), 0}}, listening);
    ASSERT_TRUE(listen) << listen.error().to_string();
    listener = std::move(*listen);
    connect(world);
  }
  void connect(ContractWorld& world) {
    TcpConnectOptions options;
    options.remote = listener->local();
    auto stream = world.host("alpha").connect_tcp(options, near_events);
    ASSERT_TRUE(stream) << stream.error().to_string();
    near = std::move(*stream);
  }
};

/// Writes as much of `text` from `sent` on as the stream takes.
inline void write_more(TcpStream& stream, std::string_view text, std::size_t& sent) {
  while (sent < text.size()) {
    auto taken = stream.write(as_bytes(text.substr(sent)));
    ASSERT_TRUE(taken) << taken.error().to_string();
    ASSERT_LE(*taken, text.size() - sent);
    if (*taken == 0) return;
    sent += *taken;
  }
}

inline void write_all(TcpStream& stream, std::string_view text) {
  auto taken = stream.write(as_bytes(text));
  ASSERT_TRUE(taken) << taken.error().to_string();
  ASSERT_EQ(*taken, text.size());
}

}  // namespace hexad::host::contract
