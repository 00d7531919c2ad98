// The web pages of a peer: who may see which, and what a form may do. Everything is drawn on the server from the
// settings table, the status tree and the command table; the pages work without their script.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/admin/api/authentication.h"
#include "model/admin/services.h"
#include "model/admin/web/site.h"
#include "model/http/server.h"

namespace hexad::admin {

/// Mount it at "/", behind the APIs. Its login, its pages and what they need are all under that.
class WebPages final : public http::RequestHandler, public SessionAuthority {
 public:
  /// What `services` names outlives it. The commands AccountPut and AccountDelete are added where nobody else has.
  WebPages(Services services, WebContext context);
  ~WebPages();

  void on_request(http::Request request, http::Responder responder) override;
  std::optional<Principal> principal_of(const http::Request& request) override;
  bool csrf_ok(const http::Request& request) override;

  /// The paths to which files are posted: for ServerSettings::large_body_paths.
  static std::vector<std::string> upload_paths();

  web::Site& site() { return *site_; }

 private:
  std::unique_ptr<web::Site> site_;
};

}  // namespace hexad::admin
