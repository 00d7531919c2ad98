#include "real/lab/lab_world.h"

#include <signal.h>

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "real/lab/loopback_topology.h"
#include "real/lab/socket_table.h"
#include "reports/record_log/record_log.h"

namespace hexad::lab {
namespace {

/// On all cards of a machine.
SocketCounts sockets_of(const topology::Node& node) {
  SocketCounts counts;
  for (const topology::Attachment& attachment : node.attachments) {
    // The kernel's table comes in pieces, and a row may be passed over while others come and go: the fullest look
    // counts.
    SocketCounts fullest;
    for (int looks = 0; looks < 5; ++looks) {
      const SocketCounts seen = sockets_at(attachment.address);
      fullest.established = std::max(fullest.established, seen.established);
      fullest.with_unread_data = std::max(fullest.with_unread_data, seen.with_unread_data);
    }
    counts.established += fullest.established;
    counts.with_unread_data += fullest.with_unread_data;
  }
  return counts;
}

}  // namespace

/// The log of an actor: goes straight into the record.
class LabWorld::NodeLog final : public host::Log {
 public:
  NodeLog(LabWorld& world, std::string node) : world_(world), node_(std::move(node)) {}
  using host::Log::write;
  void write(host::Severity severity, std::string_view component, std::string_view event, std::string_view text,
             std::span<const host::LogField> fields) override {
    world_.add(record_log::to_log_line(node_, severity, component, event, text, fields));
  }
  bool wants_messages() const override { return true; }
  void message(const host::WireMessage& message) override {
    record::Message event = record_log::to_message(node_, message);
    if (event.sent) world_.note_sent(event.remote);
    world_.add(std::move(event));
  }

