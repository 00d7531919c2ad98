// The other side of the links: what peers dial on 4371 and 4372. Nobody is heard before the source address is one of
// the list, its certificate passes where that is enforced, and its Hello was judged; everybody else gets one Refusal.
#pragma once

#include <memory>
#include <vector>

#include "model/cluster/certificate_check.h"
#include "model/cluster/link_owner.h"
#include "model/host/rate_limit.h"

namespace hexad::cluster {

class IncomingLinks final : host::ListenerHandler {
 public:
  /// Connections at once; beyond it the oldest that has not said Hello makes room. Of one source, each port: two.
  static constexpr std::size_t kSessionsMax = 32, kSessionsPerPortMax = 2;

  explicit IncomingLinks(LinkOwner& owner);
  ~IncomingLinks();

  /// Listens on both ports of the own address, with what the owner's tls() says now. The error says what cannot be
  /// opened; what could be opened stays open.
  host::Expected<void> open();
  void close();
  /// Connections go on.
  void close_listeners();
  bool is_open() const { return recovery_ != nullptr && synchronisation_ != nullptr; }

  /// Ends the connections on which it has said Hello. Not from inside one of them.
  void drop(const RemotePeer& peer);
  /// Ends every connection with it, from the loop only: it is no peer any more.
  void forget(const RemotePeer& peer);
  /// When its synchronisation link last said something; nothing when it is not up.
  std::optional<host::MonotonicTime> last_heard(const RemotePeer& peer) const;

 private:
  class Session;
  void on_accepted(host::TcpListener& listener, host::StreamHandle stream) override;
  /// Takes a session away; it may be the one that calls.
  void end(Session& session);
  void make_room(const host::IpAddress& source, std::uint16_t port);
  void replace_others(Session& session);

  LinkOwner& owner_;
  host::ListenerHandle recovery_, synchronisation_;
  std::vector<std::unique_ptr<Session>> sessions_;
};

}  // namespace hexad::cluster
