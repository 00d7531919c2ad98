// The rows that list_commands.cc makes commands of.
#pragma once

#include <span>
#include <string_view>

namespace hexad::admin {

/// One parameter of a ...Add command and the setting of an entry that it sets.
struct ListParameter {
  std::string_view name;
  std::string_view leaf;  ///< Behind the entry's number: "Pattern Type".
  bool required = false;
};

struct ListRow {
  std::string_view add;     ///< "ZoneAdd"
  std::string_view remove;  ///< "ZoneDelete"
  std::string_view id;      ///< The parameter of `remove` with the entry's number, and the answer of `add`: "ZoneId".
  std::string_view list;    ///< "Zones Zone"
  std::string_view help;    ///< Of `add`: "Adds a zone."
  /// The first parameter; with `unique` no two entries may have the same value of it (any case), and `remove` takes it
  /// in place of the number.
  bool unique = false;
  std::span<const ListParameter> parameters;
};

std::span<const ListRow> list_rows();

}  // namespace hexad::admin
