// /api/v1/status, /api/v1/alarms and /api/v1/logs: what a peer says about itself. An alarm is acknowledged here;
// nothing but the end of its cause lowers it.
#pragma once

#include "model/admin/services.h"
#include "model/http/message.h"

namespace hexad::admin {

class StatusResource {
 public:
  /// `services` outlives it.
  explicit StatusResource(Services& services) : services_(services) {}

  static constexpr std::string_view kStatusPath = "/api/v1/status";
  static constexpr std::string_view kAlarmsPath = "/api/v1/alarms";
  static constexpr std::string_view kLogsPath = "/api/v1/logs";

  /// GET [/Registrations/Registration/3]: the element of xStatus at that path.
  http::Response serve_status(const http::Request& request);
  /// GET: all that are raised. POST /ID/acknowledge, where there are several of one kind with ?instance=.
  http::Response serve_alarms(const Principal& who, const http::Request& request);
  /// GET /event or /configuration: the newest lines, at most ?count= (default 200), only those after ?after=SEQUENCE.
  http::Response serve_logs(const http::Request& request);

 private:
  http::Response acknowledge(const Principal& who, const std::string& id, const http::Request& request);

  Services& services_;
};

}  // namespace hexad::admin
