// Short ways to write DNS values in tests.
#pragma once

#include <string>

#include "model/dns/record.h"

namespace hexad::dns {

inline Name name(std::string_view text) { return Name::parse(text).value(); }
inline host::IpAddress address(std::string_view text) { return host::IpAddress::parse(text).value(); }
inline Record a(std::string_view owner, std::string_view text, std::uint32_t ttl_seconds = 60) {
  return make_record(name(owner), ttl_seconds, A{address(text)});
}
inline Record srv(std::string_view owner, std::uint16_t priority, std::uint16_t weight, std::uint16_t port,
                  std::string_view target, std::uint32_t ttl_seconds = 60) {
  return make_record(name(owner), ttl_seconds, Srv{priority, weight, port, name(target)});
}

}  // namespace hexad::dns
