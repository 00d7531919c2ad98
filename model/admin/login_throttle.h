// Guesses of passwords, counted by source and by account. Five failures within a minute from one source, or fifty for
// one account, close that source or account for a minute; a closed account still opens to a source that has shown its
// password before (the numbers are ours: it takes ten sources to keep strangers out of an account, and its operator is
// not among them).
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "model/host/time.h"

namespace hexad::admin {

class LoginThrottle {
 public:
  static constexpr std::size_t kFailuresBySource = 5;
  static constexpr std::size_t kFailuresByAccount = 50;
  static constexpr host::Duration kWindow = std::chrono::minutes(1);
  /// At most this many sources and as many accounts are remembered; the one whose failure is oldest makes room.
  static constexpr std::size_t kRememberedMax = 4096;

  /// `under_way` checks of other passwords from this source count as failures until they end.
  bool source_closed(std::string_view source, std::size_t under_way, host::MonotonicTime now);
  bool account_closed(std::string_view account, std::string_view source, host::MonotonicTime now);
  /// What a failure has closed.
  struct Closed {
    bool source = false;
    bool account = false;
  };
  Closed failed(std::string_view account, std::string_view source, host::MonotonicTime now);
  /// The source proved that it knows the password: its earlier slips are forgotten.
  void succeeded(std::string_view account, std::string_view source, host::MonotonicTime now);
  /// The account has another password, or is gone: nobody has shown it yet.
  void forget(std::string_view account);

 private:
  struct Failures {
    std::deque<host::MonotonicTime> at;
    host::MonotonicTime closed_until{};
  };
  using Table = std::map<std::string, Failures, std::less<>>;
  static bool count(Table& table, std::string_view key, std::size_t limit, host::MonotonicTime now);
  static std::size_t recent(Table& table, std::string_view key, host::MonotonicTime now);

  Table sources_;
  Table accounts_;
  /// By account, then source: when it last showed the password.
  std::map<std::pair<std::string, std::string>, host::MonotonicTime> proven_;
};

}  // namespace hexad::admin
