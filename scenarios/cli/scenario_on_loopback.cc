#include "scenarios/cli/scenario_on_loopback.h"

#include "real/lab/address_moves.h"
#include "real/lab/loopback_topology.h"

namespace hexad::cli {
namespace {

using lab::AddressMoves;

void move(scenario::Operate& operate, const AddressMoves& moves) {
  for (scenario::Assignment& setting : operate.settings) setting.value = moves.moved_text(setting.value);
  operate.line = moves.moved_text(operate.line);
  if (operate.expect) operate.expect = moves.moved_text(*operate.expect);
}

struct CheckMover {
  const AddressMoves& moves;

  void operator()(scenario::Messages& messages) const {
    if (messages.to_address) messages.to_address = moves.moved(*messages.to_address);
  }
  void operator()(scenario::LogEvents& events) const {
    for (auto& [name, value] : events.fields) value = moves.moved_text(value);
  }
  void operator()(scenario::AlarmIs& alarm) const {
    if (alarm.instance) alarm.instance = moves.moved_text(*alarm.instance);
    alarm.holds = moves.moved_text(alarm.holds);
  }
  void operator()(scenario::PeerStateIs& state) const { state.of = moves.moved_text(state.of); }
  template <class Other>
  void operator()(Other&) const {}
};

}  // namespace

host::Expected<scenario::Scenario> on_loopback(scenario::Scenario scenario) {
  auto topology = lab::on_loopback(scenario.topology);
  if (!topology) return tl::unexpected<host::Error>(topology.error());
  const AddressMoves moves = lab::moves_between(scenario.topology, *topology);
  scenario.topology = std::move(*topology);
  for (scenario::Step& step : scenario.steps) {
    step.text = moves.moved_text(step.text);
    if (auto* operate = std::get_if<scenario::Operate>(&step.action)) move(*operate, moves);
  }
  for (scenario::Check& check : scenario.checks) std::visit(CheckMover{moves}, check.expectation);
  return scenario;
}

}  // namespace hexad::cli
