// /api/v1/commands: every command of the peer by name, with its parameters, and calls with structured arguments and
// results. The table checks roles, names and values, as it does for every other way to call a command.
#pragma once

#include "model/admin/services.h"
#include "model/http/message.h"
#include "model/http/server.h"

namespace hexad::admin {

class CommandResource {
 public:
  /// `services` outlives it.
  explicit CommandResource(Services& services) : services_(services) {}

  static constexpr std::string_view kPath = "/api/v1/commands";

  /// GET [/NAME]: what there is to call. POST /NAME with {"arguments": {NAME: VALUE}}: {"ok", "cause", "description",
  /// "fields"}, now or when the command ends, with a status by the cause.
  void serve(const Principal& who, const http::Request& request, http::Responder responder);

 private:
  void list(http::Responder responder);
  void call(const Principal& who, const Command& command, const http::Request& request, http::Responder responder);

  Services& services_;
};

/// 200, or the status that says what the cause of a failure says: 404 for "unknown command" and "not found", 422 for
/// bad arguments, 403, 409, 504, 507.
int status_of(const CommandResult& result);
std::string_view kind_word(ParameterKind kind);

}  // namespace hexad::admin
