// hexadd: one peer on this machine. Reads its files, serves until SIGTERM or SIGINT, lets what was already accepted
// leave, and ends.
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>

#include <fmt/format.h>

#include "model/tls/library.h"
#include "real/daemon/daemon_log.h"
#include "real/daemon/exit_codes.h"
#include "real/daemon/material.h"
#include "real/daemon/options.h"
#include "real/host/asio_host.h"

namespace hexad::daemon {
namespace {

class Stopper final : public real::SignalHandler {
 public:
  explicit Stopper(real::Reactor& reactor) : reactor_(reactor) {}
  void on_signal(int) override { reactor_.stop(); }

 private:
  real::Reactor& reactor_;
};

class KeyLogFile final : public tls::KeyLog {
 public:
  explicit KeyLogFile(const std::string& name) : file_(name.empty() ? nullptr : std::fopen(name.c_str(), "a")) {}
  ~KeyLogFile() {
    if (file_ != nullptr) std::fclose(file_);
  }
  bool is_open() const { return file_ != nullptr; }
  void line(std::string_view line) override {
    fmt::print(file_, "{}\n", line);
    std::fflush(file_);
  }

 private:
  std::FILE* file_;
};

/// Tells a supervisor that waits for it (systemd's Type=notify) that service has begun or ends.
void notify(const char* state) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr || std::strlen(path) >= sizeof(sockaddr_un::sun_path)) return;
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, path);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  sendto(fd, state, std::strlen(state), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
  close(fd);
}

std::string host_name() {
  char name[256] = "hexadd";
  gethostname(name, sizeof name - 1);
  return name;
}

int refuse(const std::string& sentence) {
  fmt::print(stderr, "hexadd: {}\n", sentence);
  return kExitInput;
}

int serve(const Options& options, peer::PeerMaterial material) {
  real::Reactor reactor;
  KeyLogFile key_log(options.key_log);
  if (!options.key_log.empty() && !key_log.is_open()) {
    return refuse(fmt::format("--key-log: {}: {}", options.key_log, std::strerror(errno)));
  }
  tls::Library library(tls::Randomness::system, key_log.is_open() ? &key_log : nullptr);
  material.library = &library;
  material.bound_handshakes = true;

  const std::string name = options.name.empty() ? host_name() : options.name;
  DaemonLog log(reactor, name, options.record, options.quiet);
  real::AsioHostOptions host_options;
  host_options.name = name;
  host_options.state_folder = options.state;
  host_options.log = &log;
  bool restart = false;
  host_options.on_restart = [&] {
    restart = true;
    reactor.stop();
  };
  Stopper stopper(reactor);
  const real::SignalWatch signals(reactor, {SIGTERM, SIGINT}, stopper);
  do {
    restart = false;
    {
      real::AsioHost host(reactor, host_options);
      auto peer = peer::Peer::start(host, material);
      if (!peer) return refuse(peer.error().detail);
      notify("READY=1");
      reactor.run();
      if (!restart) notify("STOPPING=1");
    }
    reactor.drain(std::chrono::seconds(2));
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
