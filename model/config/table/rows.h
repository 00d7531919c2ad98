// How the rows of the settings table are written: one statement each, under the part of the path and on the page that
// they share. Only the files of this folder use it.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "model/config/setting.h"

namespace hexad::config::table {

/// A default: the same for all releases, or another one before X12.
struct Default {
  constexpr Default(const char* value) : by_release{value, value, value, value} {}  // NOLINT: rows read better so
  constexpr Default(std::string_view before_x12, std::string_view since_x12)
      : by_release{before_x12, before_x12, before_x12, since_x12} {}
  std::array<std::string_view, kReleases.size()> by_release;
};

using Releases = std::array<bool, kReleases.size()>;
inline constexpr Releases kOnlyX81{true, false, false, false};
inline constexpr Releases kSinceX89{false, true, true, true};
inline constexpr Releases kBeforeX12{true, true, true, false};
inline constexpr Releases kOnlyX12{false, false, false, true};
inline constexpr Releases kOnlyVcs{false, false, true, false};
inline constexpr Releases kVcsAndX12{false, false, true, true};

/// What a row says besides. It lives for the statement.
class Row {
 public:
  explicit Row(Setting& setting) : setting_(setting) {}
  /// In these releases, all by default: never replicated.
  Row& peer_specific(const Releases& releases = {true, true, true, true});
  Row& restart();
  Row& only(const Releases& releases);
  /// No guide publishes the path.
  Row& ours();
  /// The path is published, its default is not.
  Row& default_ours();
  Row& cli_only();
  Row& read_by(std::string_view reader);
  Row& alias(std::string_view path);
  Row& form(TextForm form);
  Row& at_least(std::int64_t characters);
  Row& on_page(std::string_view page);

 private:
  Setting& setting_;
};

class Rows {
 public:
  explicit Rows(std::vector<Setting>& table) : table_(table) {}

  /// What follows stands under `prefix` (with its last blank; may be empty) and on `page`.
  void under(std::string_view prefix, std::string_view page);

  Row on_off(std::string_view path, Default value, std::string_view label, std::string_view help);
  Row choice(std::string_view path, std::vector<std::string_view> words, Default value, std::string_view label,
             std::string_view help);
  Row integer(std::string_view path, std::int64_t minimum, std::int64_t maximum, Default value, std::string_view label,
              std::string_view help);
  /// Without a default.
  Row text(std::string_view path, std::int64_t maximum, std::string_view label, std::string_view help);
  Row text(std::string_view path, std::int64_t maximum, Default value, std::string_view label, std::string_view help);
  Row password(std::string_view path, std::int64_t maximum, std::string_view label, std::string_view help);
  /// Of either family, "<S: 0, 39>".
  Row address(std::string_view path, std::string_view label, std::string_view help);
  /// "<S: 7, 15>"
  Row address_v4(std::string_view path, Default value, std::string_view label, std::string_view help);
  /// "<S: 0, 39>"
  Row address_v6(std::string_view path, std::string_view label, std::string_view help);

 private:
  Setting& add(std::string_view path, ValueKind kind, const Default& value, std::string_view label,
               std::string_view help);

  std::vector<Setting>& table_;
  std::string_view prefix_;
  std::string_view page_;
};

// The parts, each in the file of its name.
void add_administration(Rows& rows);
void add_network(Rows& rows);
void add_clustering(Rows& rows);
void add_firewall(Rows& rows);
void add_monitoring(Rows& rows);
void add_device_authentication(Rows& rows);
void add_users(Rows& rows);
void add_bandwidth(Rows& rows);
void add_calls(Rows& rows);
void add_h323(Rows& rows);
void add_interworking(Rows& rows);
void add_sip(Rows& rows);
void add_sip_registrar(Rows& rows);
void add_registration_policy(Rows& rows);
void add_call_policy(Rows& rows);
void add_dial_plan(Rows& rows);
void add_local_zone(Rows& rows);
void add_zones(Rows& rows);
void add_traversal_zones(Rows& rows);
void add_traversal(Rows& rows);
void add_applications(Rows& rows);

}  // namespace hexad::config::table
