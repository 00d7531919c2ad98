#include "model/peer/locate.h"

#include "model/admin/cli/zone_list.h"
#include "model/admin/words.h"
#include "model/sip/register_request.h"
#include "model/status/timestamp.h"
#include "model/wire/sip/uri.h"

namespace hexad::peer {
namespace {

using admin::CommandCall;
using admin::CommandResult;
using admin::Node;
using admin::Parameter;
using admin::ParameterKind;

constexpr std::string_view kSourceAlias = "xcom-locate";
constexpr std::string_view kLocalZone = "LocalZone";
constexpr std::string_view kRules = "Zones Policy SearchRules Rule";

std::string_view given_or(const CommandCall& call, std::string_view parameter, std::string_view otherwise) {
  const std::string_view text = call.text(parameter);
  return text.empty() ? otherwise : text;
}

/// The key of an alias in the registration store: a SIP alias may come with its scheme or without.
std::string key_of(const std::string& alias, location::Protocol protocol) {
  if (protocol != location::Protocol::sip) return alias;
  for (const std::string& text : {alias, "sip:" + alias}) {
    const auto uri = sip::parse_uri(text);
    if (!uri || uri->scheme == sip::Scheme::other) continue;
    std::string key;
    sip::canonical_aor(*uri, key);
    return key;
  }
  return alias;
}

std::vector<Parameter> parameters() {
  return {{"Alias", ParameterKind::text, true, 1, 60, {}, "The alias to search for."},
          {"HopCount", ParameterKind::integer, true, 0, 255, {}, "How many systems the search may pass."},
          {"Protocol", ParameterKind::choice, true, 0, 0, {"H323", "SIP"}, "The protocol of the search."},
          {"SourceZone", ParameterKind::text, false, 1, 50, {}, "The zone that it comes from; LocalZone if none."},
          {"Authenticated", ParameterKind::choice, false, 0, 0, {"Yes", "No"}, "Whether the caller is; No if none."},
          {"SourceAlias", ParameterKind::text, false, 0, 60, {}, "The alias that it comes from; xcom-locate if none."}};
}

}  // namespace

Locate::Locate(admin::Services& services, const location::RegistrationStore& store)
    : services_(services), store_(store) {
  admin::Command command;
  command.name = "Locate";
  command.role = admin::Role::read_only;
  command.help = "Searches for an alias; what is found comes as the feedback event Locate.";
  command.parameters = parameters();
  command.run = [this](const CommandCall& call, const admin::CommandReply& reply) { run(call, reply); };
  services_.commands.add(std::move(command));
}

void Locate::run(const CommandCall& call, const admin::CommandReply& reply) const {
  const bool wanted = wanted_ && wanted_();
  reply(CommandResult::done(wanted ? "The answer comes as the feedback event Locate."
                                   : "The answer is the feedback event Locate, and nobody takes it: see "
                                     "FeedbackRegister."));
  if (wanted) teller_(search(call));
}

Node Locate::search(const CommandCall& call) const {
  const config::Configuration& configuration = services_.configuration.current();
  const std::string_view protocol = call.text("Protocol");
  Node event("Locate");
  event.add("Time", status::rfc3339_time(services_.host.wall_now()));
  event.add("Alias", call.text("Alias"));
  event.add("Protocol", protocol);
  event.add("HopCount", call.text("HopCount"));
  event.add("SourceZone", given_or(call, "SourceZone", kLocalZone));
  event.add("SourceAlias", given_or(call, "SourceAlias", kSourceAlias));
  event.add("Authenticated", given_or(call, "Authenticated", "No"));
  admin::ZoneListAnswer zones = admin::list_zones(
      configuration, {std::string(call.text("Alias")), std::string(protocol),
                      std::string(given_or(call, "SourceZone", kLocalZone)), call.text("Authenticated") == "Yes"});
  if (configuration.entries(kRules).empty()) zones.steps.push_back({0, {}, std::string(kLocalZone), zones.alias});
  const auto kind = protocol == "SIP" ? location::Protocol::sip : location::Protocol::h323;
  bool found = false;
  std::uint32_t number = 0;
  for (const admin::ZoneListStep& step : zones.steps) {
    const bool local = admin::equal_ignoring_case(step.target, kLocalZone);
    found = local && search_local_zone(step.alias, kind, event);
    Node& told = event.add_item("Search", ++number);
    told.add("Rule", step.rule);
    told.add("Zone", step.target);
    told.add("Alias", step.alias);
    told.add("Result", found ? "Found" : local ? "Not found" : "Not searched");
    if (found) break;
  }
  event.add("Result", found ? "Found" : "Not found");
  return event;
}

bool Locate::search_local_zone(const std::string& alias, location::Protocol protocol, Node& event) const {
  const location::RecordId record = store_.find(key_of(alias, protocol));
  if (record == location::kNone) return false;
  std::uint32_t number = 0;
  for (auto id = store_.first_contact(record); id != location::kNone; id = store_.next_contact(id)) {
    const location::Contact& contact = store_.contact(id);
    if (contact.protocol() != protocol) continue;
    Node& registration = event.add_item("Registration", ++number);
    registration.add("Protocol", location::to_string(contact.protocol()));
    registration.add("AOR", store_.aor(record));
    registration.add("Contact", contact.uri());
    registration.add("Node", services_.host.name());
  }
  return number > 0;
}

}  // namespace hexad::peer
