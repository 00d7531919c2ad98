// The pieces that every operation of the OpenAPI description is made of.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "model/admin/api/json_writer.h"

namespace hexad::admin {

struct Operation {
  std::string method;  ///< "get"
  std::string id;      ///< Unique; blanks and brackets become underscores.
  std::string summary;
  std::string_view tag;
  std::function<void(JsonWriter&)> body;  ///< Writes the schema of the request's body; null: it has none.
};

/// "get": {...} with the answers that every operation has.
void write_operation(JsonWriter& json, const Operation& operation);
void write_index_parameter(JsonWriter& json, std::string_view name, std::uint32_t maximum);
void write_query_parameter(JsonWriter& json, std::string_view name, std::string_view type);
/// The schemas of errors, and HTTP Basic for everything that does not say otherwise.
void write_components(JsonWriter& json);
void write_health_path(JsonWriter& json);

}  // namespace hexad::admin
