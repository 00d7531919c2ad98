// One TCP connection of the authoritative server: queries in order, answers in the same order, bounded in both
// directions and closed when idle (RFC 7766 section 6).
#pragma once

#include "model/dns/authoritative_server.h"
#include "model/dns/stream_framing.h"

namespace hexad::dns {

/// Answers waiting for a client that does not read; beyond this the connection is reset.
inline constexpr std::size_t kUnsentOctetsMax = 256 * 1024;

class ServerConnection final : host::StreamHandler {
 public:
  ServerConnection(AuthoritativeServer& server, std::uint32_t id, host::StreamHandle stream);
  ~ServerConnection();

 private:
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_writable(host::TcpStream& stream) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;
  void renew_deadline();
  /// False when the connection is over and this object gone.
  bool flush();

  AuthoritativeServer& server_;
  std::uint32_t id_;
  host::StreamHandle stream_;
  MessageReader reader_;
  host::Bytes unsent_;
  bool ended_ = false;
};

}  // namespace hexad::dns
