// What a factory reset asks, by release, and what is kept for which answer (guides, "Clear Configuration From This
// Peer" and, X8.1, "Before reconnecting the out-of-service Expressway back to the network").
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "model/config/release.h"
#include "model/config/store.h"
#include "model/host/error.h"

namespace hexad::admin {

enum class ResetItem : std::uint8_t {
  option_keys,
  fips140,
  ip_configuration,
  ssh_keys,
  certificates,
  passwords,
  log_files,
  replace_disk,  ///< X8.1 only: YES leaves nothing at all on the disk but the serial number.
};

struct ResetQuestion {
  ResetItem item;
  std::string_view text;  ///< "Keep option keys", asked with " [YES/NO]? " behind it
};
/// In the release's own order. The confirmation that follows them is kResetConfirmation in every release.
std::span<const ResetQuestion> reset_questions(config::Release release);
inline constexpr std::string_view kResetConfirmation = "Are you sure you want to continue";

/// The items answered YES.
class ResetAnswers {
 public:
  void answer(ResetItem item, bool yes);
  bool yes(ResetItem item) const { return yes_.contains(item); }
  /// Words separated by commas, never empty, for the store: "keep,option_keys,passwords". Unknown words are skipped
  /// when read.
  std::string to_text() const;
  static ResetAnswers from_text(std::string_view text);
  bool operator==(const ResetAnswers&) const = default;

 private:
  std::set<ResetItem> yes_;
};

/// Whether a setting belongs to the IP configuration: addresses, gateway, routes, protocol, Ethernet speed.
bool is_ip_setting(std::string_view path);

/// Deletes what is not kept. It may be interrupted and repeated: the row that says that a reset is pending goes last,
/// in the transaction that says what comes next (the install wizard, from X8.9 on). The serial number, the installed
/// software and the counts of restarts belong to the machine and stay.
host::Expected<void> erase_for_reset(config::Store& store, const ResetAnswers& answers, config::Release release);

/// Deletes the settings and firewall rules, but for the IP configuration: clusterdb_destroy_and_purge_data.sh. One
/// transaction, which also takes the pending row away.
host::Expected<void> purge_database(config::Store& store);

}  // namespace hexad::admin
