// What the links of a cluster ask of it, and tell it.
#pragma once

#include <optional>
#include <string>

#include "model/cluster/frame_stream.h"
#include "model/cluster/remote_peer.h"
#include "model/cluster/settings.h"
#include "model/cluster/shared_state.h"
#include "model/dns/stub_resolver.h"
#include "model/tls/context.h"
#include "model/tls/handshake_budget.h"

namespace hexad::cluster {

/// What a connection to or from a peer is to be made with.
struct LinkTls {
  tls::ContextHandle context;  ///< Null: there is no TLS library or no certificate.
  tls::HandshakeBudget* budget = nullptr;
};

class LinkOwner {
 public:
  virtual host::Host& host() = 0;
  virtual dns::StubResolver& resolver() = 0;
  virtual const Settings& settings() const = 0;  ///< In force.
  virtual LinkTls tls() const = 0;
  virtual host::IpAddress own_address() const = 0;
  virtual SharedState& shared() = 0;
  /// The peer of the list at an address; null for a stranger.
  virtual RemotePeer* find_peer(const host::IpAddress& address) = 0;

  virtual wire::cluster::Hello hello_to(const RemotePeer& peer, const FrameStream& stream) = 0;
  /// Takes over what a Hello says, or says what stands against it.
  virtual std::optional<wire::cluster::Refusal> judge(RemotePeer& peer, const wire::cluster::Hello& hello,
                                                      const FrameStream& stream) = 0;

  /// A recovery with it has succeeded.
  virtual void on_recovered(RemotePeer& peer) = 0;
  virtual void on_outgoing(RemotePeer& peer, bool up, const std::string& why) = 0;
  virtual void on_incoming(RemotePeer& peer, bool up, const std::string& why) = 0;
  /// An attempt to reach it, or its own to reach us, has failed. Port 0: for no reason of the network.
  virtual void on_attempt_failed(RemotePeer& peer, std::uint16_t port, const std::string& why,
                                 std::optional<wire::cluster::Refusal> refusal) = 0;
  /// State and configuration, on its synchronisation link.
  virtual void on_said(RemotePeer& peer, wire::cluster::Frame frame) = 0;
  /// It came from no peer of the list.
  virtual void on_stranger(const host::SocketAddress& from, std::uint16_t port) = 0;

 protected:
  ~LinkOwner() = default;
};

}  // namespace hexad::cluster
