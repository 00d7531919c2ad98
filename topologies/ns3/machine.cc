#include "topologies/ns3/machine.h"

#include <utility>

#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/routes.h"

namespace hexad::ns3_world {

using host::ErrorCode;
using world::MachineState;

Machine::Machine(Surroundings surroundings, const topology::Node& node)
    : surroundings_(surroundings),
      node_(node),
      ns3_node_(ns3::CreateObject<ns3::Node>()),
      log_(surroundings.recorder, node.name, surroundings.wants_messages) {}

Machine::~Machine() {
  drop_program();
  if (kernel_) kernel_->silence();
  host_.reset();
  router_.reset();
}

void Machine::add_card(LanChannel& channel, const topology::Attachment& attachment, const topology::Network& network) {
  auto device = ns3::CreateObject<LanDevice>();
  device->set_up(channel, node_.name, attachment.card, surroundings_.seed);
  std::vector<host::Prefix> addresses{{attachment.address, network.subnet.length}};
  if (attachment.address6 && network.subnet6) addresses.push_back({*attachment.address6, network.subnet6->length});
  for (const host::Prefix& prefix : addresses) device->add_address(prefix.address);
  ns3_node_->AddDevice(device);
  channel.attach(*device);
  device->set_powered(false, 0);
  cards_.push_back(device);
  addresses_.push_back(std::move(addresses));
  next_addresses_ = addresses_;
}

void Machine::make_kernel() {
  host_.reset();
  router_.reset();
  kernel_.reset();
  const std::string name = boots_ == 0 ? node_.name : node_.name + "#" + std::to_string(boots_);
  kernel_ = std::make_unique<Kernel>(ns3_node_->GetId(), surroundings_.seed, name, *this);
  for (std::size_t card = 0; card < cards_.size(); ++card) kernel_->stack.add_card(*cards_[card], addresses_[card]);
  for (const Route& route : routes_of(surroundings_.topology, node_)) kernel_->stack.add_route(route);
  if (const auto* role = std::get_if<topology::RouterRole>(&node_.role)) {
    router_ = std::make_unique<Router>(*role, kernel_->stack, surroundings_.faults);
  }
}

void Machine::readdress(std::size_t card, const host::IpAddress& address) {
  for (host::Prefix& prefix : next_addresses_[card]) {
    if (prefix.address.family() == address.family()) prefix.address = address;
  }
}

void Machine::take_next_addresses() {
  for (std::size_t card = 0; card < cards_.size(); ++card) {
    for (std::size_t i = 0; i < addresses_[card].size(); ++i) {
      const host::IpAddress &before = addresses_[card][i].address, &now = next_addresses_[card][i].address;
      if (before != now) cards_[card]->channel().readdress(*cards_[card], before, now);
    }
    addresses_[card] = next_addresses_[card];
    if (kernel_) kernel_->stack.set_addresses(card, addresses_[card]);
  }
}

void Machine::set_powered(bool powered, FaultNumber fault) {
  for (const auto& card : cards_) card->set_powered(powered, fault);
}

void Machine::set_state(MachineState state, const char* word) {
  state_ = state;
  surroundings_.recorder.add(EventLoop::current().time().time_since_epoch().count(),
                             record::MachineChanged{node_.name, word});
}

host::Expected<void> Machine::boot() {
  if (state_ == MachineState::running) return host::fail(ErrorCode::invalid_argument, node_.name + " is running");
  if (fault_ != 0) surroundings_.faults.close(std::exchange(fault_, 0));
  take_next_addresses();
  if (state_ == MachineState::off) make_kernel();
  set_powered(true, 0);
  start_program();
  return {};
}

void Machine::start_program() {
  host_.reset();
  kernel_->set_program_dead(false);
  kernel_->filter.set({});
  log_.set_muted(false);
  disk_.set_frozen(false);
  MachineParts parts;
  parts.name = node_.name;
  parts.context = ns3_node_->GetId();
  parts.boot = boots_++;
  parts.seed = surroundings_.seed;
  parts.disk = &disk_;
  parts.log = &log_;
  parts.epoch = surroundings_.epoch;
  parts.clock_offset = &clock_offset_;
  host_ = std::make_unique<Ns3Host>(std::move(parts), *kernel_, *this);
  set_state(MachineState::running, "running");
  program_ = surroundings_.factory.make_program(node_, *host_);
}

void Machine::drop_program() {
  log_.set_muted(true);
  disk_.set_frozen(true);
  if (kernel_) kernel_->set_program_dead(true);
  if (host_) host_->silence();
  program_.reset();
}

host::Expected<world::FaultId> Machine::kill(const world::Fault& fault) {
  if (state_ != MachineState::running) {
    return host::fail(ErrorCode::invalid_argument, node_.name + " runs no program to kill");
  }
  fault_ = surroundings_.faults.open(fault);
  surroundings_.faults.effect(fault_).streams_ended += kernel_->tcp.established_streams();
  set_state(MachineState::killed, "killed");
  drop_program();
  kernel_->filter.set({});
  return fault_;
}

host::Expected<world::FaultId> Machine::power_off(const world::Fault& fault) {
  if (state_ == MachineState::off) return host::fail(ErrorCode::invalid_argument, node_.name + " is off");
  if (fault_ != 0) surroundings_.faults.close(fault_);
  fault_ = surroundings_.faults.open(fault);
  set_state(MachineState::off, "off");
  set_powered(false, fault_);
  kernel_->silence();
  drop_program();
  disk_.lose_power();
  return fault_;
}

void Machine::on_restart_requested() {
  set_state(MachineState::running, "restarting");
  program_.reset();
  host_->silence();
  take_next_addresses();
  start_program();
}

void Machine::on_link_changed() {
  if (host_ && state_ == MachineState::running) host_->on_link_changed();
}

std::string Machine::network_towards(host::ByteView packet) const {
  const auto parsed = parse_quoted_ip(packet);
  const auto card = parsed ? kernel_->stack.card_of(parsed->destination) : std::nullopt;
  const std::size_t index = card && *card >= 0 ? static_cast<std::size_t>(*card) : 0;
  return index < cards_.size() ? cards_[index]->channel().name() : std::string();
}

void Machine::on_turned_away(std::string_view reason, host::ByteView packet, bool answered) {
  const FaultNumber fault = state_ == MachineState::killed ? fault_ : 0;
  if (fault != 0 && answered) ++surroundings_.faults.effect(fault).packets_rejected;
  surroundings_.faults.record_loss(network_towards(packet), reason, packet, fault);
}

}  // namespace hexad::ns3_world
