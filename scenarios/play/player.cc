#include "scenarios/play/player.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "model/actors/operator.h"
#include "model/actors/phone_calls.h"
#include "model/admin/cli/line.h"
#include "model/admin/life/upgrade_package.h"
#include "scenarios/play/evaluate.h"
#include "scenarios/play/evaluate_convergence.h"
#include "scenarios/play/evaluate_operations.h"
#include "scenarios/play/finding.h"
#include "scenarios/play/procedure_choice.h"
#include "topologies/load/duration_text.h"

namespace hexad::play {
namespace {

/// What a router does to the packets that it forwards, for people.
std::vector<std::string> notes_of(const topology::Node& node) {
  std::vector<std::string> notes;
  const auto* router = std::get_if<topology::RouterRole>(&node.role);
  if (router == nullptr) return notes;
  for (const auto& nat : router->masquerades) notes.push_back(fmt::format("NAPT {} to {}", nat.inside, nat.outside));
  for (const auto& nat : router->static_nats) {
    notes.push_back(fmt::format("{} is {}", nat.public_address.to_string(), nat.inside_address.to_string()));
  }
  if (!router->firewall.empty()) notes.push_back(fmt::format("firewall, {} rules", router->firewall.size()));
  return notes;
}

/// The upload of a release's software package, as a line.
std::string upgrade_line(const std::string& release) {
  std::string package = admin::package_of(*config::release_from(release)).to_text();
  std::replace(package.begin(), package.end(), '\n', ' ');
  return "xCommand UpgradeStart Package: " + admin::quoted(package);
}

/// Where an operator finds a peer by now: on its first card.
std::optional<host::IpAddress> address_of(const world::World& world, const std::string& peer) {
  const auto addresses = world.addresses(peer);
  return addresses.empty() ? std::nullopt : std::optional(addresses.front());
}

std::string fault_text(const world::Fault& fault) {
  std::string target = !fault.network.empty() ? fault.network : fault.node;
  for (const std::string& node : fault.from) target += (target.empty() ? "" : ", ") + node;
  if (!fault.card.empty()) target += "/" + fault.card;
  return fmt::format("{} {}", world::to_string(fault.kind), target);
}

}  // namespace

record::RunStarted run_started(const scenario::Scenario& scenario, const RunDescription& run) {
  record::RunStarted started;
  started.scenario = scenario.name;
  started.title = scenario.title;
  started.topology = scenario.topology.name;
  started.world = run.world;
  started.release = scenario.release;
  started.seed = run.seed;
  started.duration_ns = ns(scenario.duration);
  started.repeat_command = run.repeat_command;
  started.verifies = scenario.verifies;
  for (const topology::Network& network : scenario.topology.networks) {
    std::string subnet = network.subnet.to_string();
    if (network.subnet6) subnet += " " + network.subnet6->to_string();
    started.networks.push_back({network.name, std::move(subnet), ns(network.delay)});
  }
  for (const topology::Node& node : scenario.topology.nodes) {
    record::NodeInfo info{node.name, node.group, node.role_name(), {}, notes_of(node)};
    for (const topology::Attachment& attachment : node.attachments) {
      std::string addresses = attachment.address.to_string();
      if (attachment.address6) addresses += " " + attachment.address6->to_string();
      for (const host::IpAddress& later : attachment.later) addresses += " " + later.to_string();
      info.attachments.emplace_back(attachment.network, std::move(addresses));
    }
    started.nodes.push_back(std::move(info));
  }
  return started;
}

Player::Player(const scenario::Scenario& scenario, const RunDescription& run, record::Recorder& recorder)
    : scenario_(scenario),
      recorder_(recorder),
      directory_(scenario.topology),
      history_(directory_),
      cluster_invariants_(scenario, directory_) {
  recorder_.observe(history_);
  recorder_.observe(invariants_);
  recorder_.observe(cluster_invariants_);
  recorder_.add(0, run_started(scenario, run));
}

Outcome Player::play(world::World& world, const std::function<void(host::Duration)>& progress) {
  Outcome outcome;
  host::Expected<void> advanced;
  for (const Deed& deed : timeline_of(scenario_)) {
    advanced = advance(world, deed.at, progress);
    if (!advanced) break;
    perform(world, deed);
    // What a story shows without one of its steps is no verdict on anything, and in real time nobody waits for it.
    if (!step_errors_.empty()) break;
  }
  if (advanced && step_errors_.empty()) advanced = advance(world, scenario_.duration, progress);
  if (!advanced) {
    outcome.verdict = record::Verdict::invalid;
    outcome.reasons.push_back(
        fmt::format("the run ended early, at {}: {}", seconds_text(now_ns(world)), advanced.error().detail));
  }
  judge(world, outcome);
  recorder_.add(now_ns(world), record::RunEnded{outcome.verdict, outcome.reasons});
  return outcome;
}

host::Expected<void> Player::advance(world::World& world, host::Duration to,
                                     const std::function<void(host::Duration)>& progress) {
  const host::Duration stride = std::max(scenario_.duration / 100, host::Duration(1));
  while (world.now().time_since_epoch() < to) {
    const host::Duration next = progress ? std::min(to, world.now().time_since_epoch() + stride) : to;
    if (auto advanced = world.advance_to(host::MonotonicTime(next)); !advanced) return advanced;
    if (progress) progress(next);
  }
  return {};
}

void Player::perform(world::World& world, const Deed& deed) {
  std::string error;
  if (const auto* boot = std::get_if<BootOne>(&deed.what)) {
    if (const auto booted = world.boot(boot->node); !booted) {
      error = fmt::format("boot {}: {}", boot->node, booted.error().to_string());
    }
  } else if (const auto* begin = std::get_if<BeginFaults>(&deed.what)) {
    error = begin_faults(world, begin->step);
  } else if (const auto* end = std::get_if<EndFaults>(&deed.what)) {
    error = end_faults(world, end->step);
  } else if (const auto* operate = std::get_if<OperateNow>(&deed.what)) {
    error = tell_operator(world, operate->step);
  } else if (const auto* procedure = std::get_if<BeginProcedure>(&deed.what)) {
    procedures_.push_back(judge_procedure(scenario_.steps[procedure->step], cluster_invariants_.watch()));
  } else if (const auto* placed = std::get_if<CallOne>(&deed.what)) {
    const auto& call = std::get<scenario::PlaceCall>(scenario_.steps[placed->step].action);
    auto* phone = dynamic_cast<actors::Caller*>(world.program(call.from));
    if (phone == nullptr) {
      error = fmt::format("{} is not running", call.from);
    } else {
      phone->call(call.uri, call.talks);
    }
  } else if (const auto* readdress = std::get_if<ReaddressOne>(&deed.what)) {
    const auto& change = std::get<scenario::Readdress>(scenario_.steps[readdress->step].action);
    if (const auto given = world.readdress(change.node, change.address); !given) error = given.error().to_string();
  } else if (const auto* look = std::get_if<LookAfter>(&deed.what)) {
    error = look_after(world, look->check);
  }
  if (deed.step == kNoStep) {
    if (!error.empty()) step_errors_.push_back(error);
    return;
  }
  const scenario::Step& step = scenario_.steps[deed.step];
  if (!error.empty()) step_errors_.push_back(fmt::format("step '{}' failed: {}", step.text, error));
  if (deed.first_of_step || !error.empty()) {
    recorder_.add(now_ns(world),
                  record::StepDone{static_cast<std::uint32_t>(deed.step), step.text, error.empty(), error});
  }
}

std::string Player::tell_operator(world::World& world, std::size_t step) {
  const auto& operate = std::get<scenario::Operate>(scenario_.steps[step].action);
  auto* person = dynamic_cast<actors::Operator*>(world.program(operate.by));
  if (person == nullptr) return fmt::format("{} is not running", operate.by);
  for (const std::string& via : operate.via) {
    actors::OperatorTask task;
    task.number = static_cast<std::uint32_t>(step);
    task.peer = operate.peer;
    task.address = address_of(world, operate.peer);
    task.via = *actors::interface_from(via);
    task.what = operate.what == scenario::Operate::What::set    ? actors::OperatorTask::What::set
                : operate.what == scenario::Operate::What::read ? actors::OperatorTask::What::read
                                                                : actors::OperatorTask::What::run;
    task.path = operate.path;
    task.line = operate.what == scenario::Operate::What::upgrade ? upgrade_line(operate.release) : operate.line;
    if (operate.what == scenario::Operate::What::certificate) {
      const scenario::CertificateOrder& order = operate.certificate;
      task.certificate = {order.common_name, order.names, order.begins, order.ends, order.by_stranger};
    }
    for (const scenario::Assignment& setting : operate.settings) task.also.push_back({setting.path, setting.value});
    if (!task.also.empty()) {
      task.path = std::move(task.also.front().path);
      task.value = std::move(task.also.front().value);
      task.also.erase(task.also.begin());
    }
    if (const auto begun = person->perform(std::move(task)); !begun) return begun.error().detail;
  }
  return {};
}

std::string Player::look_after(world::World& world, std::size_t check) {
  const auto& expected = std::get<scenario::Converges>(scenario_.checks[check].expectation);
  const ClusterWatch& watch = cluster_invariants_.watch();
  if (differences(watch, expected.nodes).empty()) return {};
  auto* person = dynamic_cast<actors::Operator*>(world.program(expected.by));
  if (person == nullptr) return fmt::format("{} is not running", expected.by);
  for (Cure::Errand& errand : cure_.look(watch, expected.nodes.nodes, now_ns(world), world)) {
    const auto number = static_cast<std::uint32_t>(scenario_.steps.size()) + cures_++;
    std::string error;
    for (actors::OperatorTask& task : errand.tasks) {
      task.number = number;
      task.address = address_of(world, task.peer);
      if (const auto begun = person->perform(std::move(task)); !begun) error = begun.error().detail;
    }
    recorder_.add(now_ns(world), record::StepDone{number, errand.text, error.empty(), error});
  }
  return {};
}

std::string Player::begin_faults(world::World& world, std::size_t step) {
  const auto& inflict = std::get<scenario::Inflict>(scenario_.steps[step].action);
  std::string errors;
  for (const world::Fault& fault : inflict.faults) {
    const auto id = world.apply(fault);
    if (id) {
      faults_by_step_[step].push_back({*id, fault, false});
    } else {
      errors += fmt::format("{}{}: {}", errors.empty() ? "" : "; ", fault_text(fault), id.error().to_string());
    }
  }
  return errors;
}

std::string Player::end_faults(world::World& world, std::size_t step) {
  std::string errors;
  for (Begun& begun : faults_by_step_[step]) {
    if (begun.ended) continue;
    const bool machine = begun.fault.kind == world::FaultKind::kill || begun.fault.kind == world::FaultKind::power_off;
    const auto healed = machine ? world.boot(begun.fault.node) : world.heal(begun.id);
    begun.ended = healed.has_value();
    if (!healed) {
      errors +=
          fmt::format("{}{}: {}", errors.empty() ? "" : "; ", fault_text(begun.fault), healed.error().to_string());
    }
  }
  return errors;
}

void Player::judge_faults(world::World& world, Outcome& outcome) {
  for (const auto& [step, begun] : faults_by_step_) {
    for (const Begun& one : begun) {
      const world::FaultEffect effect = world.effect(one.id);
      if (!one.ended) {
        recorder_.add(now_ns(world),
                      record::FaultEnded{one.id, effect.packets_dropped, effect.packets_delayed,
                                         effect.packets_rejected, effect.streams_ended, effect.operations});
      }
      if (effect.touched() > 0 || scenario_.steps[step].deed) continue;
      if (outcome.verdict == record::Verdict::pass) outcome.verdict = record::Verdict::invalid;
      outcome.reasons.push_back(fmt::format("the fault '{}' of step '{}' touched nothing", fault_text(one.fault),
                                            scenario_.steps[step].text));
    }
  }
}

record::CheckResult Player::judge_check(const scenario::Check& check, std::int64_t end_ns) const {
  if (ns(scenario::window_of(check.expectation).to) <= end_ns) return evaluate(check, history_);
  record::CheckResult result;
  result.name = check.name;
  result.kind = std::string(scenario::kind_of(check.expectation));
  result.verdict = record::Verdict::invalid;
  result.expected = scenario::to_sentence(check.expectation);
  result.found = "the run ended before its window did";
  result.verifies = check.verifies;
  return result;
}

void Player::judge_addresses(const world::World& world, Outcome& outcome) const {
  std::set<std::tuple<std::string, std::string, host::Family>> judged;  // What a later step changes again, it hides.
  for (auto step = scenario_.steps.rbegin(); step != scenario_.steps.rend(); ++step) {
    const auto* change = std::get_if<scenario::Readdress>(&step->action);
    if (change == nullptr || !judged.emplace(change->node, change->network, change->address.family()).second) continue;
    const auto now = world.addresses(change->node);
    if (std::find(now.begin(), now.end(), change->address) != now.end()) continue;
    if (outcome.verdict == record::Verdict::pass) outcome.verdict = record::Verdict::invalid;
    outcome.reasons.push_back(
        fmt::format("step '{}' changed nothing: {} was not started after it", step->text, change->node));
  }
}

void Player::judge(world::World& world, Outcome& outcome) {
  const std::int64_t end_ns = now_ns(world);
  for (const scenario::Check& check : scenario_.checks) outcome.checks.push_back(judge_check(check, end_ns));
  for (record::CheckResult& result : evaluate_operations(scenario_, history_, end_ns)) {
    outcome.checks.push_back(std::move(result));
  }
  for (record::CheckResult& result : procedures_) outcome.checks.push_back(std::move(result));
  for (record::CheckResult& result : invariants_.results(end_ns)) outcome.checks.push_back(std::move(result));
  for (record::CheckResult& result : cluster_invariants_.results(end_ns, FactsOfWorld(world))) {
    outcome.checks.push_back(std::move(result));
  }

  for (const record::CheckResult& result : outcome.checks) {
    recorder_.add(end_ns, result);
    if (result.verdict == record::Verdict::fail) {
      outcome.verdict = record::Verdict::fail;
      outcome.reasons.push_back(
          fmt::format("check {} failed: {}; expected: {}", result.name, result.found, result.expected));
    } else if (result.verdict == record::Verdict::invalid) {
      if (outcome.verdict == record::Verdict::pass) outcome.verdict = record::Verdict::invalid;
      outcome.reasons.push_back(fmt::format("check {} never ran: {}", result.name, result.found));
    }
  }
  if (!step_errors_.empty()) outcome.verdict = record::Verdict::invalid;
  outcome.reasons.insert(outcome.reasons.begin(), step_errors_.begin(), step_errors_.end());
  judge_faults(world, outcome);
  judge_addresses(world, outcome);
}

}  // namespace hexad::play
