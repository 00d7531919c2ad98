#include "model/admin/api/admin_api.h"

#include <fmt/format.h>

#include "model/admin/api/answers.h"

namespace hexad::admin {

AdminApi::AdminApi(Services& services, ApiSettings settings)
    : services_(services),
      authentication_(services.accounts),
      nothing_(authentication_),
      metrics_(services, authentication_, router_, settings.open_metrics),
      json_(services, authentication_),
      xml_(services, authentication_),
      management_(services, authentication_),
      feedback_(services, std::move(settings.feedback)) {
  metrics_.set_ready_probe([this] { return health_.ready(); });
  router_.mount(std::string(Health::kPath), health_);
  router_.mount(std::string(Metrics::kPath), metrics_);
  router_.mount(std::string(JsonApi::kPath), json_);
  router_.mount("/api", nothing_);
  xml_.mount_on(router_);
  if (settings.management_status) router_.mount(std::string(ManagementApi::kPath), management_);
  follow_settings();
  services.configuration.observe(*this);
}

void AdminApi::Nothing::on_request(http::Request request, http::Responder responder) {
  authentication_.require(
      Role::read_only, AnswerForm::json, std::move(request), std::move(responder),
      [](const Principal&, http::Request admitted, http::Responder late) {
        late.respond(
            error_answer(AnswerForm::json, 404, "not found",
                         fmt::format("There is nothing at {}; the API is at {}, and {}/openapi.json describes it",
                                     admitted.path.substr(0, 100), JsonApi::kPath, JsonApi::kPath)));
      });
}

AdminApi::~AdminApi() { services_.configuration.forget(*this); }

void AdminApi::follow_settings() {
  constexpr std::string_view kHsts = "Management Interface HstsMode";
  const config::Configuration& configuration = services_.configuration.current();
  router_.set_hsts(configuration.resolve(kHsts) && configuration.on(kHsts));
}

void AdminApi::on_configuration_changed(const std::vector<config::AppliedChange>&, const config::Author&) {
  follow_settings();
}

}  // namespace hexad::admin
