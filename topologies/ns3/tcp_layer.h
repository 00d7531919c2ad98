// TCP of one machine: listeners, connections found by their four-tuple in one step, and the answers of a kernel to
// segments that belong to nothing (RFC 9293 section 3.10.7.1).
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/host/entropy.h"
#include "model/host/host.h"
#include "topologies/ns3/inbound_filter.h"
#include "topologies/ns3/ip_stack.h"
#include "topologies/ns3/tcp_connection.h"

namespace hexad::ns3_world {

class Stream;
class TcpListenSocket;

class TcpLayer final : public Transport {
 public:
  TcpLayer(IpStack& stack, InboundFilter& filter, host::Entropy& entropy, std::uint32_t context);
  ~TcpLayer();

  host::Expected<host::ListenerHandle> listen(const host::TcpListenOptions& options, host::ListenerHandler& handler);
  host::Expected<host::StreamHandle> connect(const host::TcpConnectOptions& options, host::StreamHandler& handler);
  /// From now on nothing is sent and no handler is called; handles may be destroyed whenever their owner likes.
  void silence();
  /// While set, the program has been killed: whatever its handles ask for on their way out is not done.
  void set_program_dead(bool dead) { program_is_dead_ = dead; }
  bool program_is_dead() const { return program_is_dead_; }
  /// Connections that a program holds and the far side believes in.
  std::size_t established_streams() const;

  // For the connections.
  void send(const host::IpAddress& source, const host::IpAddress& destination, const TcpSegment& segment);
  void on_established(TcpConnection& connection, TcpListenSocket& listener);
  void on_closed(TcpConnection& connection);
  /// The segment that is being delivered is answered with RST because its program is gone.
  void note_refusal();
  void add(Stream& stream) { streams_.insert(&stream); }
  void remove(Stream& stream) { streams_.erase(&stream); }
  std::uint32_t context() const { return context_; }
  IpStack& stack() { return stack_; }
  void close(TcpListenSocket& listener);

  void on_packet(const IpPacket& packet, host::ByteView bytes, int card) override;
  void on_icmp_error(const IcmpError& error) override;

 private:
  struct Pair {
    host::SocketAddress local, remote;
    bool operator==(const Pair&) const = default;
  };
  struct PairHash {
    std::size_t operator()(const Pair& pair) const {
      const std::hash<host::SocketAddress> hash;
      return hash(pair.local) * 31 + hash(pair.remote);
    }
  };
  TcpConnection* find(const host::SocketAddress& local, const host::SocketAddress& remote) const;
  TcpListenSocket* find_listener(const host::SocketAddress& local) const;
  bool listening(const host::SocketAddress& local) const;
  TcpConnection& make_connection(const host::SocketAddress& local, const host::SocketAddress& remote);
  host::Expected<host::IpAddress> choose_source(const host::TcpConnectOptions& options) const;
  /// A segment without a connection.
  void on_stray(const IpPacket& packet, host::ByteView bytes, const TcpSegment& segment);
  void turn_away(const IpPacket& packet, host::ByteView bytes, const TcpSegment& segment, std::string_view reason);
  void bury();

  IpStack& stack_;
  InboundFilter& filter_;
  host::Entropy& entropy_;
  std::uint32_t context_;
  bool silent_ = false;
  bool program_is_dead_ = false;
  host::ByteView current_packet_;
  std::unordered_set<Stream*> streams_;  ///< Only to silence them.
  std::unordered_map<Pair, std::unique_ptr<TcpConnection>, PairHash> connections_;
  std::vector<std::unique_ptr<TcpConnection>> closed_;  ///< Until no handler of theirs is on the stack.
  std::unordered_map<std::uint16_t, std::vector<TcpListenSocket*>> listeners_;  ///< By local port.
};

}  // namespace hexad::ns3_world
