// What looking a name up came to.
#pragma once

#include <vector>

#include "model/dns/message.h"
#include "model/host/error.h"

namespace hexad::dns {

struct Resolution {
  enum class Outcome : std::uint8_t {
    answered,      ///< records holds 1 or more.
    no_records,    ///< The name exists and has no record of this type (RFC 2308 section 2.2).
    no_such_name,  ///< NXDOMAIN.
    failed,        ///< error says why: nothing is known about the name.
  };
  Outcome outcome = Outcome::failed;
  Question question;            ///< As asked.
  Name canonical_name;          ///< The end of the chain of CNAMEs; the asked name without one.
  std::vector<Record> records;  ///< Of the asked type at canonical_name, in the order in which the server gave them.
  std::vector<Record> additionals;  ///< A and AAAA records that came along, e.g. of SRV targets.
  /// failed: timed_out (no server answered), refused (all that answered failed: SERVFAIL, REFUSED ...), unreachable,
  /// malformed (a loop or too long a chain of CNAMEs), bound_reached.
  host::Error error;
  bool from_cache = false;
};

}  // namespace hexad::dns
