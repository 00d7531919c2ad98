// The NTP client of a peer: asks up to five servers (`xConfiguration NTP Server [1..5]`), tells the states of behaviour
// and the offset of the host's clock. It does not set that clock: a Host has no call for it. Whoever wants the servers'
// time adds offset() to wall_now().
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/host/deadline_wheel.h"
#include "model/host/host.h"
#include "model/ntp/server_poll.h"

namespace hexad::ntp {

struct ClientSettings {
  PollSettings poll{};
  /// 0 lets the host choose, which makes forging answers harder (RFC 9109).
  std::uint16_t local_port = 0;
};

struct ServerStatus {
  host::SocketAddress address;
  State state = State::starting;
  std::string reason;  ///< Why it is not Synchronized; empty when it is.
  bool selected = false;
  std::uint8_t stratum = 0;  ///< Of its last answer; 0 when there was none.
  std::optional<Sample> best;
  std::uint64_t asked = 0, answered = 0;
  std::uint64_t ignored = 0;  ///< Forged, late, doubled or malformed answers.
};

class Client;

class ClientHandler {
 public:
  /// A server's state, the overall state or the failure changed. Called from the loop, never from a call on the client.
  virtual void on_ntp_changed(const Client& client) = 0;

 protected:
  ~ClientHandler() = default;
};

class Client final : host::DatagramHandler, host::DeadlineHandler {
 public:
  static constexpr std::size_t kServersMax = 5;

  /// Without servers until set_servers(). Logs each change of state as component "ntp": "ntp_server_state" and
  /// "ntp_state", with the field state.
  Client(host::Host& host, const ClientSettings& settings, ClientHandler& handler);

  /// What stands behind kServersMax, and what stands twice, is ignored. A server that stays keeps its state; all are
  /// asked in the loop's next turn.
  void set_servers(std::span<const host::SocketAddress> servers);

  State state() const { return state_; }
  /// Why the client itself cannot run (no socket could be opened); empty while it can.
  const std::string& failure() const { return failure_; }
  /// How far the servers' time is ahead of this host's wall clock, by the selected server. Empty unless Synchronized.
  std::optional<host::Duration> offset() const;
  std::vector<ServerStatus> servers() const;
  std::array<AlarmCondition, 3> alarms() const { return alarm_conditions(state_, failure_); }

 private:
  struct Server {
    Server(const host::SocketAddress& its_address, const PollSettings& settings)
        : address(its_address), poll(settings) {}
    host::SocketAddress address;
    ServerPoll poll;
    std::uint64_t asked = 0, answered = 0, ignored = 0;
  };

  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;
  void on_deadline(std::uint32_t id) override;
  void take(const host::ReceivedDatagram& datagram);
  void ask(std::uint32_t id);
  host::Expected<void> send(const host::SocketAddress& to, const Packet& packet);
  void plan(std::uint32_t id);
  void notice_step();
  void vote();
  void judge();
  std::optional<std::size_t> select() const;

  host::Host& host_;
  ClientSettings settings_;
  ClientHandler& handler_;
  host::Entropy& entropy_;
  host::DeadlineWheel deadlines_;
  std::vector<Server> servers_;
  std::array<host::UdpHandle, 2> sockets_;    ///< By family; opened when first needed.
  std::optional<host::Duration> wall_ahead_;  ///< The wall clock less the monotonic one, when last looked at.
  State state_ = State::unsynchronized;
  std::string failure_, told_failure_;
  std::vector<State> told_;  ///< The servers' states at the last judgement.
};

}  // namespace hexad::ntp
