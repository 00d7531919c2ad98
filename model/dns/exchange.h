// One question put to the servers in turn until one gives a usable answer: UDP first, TCP where the answer was
// truncated (RFC 1035 section 4.2, RFC 7766 section 5). Each attempt has an id and a source port of its own from the
// host's entropy, and takes only an answer that fits both, the server and the question (RFC 5452 section 9).
#pragma once

#include <vector>

#include "model/dns/message.h"
#include "model/dns/resolver_settings.h"
#include "model/dns/stream_framing.h"
#include "model/host/deadline_wheel.h"
#include "model/host/host.h"

namespace hexad::dns {

class ExchangeHandler {
 public:
  /// NOERROR or NXDOMAIN, complete; or timed_out, refused (every answer was a failure), unreachable. The exchange is
  /// over and may be destroyed in here.
  virtual void on_exchanged(host::Expected<Message> answer) = 0;

 protected:
  ~ExchangeHandler() = default;
};

class Exchange final : host::DatagramHandler, host::StreamHandler {
 public:
  struct Surroundings {
    host::Host& host;
    host::Entropy& entropy;
    host::DeadlineWheel& wheel;
    const ResolverSettings& settings;
    ResolverCounters& counters;
  };
  /// `deadline_id` is this exchange's in the wheel; its owner forwards the deadline to on_deadline().
  Exchange(const Surroundings& around, std::uint32_t deadline_id, Question question, ExchangeHandler& handler);
  ~Exchange();
  /// Sends the first query. May call the handler, so call it from the loop's own events only.
  void start() { next_attempt(); }
  void on_deadline();

 private:
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;
  void on_undeliverable(host::UdpSocket& socket, const host::SocketAddress& to, const host::Error& error) override;
  void on_connected(host::TcpStream& stream) override;
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;

  void next_attempt();
  bool try_udp();
  void go_tcp();
  host::Expected<host::UdpHandle> open_port();
  host::Bytes compose();
  bool fits(const Message& answer) const;
  void accept(Message answer);
  void give_up_on_server(host::Error error);
  void log(host::WireMessage::Direction direction, host::Transport transport, const host::SocketAddress& local,
           host::ByteView bytes, const Message& message) const;
  const host::SocketAddress& server() const { return servers_[server_index_]; }

  Surroundings around_;
  std::uint32_t deadline_id_;
  Question question_;
  ExchangeHandler& handler_;
  std::vector<host::SocketAddress> servers_;
  std::vector<bool> useless_;  ///< By server: said that it cannot help.
  std::size_t attempts_ = 0;
  std::size_t server_index_ = 0;
  host::Error last_error_;
  Message query_;
  host::UdpHandle udp_;
  host::StreamHandle stream_;
  MessageReader reader_;
};

}  // namespace hexad::dns
