#include "model/admin/principal.h"

namespace hexad::admin {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::read_only: return "read-only";
    case Role::administrator: return "administrator";
    case Role::root: return "root";
  }
  return {};
}

}  // namespace hexad::admin
