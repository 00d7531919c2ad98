// The description of the JSON API (OpenAPI 3.0.3), made from the settings table, the commands and the status tree of
// this peer in its release, so that it cannot differ from what the API does.
#pragma once

#include <string>

#include "model/admin/services.h"

namespace hexad::admin {

std::string open_api_document(const Services& services);

}  // namespace hexad::admin
