#include "topologies/ns3/ns3_world.h"

#include <ns3/simulator.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "model/host/check.h"
#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/fault_book.h"
#include "topologies/ns3/machine.h"

namespace hexad::ns3_world {

using host::ErrorCode;
using host::fail;
using world::FaultKind;

struct Ns3World::Inside {
  Inside(const topology::Topology& topology, std::uint64_t run_seed, world::ProgramFactory& program_factory,
         record::Recorder& recorder, Ns3WorldOptions chosen)
      : network_map(topology), seed(run_seed), factory(program_factory), options(std::move(chosen)), faults(recorder) {
    EventLoop::install();
    build(recorder);
  }
  ~Inside() {
    for (auto& machine : machines) machine.reset();
    channels.clear();
    ns3::Simulator::Destroy();
  }

  void build(record::Recorder& recorder);
  void add_captures();
  Machine* find(std::string_view node) const;
  /// Whose the address is or will be; null when it is free.
  const Machine* owner_of(const host::IpAddress& address) const;
  /// Brings one card or network into the state that the faults in force ask for.
  void refresh();
  host::Expected<void> check(const world::Fault& fault) const;
  host::Expected<void> check_barrier(const world::Fault& fault) const;
  /// Puts a fault that is open in force, or takes one that is closed out of it.
  void put_in_force(world::FaultId id, const world::Fault& fault);
  void take_back(world::FaultId id, const world::Fault& fault);
  void set_disk(Machine& machine);
  /// What disks have refused so far goes to the effects of the faults in force.
  void count_refusals();

