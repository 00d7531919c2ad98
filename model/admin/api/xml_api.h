// The XML API of the products: /getxml, /putxml, /formputxml and whole documents. What the published sources leave open
// (the answers to /putxml, the schemas of /history.xml and /alternatesconfiguration.xml) is ours.
#pragma once

#include "model/admin/api/authentication.h"
#include "model/admin/api/router.h"
#include "model/admin/api/xml_put.h"
#include "model/admin/services.h"
#include "model/http/server.h"

namespace hexad::admin {

/// GET /getxml?location=PATH (xml_location.h): the part of <Configuration> or <Status> that it leads to, or
/// <Fault><XPathError> with 400 for no path and 404 for one that leads nowhere.
/// POST /putxml with a document, or /formputxml with it in the field xmldoc: xml_put.h.
/// GET /configuration.xml, /status.xml, /history.xml (the event log), /alternatesconfiguration.xml (cluster name,
/// configuration primary, peers: the same bytes on peers that agree).
class XmlApi final : public http::RequestHandler {
 public:
  /// Both outlive it.
  XmlApi(Services& services, Authentication& authentication);
  void mount_on(Router& router);

  void on_request(http::Request request, http::Responder responder) override;

 private:
  void serve(const Principal& who, http::Request request, http::Responder responder);
  http::Response get(std::string_view location) const;
  http::Response document(std::string_view path) const;
  void put(const Principal& who, const http::Request& request, http::Responder responder);

  Services& services_;
  Authentication& authentication_;
  XmlPut put_;
};

}  // namespace hexad::admin
