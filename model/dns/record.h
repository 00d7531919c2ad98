// Resource records as plain values (RFC 1035; AAAA RFC 3596, SRV RFC 2782, NAPTR RFC 3403).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/dns/name.h"
#include "model/host/address.h"
#include "model/host/bytes.h"

namespace hexad::dns {

/// The types this folder knows. A value outside the list is a valid type whose records are Opaque.
enum class Type : std::uint16_t {
  a = 1,
  ns = 2,
  cname = 5,
  soa = 6,
  ptr = 12,
  txt = 16,
  aaaa = 28,
  srv = 33,
  naptr = 35,
  any = 255,  ///< In questions only.
};
/// "SRV"; "TYPE999" (RFC 3597) for a type without a name here.
std::string to_string(Type type);

/// The Internet's class; every other one is carried and not understood.
inline constexpr std::uint16_t kClassIn = 1;

struct A {
  host::IpAddress address;  ///< IPv4
  bool operator==(const A&) const = default;
};
struct Aaaa {
  host::IpAddress address;  ///< IPv6
  bool operator==(const Aaaa&) const = default;
};
struct Cname {
  Name target;
  bool operator==(const Cname&) const = default;
};
struct Ns {
  Name server;
  bool operator==(const Ns&) const = default;
};
struct Ptr {
  Name target;
  bool operator==(const Ptr&) const = default;
};
struct Soa {
  Name primary;
  Name mailbox;
  std::uint32_t serial = 0;
  std::uint32_t refresh_seconds = 0;
  std::uint32_t retry_seconds = 0;
  std::uint32_t expire_seconds = 0;
  std::uint32_t minimum_seconds = 0;  ///< The TTL of negative answers (RFC 2308 section 4).
  bool operator==(const Soa&) const = default;
};
struct Srv {
  std::uint16_t priority = 0;  ///< Lower is tried first.
  std::uint16_t weight = 0;    ///< Share among equal priorities; 0 rarely.
  std::uint16_t port = 0;
  Name target;  ///< The root: the service is decidedly not available here.
  bool operator==(const Srv&) const = default;
};
struct Naptr {
  std::uint16_t order = 0;
  std::uint16_t preference = 0;
  std::string flags, services, regexp;
  Name replacement;
  bool operator==(const Naptr&) const = default;
};
struct Txt {
  std::vector<std::string> strings;  ///< Each up to 255 octets; at least one.
  bool operator==(const Txt&) const = default;
};
/// RDATA of a type that is not understood here, as it stood on the wire; name compression in it is not undone.
struct Opaque {
  host::Bytes bytes;
  bool operator==(const Opaque&) const = default;
};

using Rdata = std::variant<A, Aaaa, Cname, Naptr, Ns, Ptr, Soa, Srv, Txt, Opaque>;

struct Record {
  Name name;
  Type type = Type::a;  ///< Agrees with the alternative that rdata holds.
  std::uint32_t ttl_seconds = 0;
  Rdata rdata;
  std::uint16_t record_class = kClassIn;
  bool operator==(const Record&) const = default;

  template <class T>
  const T* as() const {
    return std::get_if<T>(&rdata);
  }
  /// The address of an A or AAAA record.
  std::optional<host::IpAddress> address() const;
};

/// The type that a value of this kind is a record of; nothing for Opaque.
std::optional<Type> type_of(const Rdata& rdata);
Record make_record(Name name, std::uint32_t ttl_seconds, Rdata rdata);
/// "example.com 300 SRV 10 20 5060 peer1.example.com", for logs and test failures.
std::string to_string(const Record& record);

}  // namespace hexad::dns
