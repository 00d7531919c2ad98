// What a program says about itself: lines for people, and the protocol messages it sent and received, in clear even
// when they travelled in TLS. The world decides where both go (record, terminal, nowhere).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "model/host/address.h"
#include "model/host/bytes.h"

namespace hexad::host {

enum class Severity : std::uint8_t { debug, info, notice, warning, error };

enum class Transport : std::uint8_t { udp, tcp, tls };
/// "UDP", "TCP", "TLS".
std::string_view to_string(Transport transport);
std::string_view to_string(Severity severity);

struct LogField {
  std::string_view name;  ///< snake_case
  std::string_view value;
};

/// One protocol message at the moment it was handed to the transport or taken from it.
struct WireMessage {
  enum class Direction : std::uint8_t { sent, received };
  Direction direction = Direction::sent;
  std::string_view protocol;  ///< "sip", "dns", "h225", ...
  Transport transport = Transport::udp;
  SocketAddress local;
  SocketAddress remote;
  ByteView bytes;            ///< The whole message; lives for the call.
  std::string_view summary;  ///< One line for the ladder: "REGISTER sip:example.com", "200 OK (REGISTER)".
};

class Log {
 public:
  virtual ~Log() = default;
  /// `event` is a stable snake_case word that checks can name ("registered", "registration_lost", "peer_lost");
  /// `text` is a sentence for people. Rate limiting what the wire can trigger is the caller's duty (RateLimit).
  virtual void write(Severity severity, std::string_view component, std::string_view event, std::string_view text,
                     std::span<const LogField> fields) = 0;
  void write(Severity severity, std::string_view component, std::string_view event, std::string_view text,
             std::initializer_list<LogField> fields = {}) {
    write(severity, component, event, text, std::span<const LogField>(fields.begin(), fields.size()));
  }
  /// False when nobody records messages: the caller then skips composing a WireMessage.
  virtual bool wants_messages() const = 0;
  virtual void message(const WireMessage& message) = 0;
};

}  // namespace hexad::host
