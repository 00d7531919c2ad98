// Guesses of passwords, counted by source and by account. Five failures within a minute from one source, or ten for one
// account, close that source or account for a minute (the numbers are ours).
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "model/host/time.h"

namespace hexad::admin {

class LoginThrottle {
 public:
  static constexpr std::size_t kFailuresBySource = 5;
  static constexpr std::size_t kFailuresByAccount = 10;
  static constexpr host::Duration kWindow = std::chrono::minutes(1);
  /// At most this many sources and as many accounts are remembered; the one whose failure is oldest makes room.
  static constexpr std::size_t kRememberedMax = 4096;

  /// `under_way` checks of other passwords from this source count as failures until they end.
  bool source_closed(std::string_view source, std::size_t under_way, host::MonotonicTime now);
  bool account_closed(std::string_view account, host::MonotonicTime now);
  void failed(std::string_view account, std::string_view source, host::MonotonicTime now);
  /// The source proved that it knows a password: its earlier slips are forgotten.
  void succeeded(std::string_view source) { sources_.erase(std::string(source)); }

 private:
  struct Failures {
    std::deque<host::MonotonicTime> at;
    host::MonotonicTime closed_until{};
  };
  using Table = std::map<std::string, Failures, std::less<>>;
  static void count(Table& table, std::string_view key, std::size_t limit, host::MonotonicTime now);
  static std::size_t recent(Table& table, std::string_view key, host::MonotonicTime now);

  Table sources_;
  Table accounts_;
};

}  // namespace hexad::admin
