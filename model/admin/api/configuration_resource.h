// /api/v1/configuration: settings by their path, one at a time or many, all or nothing. Errors name the setting, what
// it takes, and the nearest one where there is none of that name.
#pragma once

#include "model/admin/services.h"
#include "model/http/message.h"

namespace hexad::admin {

class ConfigurationResource {
 public:
  /// `services` outlives it.
  explicit ConfigurationResource(Services& services) : services_(services) {}

  static constexpr std::string_view kPath = "/api/v1/configuration";

  /// GET: {"path", "value"} of one setting, or {"configuration": {PATH: VALUE}} of all below a path; with ?describe=1
  /// each with its type, range, default, scope and help. PUT: one value. PATCH: many, nested or by whole paths, null
  /// for the default. DELETE: back to the default, a list entry as a whole. The ETag is the configuration's revision; a
  /// change with If-Match is made only at that revision (412).
  http::Response serve(const Principal& who, const http::Request& request);

 private:
  http::Response get(const std::vector<std::string>& words, const http::Request& request);
  http::Response put(const Principal& who, const std::vector<std::string>& words, const http::Request& request);
  http::Response patch(const Principal& who, const std::vector<std::string>& words, const http::Request& request);
  http::Response remove(const Principal& who, const std::vector<std::string>& words);
  http::Response apply(const Principal& who, const std::vector<config::Change>& changes);
  http::Response unknown(const std::string& path) const;
  std::string entity_tag() const { return "\"" + std::to_string(services_.configuration.revision()) + "\""; }

  Services& services_;
};

}  // namespace hexad::admin
