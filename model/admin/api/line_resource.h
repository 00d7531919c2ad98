// /api/v1/command and /api/v1/complete: the command line over HTTP, run as the caller; hexadctl and the operator actor
// work so.
#pragma once

#include "model/admin/cli/interpreter.h"
#include "model/admin/services.h"
#include "model/http/message.h"
#include "model/http/server.h"

namespace hexad::admin {

class LineResource {
 public:
  /// `services` outlives it.
  explicit LineResource(Services& services) : services_(services), interpreter_(services) {}

  /// POST {"line": "xStatus SystemUnit"} gives {"ok", "output"}, with 200 also for a line that the peer refuses: that
  /// is in its output.
  void run(const Principal& who, const http::Request& request, http::Responder responder);
  /// GET ?line= gives {"completions": [...]}: the words that may take the place of the last one.
  http::Response complete(const http::Request& request) const;

 private:
  Services& services_;
  Interpreter interpreter_;
};

}  // namespace hexad::admin
