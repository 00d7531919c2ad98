// /api/v1: the JSON API. It admits who asks, finds the resource, and leaves the rest to it. The OpenAPI description at
// /api/v1/openapi.json is made from the same tables.
#pragma once

#include "model/admin/api/authentication.h"
#include "model/admin/api/command_resource.h"
#include "model/admin/api/configuration_resource.h"
#include "model/admin/api/line_resource.h"
#include "model/admin/api/status_resource.h"
#include "model/admin/services.h"
#include "model/http/server.h"

namespace hexad::admin {

class JsonApi final : public http::RequestHandler {
 public:
  static constexpr std::string_view kPath = "/api/v1";

  /// Both outlive it.
  JsonApi(Services& services, Authentication& authentication);

  void on_request(http::Request request, http::Responder responder) override;

 private:
  void serve(const Principal& who, http::Request request, http::Responder responder);

  /// The OpenAPI document, made again only when something was added.
  const std::string& description();

  Authentication& authentication_;
  Services& services_;
  ConfigurationResource configuration_;
  StatusResource status_;
  CommandResource commands_;
  LineResource lines_;
  std::string description_;
  std::size_t described_ = 0;  ///< Commands and status elements in description_.
};

}  // namespace hexad::admin
