#include "model/admin/cli/config_commands.h"

#include <fmt/format.h>

#include "model/admin/cli/alias_pattern.h"
#include "model/admin/cli/bandwidth_route.h"
#include "model/admin/cli/default_links.h"
#include "model/admin/cli/default_values.h"
#include "model/admin/cli/list_commands.h"
#include "model/admin/cli/list_entry.h"
#include "model/admin/cli/zone_list.h"

namespace hexad::admin {
namespace {

Parameter text(std::string_view name, std::int64_t maximum, bool required, std::string_view help) {
  return {name, ParameterKind::text, required, required ? 1 : 0, maximum, {}, help};
}

Parameter choice(std::string_view name, std::vector<std::string_view> words, bool required, std::string_view help) {
  return {name, ParameterKind::choice, required, 0, 0, std::move(words), help};
}

CommandResult refused(const host::Error& error) {
  return CommandResult::failed(error.code == host::ErrorCode::malformed ? "conflict" : "storage", apply_failure(error));
}

CommandResult set_default_values(Services& services, const CommandCall& call) {
  const int level = static_cast<int>(call.integer("Level").value_or(1));
  const auto applied =
      services.configuration.apply(changes_to_defaults(services.configuration.current(), level), call.who.author());
  if (!applied) return refused(applied.error());
  return CommandResult::done(fmt::format("{} settings are back at their defaults.", applied->size()));
}

CommandResult add_default_links(Services& services, const CommandCall& call) {
  const config::Configuration& current = services.configuration.current();
  const std::vector<const DefaultLink*> missing = missing_default_links(current);
  const std::vector<config::Change> changes = changes_adding_default_links(current);
  const auto applied = services.configuration.apply(changes, call.who.author());
  if (!applied) return refused(applied.error());
  if (!missing_default_links(services.configuration.current()).empty())
    return CommandResult::failed("conflict", "The list of links is full.");
  CommandResult result;
  for (const DefaultLink* link : missing) result.fields.emplace_back("Link", link->name);
  if (missing.empty()) result.description = "All default links are there.";
  return result;
}

CommandResult check_pattern(const CommandCall& call) {
  const AliasPattern pattern{std::string(call.text("Pattern")), std::string(call.text("Type")),
                             std::string(call.text("Behavior")), std::string(call.text("Replace"))};
  const auto found = apply_pattern(pattern, call.text("Target"));
  if (!found)
    return CommandResult::failed("bad value", "Pattern is no regular expression, or takes too long to match.");
  CommandResult result;
  result.fields.emplace_back("Result", found->matches ? "Succeeded" : "Failed");
  if (found->matches) result.fields.emplace_back("Alias", found->alias);
  return result;
}

CommandResult zone_list(Services& services, const CommandCall& call) {
  ZoneListQuery query;
  query.alias = call.text("Alias");
  if (!call.text("Protocol").empty()) query.protocol = call.text("Protocol");
  if (!call.text("SourceZone").empty()) query.source = call.text("SourceZone");
  query.authenticated = call.text("Authenticated") == "Yes";
  const ZoneListAnswer answer = list_zones(services.configuration.current(), query);
  CommandResult result;
  if (!answer.transform.empty()) result.fields.emplace_back("Transform", answer.transform);
  result.fields.emplace_back("Alias", answer.alias);
  std::uint32_t number = 0;
  for (const ZoneListStep& step : answer.steps) {
    Node& node = result.fields.emplace_back("Search");
    node.item = ++number;
    node.add("Priority", std::to_string(step.priority));
    node.add("Rule", step.rule);
    node.add("Zone", step.target);
    node.add("Alias", step.alias);
  }
  if (answer.steps.empty()) result.description = "No search rule takes this alias.";
  return result;
}

CommandResult check_bandwidth(Services& services, const CommandCall& call) {
  const auto route =
      route_call(services.configuration.current(), {std::string(call.text("Node1")), std::string(call.text("Node2")),
                                                    *call.integer("Bandwidth"), call.text("CallType") == "Traversal"});
  if (!route) return CommandResult::failed("not found", route.error().detail);
  CommandResult result = CommandResult::done(route->reason);
  result.fields.emplace_back("Result", route->granted > 0 ? "Succeeded" : "Failed");
  if (route->granted > 0) result.fields.emplace_back("Bandwidth", std::to_string(route->granted));
  const auto list = [&result](std::string_view name, const std::vector<std::string>& values) {
    std::uint32_t number = 0;
    for (const std::string& value : values) result.fields.emplace_back(name, value).item = ++number;
  };
  list("Node", route->nodes);
  list("Link", route->links);
  return result;
}

Command command(std::string_view name, Role role, std::string_view help, std::vector<Parameter> parameters,
                std::function<CommandResult(const CommandCall&)> act) {
  Command made;
  made.name = name;
  made.role = role;
  made.help = help;
  made.parameters = std::move(parameters);
  made.run = [act = std::move(act)](const CommandCall& call, const CommandReply& reply) { reply(act(call)); };
  return made;
}

Command default_values_command(Services& services) {
  Command made = command("DefaultValuesSet", Role::administrator,
                         "Sets settings back to their defaults: level 1 most of them, level 2 also those of remote "
                         "authentication, level 3 also the critical ones such as addresses, names and the cluster.",
                         {{"Level", ParameterKind::integer, true, 1, 3, {}, "How much is set back."}},
                         [&services](const CommandCall& call) { return set_default_values(services, call); });
  made.other_names = {"DefaultValueSet"};
  return made;
}

}  // namespace

void add_config_commands(Services& services) {
  CommandTable& table = services.commands;
  table.add(default_values_command(services));
  table.add(command("DefaultLinksAdd", Role::administrator, "Adds the default links between subzones that are missing.",
                    {}, [&services](const CommandCall& call) { return add_default_links(services, call); }));
  table.add(command("CheckPattern", Role::read_only, "Shows what a pattern makes of an alias. Nothing is changed.",
                    {text("Target", 255, true, "The alias."), text("Pattern", 255, true, "The pattern."),
                     choice("Type", {"Exact", "Prefix", "Suffix", "Regex"}, true, "How the pattern is compared."),
                     choice("Behavior", {"Strip", "Leave", "Replace"}, true, "What becomes of the part that matches."),
                     text("Replace", 255, false, "What stands in its place; \\1 to \\9 for groups.")},
                    check_pattern));
  table.add(command(
      "CheckBandwidth", Role::read_only,
      "Shows which way a call would take between two zones or subzones, and what bandwidth the limits on "
      "it leave to it. What calls use at the moment is not counted.",
      {text("Node1", 50, true, "The zone or subzone where the call begins."),
       text("Node2", 50, true, "The one where it ends."),
       {"Bandwidth", ParameterKind::integer, true, 1, 100'000'000, {}, "What it asks for, in kbps."},
       choice("CallType", {"Traversal", "NonTraversal"}, true, "A traversal call passes the Traversal Subzone.")},
      [&services](const CommandCall& call) { return check_bandwidth(services, call); }));
  table.add(
      command("ZoneList", Role::read_only, "Lists the zones that a search for an alias asks, in their order.",
              {text("Alias", 255, true, "The alias."), choice("Protocol", {"SIP", "H323"}, false, "SIP unless given."),
               text("SourceZone", 50, false, "The zone that the search comes from; LocalZone unless given."),
               choice("Authenticated", {"Yes", "No"}, false, "No unless given.")},
              [&services](const CommandCall& call) { return zone_list(services, call); }));
  add_list_commands(services);
}

}  // namespace hexad::admin
