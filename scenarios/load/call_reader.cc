// The step in which an endpoint calls somebody.
#include <fmt/format.h>

#include "model/wire/sip/uri.h"
#include "scenarios/load/scenario_draft.h"
#include "topologies/load/duration_text.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

std::string one_endpoint(const Selection& selection, const yaml::Node& node) {
  if (selection.nodes.size() != 1) yaml::refuse(node.place, "expected one endpoint");
  return selection.nodes.front();
}

/// The address of an endpoint by its name, or a SIP URI as it stands.
std::string read_callee(const yaml::Node& node, const Names& names) {
  const std::string text = yaml::as_text(node, "an endpoint, or a URI such as sip:phones-2@example.com");
  if (text.find(':') != std::string::npos) {
    const auto uri = sip::parse_uri(text);
    if (!uri || !uri->is_sip()) yaml::refuse_value(node, "a URI such as sip:phones-2@example.com");
    return text;
  }
  const std::string callee = one_endpoint(names.select(node, Kind::endpoint), node);
  return std::get<topology::EndpointRole>(names.topology().find_node(callee)->role).address_of_record;
}

}  // namespace

PlaceCall read_call(const yaml::Node& value, const Names& names, std::string& text) {
  const yaml::MapReader keys(value, "call", {"from", "to", "talks"});
  const yaml::Node& from = keys.at("from", "the endpoint that calls");
  PlaceCall call;
  call.from = one_endpoint(names.select(from, Kind::endpoint), from);
  call.uri = read_callee(keys.at("to", "whom it calls"), names);
  if (const yaml::Node* talks = keys.find("talks"))
    call.talks = yaml::as_duration(*talks, std::chrono::milliseconds(1));
  text = fmt::format("{} calls {}", call.from, call.uri);
  if (call.talks > Duration(0)) text += fmt::format(" and talks for {}", topology::format_duration(call.talks));
  return call;
}

}  // namespace hexad::scenario
