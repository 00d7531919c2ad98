// /api/management/status: the unpublished status tables that scrapers of these products read. One list entry for each
// peer that answers (here the peer itself): [{"peer", "num_recs", "records"}]. Off unless it is asked for, as in the
// products since X14.2. Names of fields follow what scrapers read; fields that the peer does not know are left out.
#pragma once

#include "model/admin/api/authentication.h"
#include "model/admin/services.h"
#include "model/http/server.h"

namespace hexad::admin {

class ManagementApi final : public http::RequestHandler {
 public:
  static constexpr std::string_view kPath = "/api/management/status";

  /// Both outlive it.
  ManagementApi(Services& services, Authentication& authentication)
      : services_(services), authentication_(authentication) {}

  /// GET alarm, registration/registration, call/call, resourceusage; behind each /FIELD/VALUE pairs that a record must
  /// have (".../call/call/active/true").
  void on_request(http::Request request, http::Responder responder) override;

 private:
  http::Response serve(const http::Request& request) const;

  Services& services_;
  Authentication& authentication_;
};

}  // namespace hexad::admin
