#include "model/admin/api/xml_api.h"

#include "model/admin/api/answers.h"
#include "model/admin/api/configuration_view.h"
#include "model/admin/api/xml_elements.h"
#include "model/admin/api/xml_location.h"
#include "model/admin/words.h"
#include "model/status/timestamp.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kPaths[] = {"/getxml",
                                       "/putxml",
                                       "/formputxml",
                                       "/configuration.xml",
                                       "/status.xml",
                                       "/history.xml",
                                       "/alternatesconfiguration.xml"};

bool takes_documents(std::string_view path) { return path == "/putxml" || path == "/formputxml"; }

http::Response fault(int status, std::string_view sentence) {
  xml::Element root = root_element("Fault");
  add_element(root, "XPathError", sentence);
  return xml_answer(xml::write(root), status);
}

Node history(const status::EventLog& events) {
  Node root("History");
  std::uint32_t number = 0;
  for (const status::LoggedLine& line : events.lines(status::LogName::event)) {
    Node& event = root.add_item("Event", ++number);
    event.add("Time", status::rfc3339_time(line.at));
    event.add("Name", line.event);
    event.add("Text", line.text);
  }
  return root;
}

Node alternates(const config::Configuration& configuration) {
  std::vector<ShownSetting> shown;
  for (const std::string_view path :
       {"Alternates Cluster Name", "Alternates ConfigurationPrimary", "Alternates Peer"}) {
    for (ShownSetting& setting : settings_at(configuration, config::find_place(path))) {
      shown.push_back(std::move(setting));
    }
  }
  return configuration_node("Configuration", shown);
}

}  // namespace

XmlApi::XmlApi(Services& services, Authentication& authentication)
    : services_(services), authentication_(authentication), put_(services) {}

void XmlApi::mount_on(Router& router) {
  for (const std::string_view path : kPaths) router.mount(std::string(path), *this);
}

void XmlApi::on_request(http::Request request, http::Responder responder) {
  const Role role = takes_documents(request.path) ? Role::administrator : Role::read_only;
  authentication_.require(role, AnswerForm::xml, std::move(request), std::move(responder),
                          [this](const Principal& who, http::Request admitted, http::Responder late) {
                            serve(who, std::move(admitted), std::move(late));
                          });
}

void XmlApi::serve(const Principal& who, http::Request request, http::Responder responder) {
  if (takes_documents(request.path)) {
    if (request.method != "POST") return responder.respond(method_not_allowed(AnswerForm::xml, "POST"));
    return put(who, request, std::move(responder));
  }
  if (request.method != "GET") return responder.respond(method_not_allowed(AnswerForm::xml, "GET"));
  if (request.path != "/getxml") return responder.respond(document(request.path));
  const auto location = request.parameter("location");
  responder.respond(location ? get(*location) : fault(400, "The parameter location is missing."));
}

http::Response XmlApi::get(std::string_view location) const {
  const auto steps = parse_location(location);
  if (!steps) return fault(400, steps.error().detail + ".");
  if (steps->empty()) return fault(400, "A path begins with /Configuration or /Status.");
  Node found;
  if (equal_ignoring_case(steps->front().name, "Configuration")) {
    found = selected(configuration_node(services_.configuration.current()), *steps);
  } else if (equal_ignoring_case(steps->front().name, "Status")) {
    // One element alone is asked of its owner alone.
    const bool one = steps->size() > 1 && (*steps)[1].name != "*";
    Node root("Status");
    if (!one) {
      root = services_.status.read("");
    } else if (Node element = services_.status.read((*steps)[1].name); (*steps)[1].takes(element)) {
      root.children.push_back(std::move(element));
    }
    found = selected(root, *steps);
  } else {
    return fault(404, "There is no " + steps->front().name.substr(0, 100) +
                          ": a path begins with /Configuration or "
                          "/Status.");
  }
  if (found.name.empty()) return fault(404, "Nothing is at " + std::string(location.substr(0, 200)) + ".");
  return xml_answer(xml_document(found));
}

http::Response XmlApi::document(std::string_view path) const {
  const config::Configuration& configuration = services_.configuration.current();
  if (path == "/configuration.xml") return xml_answer(xml_document(configuration_node(configuration)));
  if (path == "/status.xml") return xml_answer(xml_document(services_.status.read("")));
  if (path == "/history.xml") return xml_answer(xml_document(history(services_.events)));
  if (path == "/alternatesconfiguration.xml") return xml_answer(xml_document(alternates(configuration)));
  return error_answer(AnswerForm::xml, 404, "not found", "There is nothing at this path");
}

void XmlApi::put(const Principal& who, const http::Request& request, http::Responder responder) {
  if (request.path == "/putxml") {
    const std::string type = media_type(request);
    const bool xml = type.empty() || type == "text/xml" || type == "application/xml" ||
                     // What curl says of --data-binary unasked.
                     type == "application/x-www-form-urlencoded";
    if (xml) return put_.take(who, request.body, std::move(responder));
    return responder.respond(
        error_answer(AnswerForm::xml, 415, "media type", "The Content-Type of a document is text/xml"));
  }
  if (request.path != "/formputxml") {
    return responder.respond(error_answer(AnswerForm::xml, 404, "not found", "There is nothing at this path"));
  }
  const auto form = request.form();
  if (!form) {
    return responder.respond(
        error_answer(AnswerForm::xml, 415, "media type", "The body is no form; its field is xmldoc"));
  }
  for (const auto& [name, value] : *form) {
    if (name == "xmldoc") return put_.take(who, value, std::move(responder));
  }
  responder.respond(error_answer(AnswerForm::xml, 400, "malformed", "The form has no field xmldoc"));
}

}  // namespace hexad::admin
