#include "model/wire/cluster/frame.h"

namespace hexad::wire::cluster {

std::string_view to_string(Refusal::Reason reason) {
  constexpr std::string_view kWords[] = {"unknown",       "stranger",  "certificate", "key",
                                         "cluster_name",  "release",   "schema",      "incarnation",
                                         "recover_first", "malformed", "busy",        "own_self"};
  static_assert(std::size(kWords) == static_cast<std::size_t>(Refusal::Reason::own_self) + 1);
  return kWords[static_cast<std::size_t>(reason)];
}

std::string_view name_of(const Frame& frame) {
  constexpr std::string_view kNames[] = {"hello",
                                         "refusal",
                                         "beat",
                                         "state",
                                         "changes",
                                         "recovery_done",
                                         "configuration_announce",
                                         "configuration_request",
                                         "configuration_answer",
                                         "configuration_copy"};
  static_assert(std::size(kNames) == std::variant_size_v<Frame>);
  return kNames[frame.index()];
}

}  // namespace hexad::wire::cluster