 private:
  LabWorld& world_;
  std::string node_;
};

LabWorld::LabWorld(const topology::Topology& topology, LabOptions options, world::ProgramFactory& actors,
                   PeerFilesProvider& peers, record::Recorder& recorder)
    : topology_(topology),
      options_(std::move(options)),
      actors_(actors),
      peers_(peers),
      started_(reactor_.now()),
      record_(recorder) {
  for (const topology::Node& node : topology_.nodes) machines_[node.name].node = &node;
}

LabWorld::~LabWorld() {
  for (auto& [name, machine] : machines_) {
    stop_actor(machine);
    machine.process.reset();
  }
}

host::MonotonicTime LabWorld::clock() const {
  // The run begins with its first step, not with the making of the world.
  return begun_ ? host::MonotonicTime(reactor_.now() - started_) : host::MonotonicTime();
}

host::MonotonicTime LabWorld::now() const {
  const host::MonotonicTime time = clock();
  record_.not_before(time.time_since_epoch().count());
  return time;
}

void LabWorld::add(record::Event event) { record_.add(clock_ns(), std::move(event)); }

void LabWorld::write_record(host::Duration ago) {
  // The time is read after what happens in here: a caller who sees its effects finds them in the record too.
  reactor_.poll();
  record_.write_until(clock_ns() - ago.count());
}

void LabWorld::begin() {
  if (std::exchange(begun_, true)) return;
  started_ = reactor_.now();
}

host::Expected<void> LabWorld::advance_to(host::MonotonicTime time) {
  begin();
  // Peers' events come through pipes: look at them often, so that the record grows in the order of time.
  constexpr host::Duration kStride = std::chrono::milliseconds(200);
  constexpr host::Duration kPipeDelay = std::chrono::milliseconds(50);
  while (clock() < time) {
    reactor_.run_for(std::min<host::Duration>(kStride, time - clock()));
    restart_where_wanted();
    write_record(kPipeDelay);
    if (auto alive = everybody_lives(); !alive) return alive;
  }
  write_record();
  const auto late = std::chrono::duration<double>(clock() - time);
  if (late > options_.late_after) {
    return host::fail(host::ErrorCode::timed_out,
                      fmt::format("this machine was too slow: {:.3f} s late", late.count()));
  }
  return {};
}

host::Expected<void> LabWorld::everybody_lives() {
  for (auto& [name, machine] : machines_) {
    if (!machine.process || machine.state != world::MachineState::running) continue;
    const std::string how = machine.process->ended();
    if (!how.empty()) {
      return host::fail(host::ErrorCode::closed, fmt::format("the process of {} ended by itself ({}): {}", name, how,
                                                             machine.process->last_error_line()));
    }
    if (const std::string& fault = machine.process->record_fault(); !fault.empty()) {
      return host::fail(host::ErrorCode::malformed,
                        fmt::format("what the process of {} records cannot be read: {}", name, fault));
    }
  }
  return {};
}

host::Expected<void> LabWorld::boot(std::string_view node) {
  begin();
  const auto found = machines_.find(node);
  if (found == machines_.end()) return host::fail(host::ErrorCode::not_found, fmt::format("no node {}", node));
  Machine& machine = found->second;
  if (machine.state == world::MachineState::running) {
    return host::fail(host::ErrorCode::invalid_argument, fmt::format("{} is running already", node));
  }
  end_fault_of(machine);
  const bool is_peer = std::holds_alternative<topology::PeerRole>(machine.node->role);
  auto booted = is_peer ? boot_peer(machine) : boot_actor(machine);
  if (!booted) return booted;
  machine.state = world::MachineState::running;
  write_record();
  return {};
}

host::Expected<PeerCommand> LabWorld::command_of(const topology::Node& node) {
  const PeerFiles files = peers_.files_of(node);
  const std::filesystem::path folder = options_.folder / "logs" / node.name;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  PeerCommand command{
      options_.hexadd,
      {"--config", (folder / "hexadd.conf").string(), "--name", node.name, "--release", files.release, "--state",
       (folder / "state").string(), "--dns-port", std::to_string(dns_port()), "--ntp-port", std::to_string(ntp_port())},
      folder / "hexadd.log"};
  struct File {
    const char* option;
    const char* name;
    const std::string& text;
  };
  const File material[] = {{"--certificate", "server.pem", files.certificate_chain_pem},
                           {"--private-key", "server.key", files.private_key_pem},
                           {"--ca", "ca.pem", files.ca_certificates_pem}};
  bool written =
      !error && static_cast<bool>(std::ofstream(folder / "hexadd.conf") << files.configuration << std::flush);
  for (const File& file : material) {
    if (files.certificate_chain_pem.empty()) break;
    written = written && static_cast<bool>(std::ofstream(folder / file.name) << file.text << std::flush);
    command.arguments.emplace_back(file.option);
    command.arguments.push_back((folder / file.name).string());
  }
  if (!written) {
    return host::fail(host::ErrorCode::disk_failed,
                      fmt::format("the files of {} cannot be written to {}", node.name, folder.string()));
  }
  return command;
}

host::Expected<void> LabWorld::boot_peer(Machine& machine) {
  constexpr host::Duration kStartLimit = std::chrono::seconds(10);
  const std::string& name = machine.node->name;
  const auto command = command_of(*machine.node);
  if (!command) return tl::unexpected<host::Error>(command.error());
  machine.process.reset();
  auto started = PeerProcess::start(reactor_, *command, [this](record::Entry entry) { told(std::move(entry)); });
  if (!started) return tl::unexpected<host::Error>(started.error());
  machine.process = std::move(*started);
  add(record::MachineChanged{name, "running"});
  PeerProcess& process = *machine.process;
  // The end of a process is no event of the loop: it is asked for.
  const host::MonotonicTime limit = reactor_.now() + kStartLimit;
  std::string how;
  while (!process.ready() && (how = process.ended()).empty() && reactor_.now() < limit) {
    reactor_.run_until([&] { return process.ready(); }, std::chrono::milliseconds(20));
  }
  if (process.ready()) return {};
  machine.process->send_signal(SIGKILL);
  return host::fail(host::ErrorCode::closed,
                    how.empty() ? fmt::format("{} does not start within 10 s", name)
                                : fmt::format("{} does not start ({}): {}", name, how, process.last_error_line()));
}

host::Expected<void> LabWorld::boot_actor(Machine& machine) {
  stop_actor(machine);
  const topology::Node& node = *machine.node;
  machine.log = std::make_unique<NodeLog>(*this, node.name);
  real::AsioHostOptions options;
  options.name = node.name;
  options.log = machine.log.get();
  for (const topology::Attachment& attachment : node.attachments) {
    options.identity.push_back({attachment.card, {{attachment.address, 8}}, {}, true});
  }
  options.on_restart = [&machine] { machine.restart_wanted = true; };
  machine.host = std::make_unique<real::AsioHost>(reactor_, std::move(options));
  add(record::MachineChanged{node.name, "running"});
  machine.program = actors_.make_program(node, *machine.host);
  return {};
}

void LabWorld::stop_actor(Machine& machine) {
  machine.program.reset();
  machine.host.reset();
  machine.log.reset();
}

void LabWorld::restart_where_wanted() {
  for (auto& [name, machine] : machines_) {
    if (!std::exchange(machine.restart_wanted, false)) continue;
    add(record::MachineChanged{name, "restarting"});
    boot_actor(machine);
  }
}

void LabWorld::told(record::Entry entry) {
  // A process tells monotonic times of the machine's clock, which is the reactor's too.
  const std::int64_t at_ns = entry.at_ns - started_.time_since_epoch().count();
  if (const auto* message = std::get_if<record::Message>(&entry.event); message != nullptr && message->sent) {
    note_sent(message->remote);
  }
  const auto* line = std::get_if<record::LogLine>(&entry.event);
  const bool restarts = line != nullptr && line->component == "peer" && line->event == "restarting";
  const std::string node = restarts ? line->node : std::string();
  record_.add(std::max<std::int64_t>(at_ns, 0), std::move(entry.event));
  // A restart that an operator asked for takes place within the process.
  if (!restarts) return;
  for (const char* state : {"restarting", "running"}) {
    record_.add(std::max<std::int64_t>(at_ns, 0), record::MachineChanged{node, state});
  }
}

void LabWorld::note_sent(std::string_view remote) {
  const auto to = host::SocketAddress::parse(remote);
  if (!to) return;
  for (auto& [name, machine] : machines_) {
    if (machine.fault == 0) continue;
    for (const topology::Attachment& attachment : machine.node->attachments) {
      if (attachment.address != to->address) continue;
      Inflicted& inflicted = faults_[machine.fault - 1];
      const bool answered = inflicted.fault.kind == world::FaultKind::kill;
      ++(answered ? inflicted.effect.packets_rejected : inflicted.effect.packets_dropped);
    }
  }
}

world::MachineState LabWorld::state(std::string_view node) const {
  const auto found = machines_.find(node);
  return found == machines_.end() ? world::MachineState::off : found->second.state;
}

host::Expected<LabWorld::Machine*> LabWorld::target_of(const world::Fault& fault) {
  const bool kill = fault.kind == world::FaultKind::kill;
  if (!kill && fault.kind != world::FaultKind::power_off) {
    return host::fail(
        host::ErrorCode::not_supported,
        fmt::format("the real world has no {}: its network is the loopback", world::to_string(fault.kind)));
  }
  const auto found = machines_.find(fault.node);
  if (found == machines_.end()) return host::fail(host::ErrorCode::not_found, fmt::format("no node {}", fault.node));
  Machine& machine = found->second;
  if (machine.state != world::MachineState::running) {
    return host::fail(host::ErrorCode::invalid_argument, fmt::format("{} is not running", fault.node));
  }
  if (!kill && !machine.process) {
    return host::fail(host::ErrorCode::not_supported,
                      fmt::format("{} runs in this process, whose kernel would answer for it: only a peer can lose its "
                                  "power in the real world",
                                  fault.node));
  }
  return &machine;
}

host::Expected<world::FaultId> LabWorld::apply(const world::Fault& fault) {
  const auto target = target_of(fault);
  if (!target) return tl::unexpected<host::Error>(target.error());
  Machine& machine = **target;
  const bool kill = fault.kind == world::FaultKind::kill;
  const auto id = static_cast<world::FaultId>(faults_.size() + 1);
  Inflicted inflicted{fault, {}, false};
  if (kill) inflicted.effect.streams_ended = sockets_of(*machine.node).established;
  faults_.push_back(inflicted);
  machine.fault = id;
  add(record::FaultApplied{
      id, std::string(world::to_string(fault.kind)), fault.node,
      kill ? fmt::format("the process of {} is killed", fault.node) : fmt::format("{} loses its power", fault.node)});
  if (machine.process) {
    machine.process->send_signal(kill ? SIGKILL : SIGSTOP);
    if (!kill) machine.process->silence();
  } else {
    stop_actor(machine);
  }
  machine.state = kill ? world::MachineState::killed : world::MachineState::off;
  add(record::MachineChanged{fault.node, kill ? "killed" : "off"});
  write_record();
  return id;
}

void LabWorld::end_fault_of(Machine& machine) {
  if (machine.fault == 0) return;
  const world::FaultEffect effect = this->effect(machine.fault);
  Inflicted& inflicted = faults_[machine.fault - 1];
  inflicted.effect = effect;
  inflicted.ended = true;
  add(record::FaultEnded{machine.fault, effect.packets_dropped, effect.packets_delayed, effect.packets_rejected,
                         effect.streams_ended});
  machine.fault = 0;
}

host::Expected<void> LabWorld::heal(world::FaultId) {
  return host::fail(host::ErrorCode::not_supported, "a killed or dark machine is booted again, not healed");
}

world::FaultEffect LabWorld::effect(world::FaultId id) const {
  if (id == 0 || id > faults_.size()) return {};
  const Inflicted& inflicted = faults_[id - 1];
  world::FaultEffect effect = inflicted.effect;
  if (inflicted.fault.kind == world::FaultKind::power_off && !inflicted.ended) {
    // What was sent to the stopped process and lies unread in its sockets.
    const auto machine = machines_.find(inflicted.fault.node);
    effect.packets_dropped += sockets_of(*machine->second.node).with_unread_data;
  }
  return effect;
}

host::Program* LabWorld::program(std::string_view node) {
  const auto found = machines_.find(node);
  return found == machines_.end() ? nullptr : found->second.program.get();
}

}  // namespace hexad::lab
