// The step that says which procedure of the guides begins.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load/scenario_draft.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

using yaml::MapReader;
using yaml::refuse;

constexpr Procedure::Name kNames[] = {Procedure::Name::create_cluster, Procedure::Name::add_peer,
                                      Procedure::Name::remove_live,    Procedure::Name::remove_dead,
                                      Procedure::Name::disband,        Procedure::Name::change_primary,
                                      Procedure::Name::change_address};

Procedure::Name read_name(const yaml::Node& node) {
  const std::string text = yaml::as_text(node, "a procedure such as remove-live");
  std::vector<std::string> known;
  for (const Procedure::Name name : kNames) {
    if (to_string(name) == text) return name;
    known.emplace_back(to_string(name));
  }
  refuse(node.place, fmt::format("unknown procedure '{}': expected {}{}", text, yaml::join_names(known, known.size()),
                                 yaml::suggestion(text, known)));
}

bool wants_primary(Procedure::Name name) {
  return name == Procedure::Name::create_cluster || name == Procedure::Name::change_primary;
}

/// "Which system will be primary must be settled before starting."
void read_primary(const MapReader& keys, const Names& names, Procedure& procedure) {
  const yaml::Node* primary = keys.find("primary");
  if (primary == nullptr) {
    if (wants_primary(procedure.name)) {
      refuse(keys.place(), fmt::format("{} without a primary: expected primary: and the peer whose configuration all "
                                       "will have, for that is settled before it begins",
                                       to_string(procedure.name)));
    }
    return;
  }
  if (!wants_primary(procedure.name)) {
    refuse(primary->place, fmt::format("found 'primary' beside {}: expected it with create-cluster and change-primary",
                                       to_string(procedure.name)));
  }
  procedure.primary = names.select(*primary, Kind::peer).nodes.front();
  const auto& peers = procedure.peers.nodes;
  if (names.select(*primary, Kind::peer).nodes.size() != 1) refuse(primary->place, "expected one peer");
  if (std::find(peers.begin(), peers.end(), procedure.primary) == peers.end()) {
    refuse(primary->place, fmt::format("{} is none of the peers of this step: expected one of {}", procedure.primary,
                                       yaml::join_names(peers)));
  }
}

}  // namespace

const std::vector<std::string> kProcedureKeys = {"peers", "primary", "advises"};

std::string_view to_string(Procedure::Name name) {
  switch (name) {
    case Procedure::Name::create_cluster: return "create-cluster";
    case Procedure::Name::add_peer: return "add-peer";
    case Procedure::Name::remove_live: return "remove-live";
    case Procedure::Name::remove_dead: return "remove-dead";
    case Procedure::Name::disband: return "disband";
    case Procedure::Name::change_primary: return "change-primary";
    case Procedure::Name::change_address: return "change-address";
  }
  return "";
}

void read_procedure(const MapReader& keys, const Names& names, Step& step) {
  Procedure procedure;
  procedure.name = read_name(*keys.find("procedure"));
  procedure.peers = names.select(keys.at("peers", "the peers that it is about"), Kind::peer);
  read_primary(keys, names, procedure);
  if (const yaml::Node* advises = keys.find("advises")) {
    procedure.advises = read_name(*advises);
    if (*procedure.advises == procedure.name)
      refuse(advises->place, "found the procedure itself: expected another one");
  }
  if (const yaml::Node* ids = keys.find("verifies")) step.verifies = read_ids(*ids);
  step.text = fmt::format("begin the procedure {} with {}", to_string(procedure.name), procedure.peers.text);
  if (!procedure.primary.empty()) step.text += fmt::format(", {} being the primary", procedure.primary);
  step.action = std::move(procedure);
}

}  // namespace hexad::scenario
