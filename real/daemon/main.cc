// hexadd: one peer on this machine. Reads its files, serves until SIGTERM or SIGINT, lets what was already accepted
// leave, and ends. SIGHUP takes its configuration file over again.
#include <signal.h>
#include <unistd.h>

#include <cstring>
#include <exception>
#include <filesystem>

#include <fmt/format.h>

#include "model/tls/library.h"
#include "real/daemon/console_terminal.h"
#include "real/daemon/daemon_log.h"
#include "real/daemon/exit_codes.h"
#include "real/daemon/material.h"
#include "real/daemon/options.h"
#include "real/daemon/output_file.h"
#include "real/daemon/supervisor.h"
#include "real/host/asio_host.h"

namespace hexad::daemon {
namespace {

/// SIGTERM and SIGINT end the peer, SIGHUP has it read its configuration file again.
class Signals final : public real::SignalHandler {
 public:
  Signals(real::Reactor& reactor, const Options& options, DaemonLog& log)
      : reactor_(reactor), options_(options), log_(log) {}
  void set_peer(peer::Peer* peer) { peer_ = peer; }
  void on_signal(int number) override {
    if (number != SIGHUP) return reactor_.stop();
    if (peer_ != nullptr) reload();
  }

 private:
  void reload() {
    notify_supervisor("RELOADING=1");
    const auto material = read_material(options_);
    const auto applied = material ? peer_->apply(material->configuration, options_.config)
                                  : host::Expected<void>(tl::unexpected<host::Error>(material.error()));
    if (applied) {
      log_.write(host::Severity::notice, "peer", "reloaded", options_.config + " has been taken over");
    } else {
      log_.write(host::Severity::error, "peer", "reload_failed", "Nothing has changed: " + applied.error().detail);
    }
    notify_supervisor("READY=1");
  }

  real::Reactor& reactor_;
  const Options& options_;
  DaemonLog& log_;
  peer::Peer* peer_ = nullptr;
};

class KeyLogFile final : public tls::KeyLog {
 public:
  explicit KeyLogFile(OutputFile file) : file_(std::move(file)) {}
  bool is_open() const { return file_ != nullptr; }
  void line(std::string_view line) override {
    fmt::print(file_.get(), "{}\n", line);
    std::fflush(file_.get());
  }

 private:
  OutputFile file_;
};

/// How long the end may wait for far sides that do not take what they still have to get.
constexpr host::Duration kDrainLimit = std::chrono::milliseconds(500);

std::string host_name() {
  char name[256] = "hexadd";
  gethostname(name, sizeof name - 1);
  return name;
}

int refuse(const std::string& sentence) {
  fmt::print(stderr, "hexadd: {}\n", sentence);
  return kExitInput;
}

/// Empty, or a sentence when the folder for what the peer keeps cannot be used.
std::string state_folder_fault(const std::string& folder) {
  if (folder.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error && access(folder.c_str(), W_OK | X_OK) != 0) error.assign(errno, std::generic_category());
  return error ? fmt::format("--state: {} cannot be used: {}", folder, error.message()) : std::string();
}

struct Boot {
  real::Reactor& reactor;
  const Options& options;
  const real::AsioHostOptions& host;
  Signals& signals;
  const bool& restart;  ///< Set by the host when this boot is to be followed by another.
};

/// From Peer::start to the end of the loop. The error of a start that failed.
host::Expected<void> boot(const Boot& boot, const peer::PeerMaterial& material) {
  real::AsioHost host(boot.reactor, boot.host);
  auto peer = peer::Peer::start(host, material);
  if (!peer) return tl::unexpected<host::Error>(peer.error());
  boot.signals.set_peer(peer->get());
  std::unique_ptr<ConsoleTerminal> console;
  if (boot.options.console) console = std::make_unique<ConsoleTerminal>(boot.reactor, **peer);
  notify_supervisor("READY=1");
  boot.reactor.run();
  boot.signals.set_peer(nullptr);
  if (!boot.restart) notify_supervisor("STOPPING=1");
  return {};
}

int serve(const Options& options, peer::PeerMaterial material) {
  auto record = open_output("--record", options.record, Existing::truncated);
  if (!record) return refuse(record.error().detail);
  auto keys = open_output("--key-log", options.key_log, Existing::appended);
  if (!keys) return refuse(keys.error().detail);
  if (const std::string fault = state_folder_fault(options.state); !fault.empty()) return refuse(fault);

  real::Reactor reactor;
  KeyLogFile key_log(std::move(*keys));
  tls::Library library(tls::Randomness::system, key_log.is_open() ? &key_log : nullptr);
  material.library = &library;
  material.bound_handshakes = true;

  const std::string name = options.name.empty() ? host_name() : options.name;
  DaemonLog log(reactor, name, std::move(*record), options.quiet);
  real::AsioHostOptions host_options;
  host_options.name = name;
  host_options.state_folder = options.state;
  host_options.log = &log;
  bool restart = false;
  host_options.on_restart = [&] {
    restart = true;
    reactor.stop();
  };
  Signals signals(reactor, options, log);
  const real::SignalWatch watch(reactor, {SIGTERM, SIGINT, SIGHUP}, signals);
  do {
    restart = false;
    const auto ended = boot({reactor, options, host_options, signals, restart}, material);
    if (!ended) return refuse(ended.error().detail);
    reactor.drain(kDrainLimit);
    // A restart by an operator goes by what the disk holds.
    material.apply_configuration = false;
    if (restart) log.write(host::Severity::notice, "peer", "restarting", "begins anew with what its disk holds");
  } while (restart);
  log.write(host::Severity::notice, "peer", "stopped", "ends as it was told to");
  return kExitEnded;
}

int main_with(int argc, char** argv) {
  int exit_code = kExitEnded;
  const auto options = parse_options(argc, argv, exit_code);
  if (!options) return exit_code;
  auto material = read_material(*options);
  if (!material) return refuse(material.error().detail);
  if (options->check) {
    fmt::print("{}: is in order\n", options->config);
    return kExitEnded;
  }
  signal(SIGPIPE, SIG_IGN);
  raise_file_limit();
  give_back_large_memory();
  return serve(*options, std::move(*material));
}

}  // namespace
}  // namespace hexad::daemon

int main(int argc, char** argv) {
  try {
    return hexad::daemon::main_with(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "hexadd: {}\n", error.what());
    return hexad::daemon::kExitInternal;
  }
}
