// Who asks for something, on every administrative interface.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/config/active_configuration.h"

namespace hexad::admin {

/// What one may do: each role may do what those before it may.
enum class Role : std::uint8_t {
  read_only,
  administrator,
  root,  ///< The console and its scripts (factory-reset, clusterdb_destroy_and_purge_data.sh); never over the network.
};
std::string_view to_string(Role role);

struct Principal {
  std::string name;  ///< "admin"
  Role role = Role::read_only;
  std::string source;  ///< "10.1.0.9:40112", "console"
  std::string means;   ///< "web", "cli", "api", "console"

  bool may(Role wanted) const { return role >= wanted; }
  config::Author author() const { return {name, source, means}; }
};

}  // namespace hexad::admin
