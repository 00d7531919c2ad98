// A DNS message as a value (RFC 1035 section 4) and the line that stands for it in a ladder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/dns/record.h"

namespace hexad::dns {

/// The port of DNS over UDP and TCP.
inline constexpr std::uint16_t kPort = 53;
/// What a UDP answer may hold unless the query said more with EDNS (RFC 1035 section 4.2.1).
inline constexpr std::size_t kUdpPayloadMax = 512;
inline constexpr std::size_t kMessageOctetsMax = 65535;

enum class Rcode : std::uint8_t {
  no_error = 0,
  format_error = 1,
  server_failure = 2,
  no_such_name = 3,  ///< NXDOMAIN
  not_implemented = 4,
  refused = 5,
};
/// "NOERROR", "NXDOMAIN" ...; "RCODE9" for one without a name here.
std::string to_string(Rcode rcode);

enum class Opcode : std::uint8_t { query = 0, notify = 4, update = 5 };

struct Question {
  Name name;
  Type type = Type::a;
  std::uint16_t question_class = kClassIn;
  bool operator==(const Question&) const = default;
  /// Equal for equal questions whatever their case.
  std::string key() const;
  /// "SRV? _sip._tcp.example.com".
  std::string to_string() const;
};

/// What an OPT pseudo-record says (RFC 6891), options left out.
struct Edns {
  std::uint16_t udp_payload_max = kUdpPayloadMax;
  std::uint8_t extended_rcode = 0;  ///< The upper eight bits of the response code; 1 with rcode 0 is BADVERS.
  std::uint8_t version = 0;
  bool operator==(const Edns&) const = default;
};

struct Message {
  std::uint16_t id = 0;
  bool response = false;
  Opcode opcode = Opcode::query;
  bool authoritative = false;
  bool truncated = false;
  bool recursion_desired = false;
  bool recursion_available = false;
  Rcode rcode = Rcode::no_error;
  std::vector<Question> questions;
  std::vector<Record> answers;
  std::vector<Record> authorities;
  std::vector<Record> additionals;  ///< Without the OPT record, which edns stands for.
  std::optional<Edns> edns;
  bool operator==(const Message&) const = default;

  /// "SRV? _sip._tcp.example.com" for a query; "SRV _sip._tcp.example.com -> 3 records", "-> NXDOMAIN",
  /// "-> no records", "-> truncated" for an answer.
  std::string summary() const;
};

}  // namespace hexad::dns