  const topology::Topology& network_map;
  const std::uint64_t seed;
  world::ProgramFactory& factory;
  const Ns3WorldOptions options;
  FaultBook faults;
  Barriers barriers;
  std::map<world::FaultId, std::uint64_t> refused_before;  ///< By faults of disks.
  std::map<std::string, ns3::Ptr<LanChannel>, std::less<>> channels;
  std::vector<std::unique_ptr<Machine>> machines;  ///< In the order of the topology.
  std::map<std::string, Machine*, std::less<>> machines_by_name;
};

void Ns3World::Inside::build(record::Recorder& recorder) {
  for (const topology::Network& network : network_map.networks) {
    auto channel = ns3::CreateObject<LanChannel>();
    channel->set_up(network, seed, barriers, faults);
    channels.emplace(network.name, channel);
  }
  const Surroundings surroundings{network_map, seed, factory, recorder, faults, options.wants_messages, epoch()};
  for (const topology::Node& node : network_map.nodes) {
    auto machine = std::make_unique<Machine>(surroundings, node);
    for (const topology::Attachment& attachment : node.attachments) {
      const topology::Network* network = network_map.find_network(attachment.network);
      HEXAD_CHECK(network != nullptr);
      machine->add_card(*channels.find(network->name)->second, attachment, *network);
    }
    machines_by_name.emplace(node.name, machine.get());
    machines.push_back(std::move(machine));
  }
}

void Ns3World::Inside::add_captures() {
  if (options.capture == "none") return;
  for (const auto& [name, channel] : channels) {
    if (options.capture != "all" && options.capture != name) continue;
    channel->capture_to(
        std::make_unique<Capture>(options.pcap_folder + "/" + name + ".pcap", options.capture_cap_bytes), epoch());
  }
}

Machine* Ns3World::Inside::find(std::string_view node) const {
  const auto found = machines_by_name.find(node);
  return found == machines_by_name.end() ? nullptr : found->second;
}

const Machine* Ns3World::Inside::owner_of(const host::IpAddress& address) const {
  const auto among = [&](const std::vector<std::vector<host::Prefix>>& cards) {
    return std::any_of(cards.begin(), cards.end(), [&](const std::vector<host::Prefix>& card) {
      return std::any_of(card.begin(), card.end(), [&](const host::Prefix& own) { return own.address == address; });
    });
  };
  for (const auto& machine : machines) {
    if (among(machine->addresses()) || among(machine->next_addresses())) return machine.get();
  }
  return nullptr;
}

void Ns3World::Inside::refresh() {
  std::map<const LanDevice*, bool> up_before;
  for (const auto& machine : machines) {
    for (const auto& card : machine->cards()) up_before[ns3::PeekPointer(card)] = card->link_up();
  }
  for (const auto& [name, channel] : channels) {
    channel->disturbance() = faults.disturbance({}, {}, name);
    const world::FaultId delay = faults.delay_fault(name);
    if (delay != 0)
      channel->set_delay(faults.fault(delay).delay, delay);
    else
      channel->restore_delay();
  }
  for (const auto& machine : machines) {
    bool changed = false;
    for (const auto& card : machine->cards()) {
      card->disturbance() = faults.disturbance(machine->node().name, card->card(), {});
      changed = changed || card->link_up() != up_before[ns3::PeekPointer(card)];
    }
    if (changed) machine->on_link_changed();
  }
}

namespace {

std::unordered_set<host::IpAddress> addresses_of(const std::vector<std::string>& nodes,
                                                 const topology::Topology& topology) {
  std::unordered_set<host::IpAddress> addresses;
  for (const std::string& name : nodes) {
    for (const topology::Attachment& attachment : topology.find_node(name)->attachments) {
      addresses.insert(attachment.address);
      if (attachment.address6) addresses.insert(*attachment.address6);
      addresses.insert(attachment.later.begin(), attachment.later.end());
    }
  }
  return addresses;
}

}  // namespace

void Ns3World::Inside::put_in_force(world::FaultId id, const world::Fault& fault) {
  if (world::of_barrier(fault.kind)) {
    Barrier barrier{addresses_of(fault.from, network_map), addresses_of(fault.to, network_map), fault.one_way, 0, {}};
    if (fault.kind == FaultKind::block_port) barrier.port = fault.port;
    if (fault.kind == FaultKind::forget_idle) barrier.idle = fault.idle;
    return barriers.add(id, std::move(barrier), EventLoop::current().time());
  }
  if (!world::of_machine(fault.kind)) return refresh();
  Machine& machine = *find(fault.node);
  if (fault.kind == FaultKind::step_clock) {
    machine.step_clock(fault.by);
    ++faults.effect(id).operations;
  } else {
    refused_before[id] = machine.disk().refused();
    set_disk(machine);
  }
}

void Ns3World::Inside::take_back(world::FaultId id, const world::Fault& fault) {
  if (world::of_barrier(fault.kind)) return barriers.remove(id);
  if (!world::of_machine(fault.kind)) return refresh();
  if (fault.kind == FaultKind::step_clock) return find(fault.node)->step_clock(-fault.by);
  refused_before.erase(id);
  set_disk(*find(fault.node));
}

void Ns3World::Inside::set_disk(Machine& machine) {
  const world::FaultId last = faults.disk_fault(machine.node().name);
  if (last == 0) return machine.disk().work_again();
  const bool full = faults.fault(last).kind == FaultKind::fill_disk;
  machine.disk().fail_after(0, full ? ErrorCode::disk_full : ErrorCode::disk_failed);
}

void Ns3World::Inside::count_refusals() {
  for (const auto& [id, before] : refused_before) {
    faults.effect(id).operations = find(faults.fault(id).node)->disk().refused() - before;
  }
}

host::Expected<void> Ns3World::Inside::check_barrier(const world::Fault& fault) const {
  if (fault.from.empty() || fault.to.empty() || !fault.node.empty() || !fault.network.empty()) {
    return fail(ErrorCode::invalid_argument, "this fault stands between machines");
  }
  for (const auto* side : {&fault.from, &fault.to}) {
    for (const std::string& name : *side) {
      if (find(name) == nullptr) return fail(ErrorCode::not_found, "no machine " + name);
    }
  }
  if (fault.kind == FaultKind::block_port && fault.port == 0) {
    return fail(ErrorCode::invalid_argument, "a port lies between 1 and 65535");
  }
  if (fault.kind == FaultKind::forget_idle && (fault.idle <= host::Duration::zero() || fault.one_way)) {
    return fail(ErrorCode::invalid_argument, "a connection has two ways and is forgotten after some time");
  }
  return {};
}

host::Expected<void> Ns3World::Inside::check(const world::Fault& fault) const {
  if (world::of_barrier(fault.kind)) return check_barrier(fault);
  const bool of_machine = world::of_machine(fault.kind);
  if (fault.node.empty() == fault.network.empty()) {
    return fail(ErrorCode::invalid_argument, "a fault has one target: a node or a network");
  }
  if (of_machine && (fault.node.empty() || !fault.card.empty())) {
    return fail(ErrorCode::invalid_argument, "this fault hits a whole machine");
  }
  if (fault.kind == FaultKind::delay && fault.network.empty()) {
    return fail(ErrorCode::invalid_argument, "only a network has a delay");
  }
  if (fault.probability < 0 || fault.probability > 1 || fault.delay < host::Duration::zero()) {
    return fail(ErrorCode::invalid_argument, "a probability lies between 0 and 1, a delay is not negative");
  }
  if (!fault.network.empty() && channels.count(fault.network) == 0) {
    return fail(ErrorCode::not_found, "no network " + fault.network);
  }
  if (fault.node.empty()) return {};
  const Machine* machine = find(fault.node);
  if (machine == nullptr) return fail(ErrorCode::not_found, "no machine " + fault.node);
  if (fault.card.empty()) return {};
  for (const auto& card : machine->cards()) {
    if (card->card() == fault.card) return {};
  }
  return fail(ErrorCode::not_found, "no card " + fault.node + "/" + fault.card);
}

host::Expected<std::unique_ptr<Ns3World>> Ns3World::make(const topology::Topology& topology, std::uint64_t seed,
                                                         world::ProgramFactory& factory, record::Recorder& recorder,
                                                         Ns3WorldOptions options) {
  const std::string& capture = options.capture;
  if (capture != "all" && capture != "none" && topology.find_network(capture) == nullptr) {
    return fail(ErrorCode::invalid_argument, "no network " + capture + " to capture");
  }
  auto inside = std::make_unique<Inside>(topology, seed, factory, recorder, std::move(options));
  try {
    inside->add_captures();
  } catch (const std::runtime_error& error) {
    return fail(ErrorCode::disk_failed, error.what());
  }
  return std::unique_ptr<Ns3World>(new Ns3World(std::move(inside)));
}

Ns3World::Ns3World(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Ns3World::~Ns3World() = default;

const topology::Topology& Ns3World::topology() const { return inside_->network_map; }
host::MonotonicTime Ns3World::now() const { return EventLoop::current().time(); }
std::uint64_t Ns3World::events() const { return EventLoop::current().GetEventCount(); }

host::WallTime Ns3World::epoch() {
  constexpr std::int64_t kNewYear2026 = 1'767'225'600;
  return host::WallTime(std::chrono::seconds(kNewYear2026));
}

bool Ns3World::step(host::MonotonicTime limit) { return EventLoop::current().step(limit); }

host::Expected<void> Ns3World::advance_to(host::MonotonicTime time) {
  if (time < now()) return fail(ErrorCode::invalid_argument, "time does not run backwards");
  EventLoop& loop = EventLoop::current();
  const std::uint64_t events_max = inside_->options.events_max;
  while (loop.step(time)) {
    if (events_max != 0 && loop.GetEventCount() > events_max) {
      return fail(ErrorCode::bound_reached, "the run takes more than " + std::to_string(events_max) + " events");
    }
  }
  loop.move_to(time);
  return {};
}

host::Expected<void> Ns3World::boot(std::string_view node) {
  Machine* machine = inside_->find(node);
  if (machine == nullptr) return fail(ErrorCode::not_found, "no machine " + std::string(node));
  return machine->boot();
}

world::MachineState Ns3World::state(std::string_view node) const {
  const Machine* machine = inside_->find(node);
  return machine == nullptr ? world::MachineState::off : machine->state();
}

host::Expected<world::FaultId> Ns3World::apply(const world::Fault& fault) {
  if (auto valid = inside_->check(fault); !valid) return tl::unexpected<host::Error>(valid.error());
  if (fault.kind == FaultKind::kill) return inside_->find(fault.node)->kill(fault);
  if (fault.kind == FaultKind::power_off) return inside_->find(fault.node)->power_off(fault);
  const world::FaultId id = inside_->faults.open(fault);
  inside_->put_in_force(id, fault);
  return id;
}

host::Expected<void> Ns3World::heal(world::FaultId id) {
  FaultBook& faults = inside_->faults;
  if (!faults.known(id)) return fail(ErrorCode::not_found, "no fault " + std::to_string(id));
  const FaultKind kind = faults.fault(id).kind;
  if (kind == FaultKind::kill || kind == FaultKind::power_off) {
    return fail(ErrorCode::invalid_argument, "boot " + faults.fault(id).node + " to end this fault");
  }
  if (!faults.active(id)) return fail(ErrorCode::invalid_argument, "fault " + std::to_string(id) + " has ended");
  inside_->count_refusals();
  faults.close(id);
  inside_->take_back(id, faults.fault(id));
  return {};
}

world::FaultEffect Ns3World::effect(world::FaultId id) const {
  inside_->count_refusals();
  return inside_->faults.known(id) ? std::as_const(inside_->faults).effect(id) : world::FaultEffect{};
}

host::Program* Ns3World::program(std::string_view node) {
  Machine* machine = inside_->find(node);
  return machine == nullptr ? nullptr : machine->program();
}

host::Expected<void> Ns3World::readdress(std::string_view node, const host::IpAddress& address) {
  Machine* machine = inside_->find(node);
  if (machine == nullptr) return fail(ErrorCode::not_found, "no machine " + std::string(node));
  if (std::holds_alternative<topology::RouterRole>(machine->node().role)) {
    return fail(ErrorCode::invalid_argument, "the routes of other machines have the addresses of " + std::string(node));
  }
  const Machine* owner = inside_->owner_of(address);
  if (owner != nullptr && owner != machine) {
    return fail(ErrorCode::address_in_use, owner->node().name + " has " + address.to_string());
  }
  for (std::size_t card = 0; card < machine->addresses().size(); ++card) {
    for (const host::Prefix& own : machine->addresses()[card]) {
      if (!own.contains(address)) continue;
      machine->readdress(card, address);
      return {};
    }
  }
  return fail(ErrorCode::invalid_argument,
              "no card of " + std::string(node) + " is in the network of " + address.to_string());
}

std::vector<host::IpAddress> Ns3World::addresses(std::string_view node) const {
  std::vector<host::IpAddress> list;
  const Machine* machine = inside_->find(node);
  if (machine == nullptr) return list;
  for (const auto& card : machine->addresses()) {
    for (const host::Prefix& own : card) list.push_back(own.address);
  }
  return list;
}

host::Expected<void> Ns3World::step_wall_clock(std::string_view node, host::Duration by) {
  Machine* machine = inside_->find(node);
  if (machine == nullptr) return fail(ErrorCode::not_found, "no machine " + std::string(node));
  machine->step_clock(by);
  return {};
}

world::SimulatedDisk* Ns3World::disk(std::string_view node) {
  Machine* machine = inside_->find(node);
  return machine == nullptr ? nullptr : &machine->disk();
}

host::Expected<std::vector<CaptureSummary>> Ns3World::finish() {
  inside_->count_refusals();
  for (const world::FaultId id : inside_->faults.active_faults()) inside_->faults.close(id);
  std::vector<CaptureSummary> summaries;
  for (const auto& [name, channel] : inside_->channels) {
    Capture* capture = channel->capture();
    if (capture == nullptr) continue;
    if (!capture->flush()) return fail(ErrorCode::disk_failed, "cannot write " + capture->file());
    summaries.push_back({name, capture->file(), capture->packets(), capture->packets_not_written()});
  }
  return summaries;
}

}  // namespace hexad::ns3_world
