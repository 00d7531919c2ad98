// Everything that programs use to administer a peer, put together: router, authentication, the JSON API, the XML API,
// health, metrics, and feedback. The peer makes one and gives its router to its HTTP servers; the web pages mount
// themselves at "/".
#pragma once

#include "model/admin/api/authentication.h"
#include "model/admin/api/feedback.h"
#include "model/admin/api/health.h"
#include "model/admin/api/json_api.h"
#include "model/admin/api/management_api.h"
#include "model/admin/api/metrics.h"
#include "model/admin/api/router.h"
#include "model/admin/api/xml_api.h"
#include "model/admin/services.h"

namespace hexad::admin {

struct ApiSettings {
  bool open_metrics = false;       ///< /metrics without a login.
  bool management_status = false;  ///< The unpublished tables of management_api.h.
  FeedbackSettings feedback;       ///< Without them, feedback goes to http URLs with addresses only.
};

class AdminApi final : public config::ConfigurationObserver {
 public:
  /// `services` outlives it; its commands and status elements are not asked for any more once this is gone. The HTTP
  /// servers that use router() end before it.
  explicit AdminApi(Services& services, ApiSettings settings = {});
  ~AdminApi();
  AdminApi(const AdminApi&) = delete;
  AdminApi& operator=(const AdminApi&) = delete;

  Router& router() { return router_; }
  Authentication& authentication() { return authentication_; }
  Health& health() { return health_; }
  const Metrics& metrics() const { return metrics_; }
  /// Takes events that the event log does not tell, such as registrations.
  Feedback& feedback() { return feedback_; }

 private:
  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void follow_settings();

  Services& services_;
  /// Below /api, what no API has: a program gets an answer that it can read, not a page.
  class Nothing final : public http::RequestHandler {
   public:
    explicit Nothing(Authentication& authentication) : authentication_(authentication) {}
    void on_request(http::Request request, http::Responder responder) override;

   private:
    Authentication& authentication_;
  };

  Router router_;
  Authentication authentication_;
  Nothing nothing_;
  Health health_;
  Metrics metrics_;
  JsonApi json_;
  XmlApi xml_;
  ManagementApi management_;
  Feedback feedback_;
};

}  // namespace hexad::admin
