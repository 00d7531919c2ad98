// Arbitrary lines at the command line of a peer, as an administrator, as a reader, and as an unfinished line to
// complete. Nothing may crash or stay unanswered; a reader and a refused line change nothing; what stands in the
// configuration can be printed and read back.
#include <cstdint>
#include <string>
#include <string_view>

#include "model/admin/cli/completion.h"
#include "model/admin/cli/config_commands.h"
#include "model/admin/cli/default_links.h"
#include "model/admin/cli/interpreter.h"
#include "model/host/check.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::admin {
namespace {

struct Peer {
  explicit Peer(config::Release release)
      : host(network.add_host("peer1", {"10.0.0.1/24"})),
        configuration(release, nullptr),
        events(host),
        alarms(host, events),
        accounts(host, nullptr, alarms, events),
        commands(release) {
    add_config_commands(services);
    status.add("Registrations", [] {
      Node all("Registrations");
      all.add_item("Registration", 1).add("AOR", "sip:alice@example.com");
      return all;
    });
  }

  bool run(std::string_view line, Role role) {
    int answers = 0;
    bool passed = false;
    interpreter.run(line, {"admin", role, "10.0.0.9:1", "cli"}, [&](const std::string& output, bool ok) {
      ++answers;
      passed = ok;
      HEXAD_CHECK(output.ends_with(ok ? "OK\n" : "ERROR\n"));
      HEXAD_CHECK(ok || output.size() < 4096);
    });
    HEXAD_CHECK(answers == 1);
    return passed;
  }

  support::SimNetwork network;
  support::SimHost& host;
  config::ActiveConfiguration configuration;
  status::EventLog events;
  status::Alarms alarms;
  Accounts accounts;
  CommandTable commands;
  StatusTree status;
  Services services{host, nullptr, configuration, alarms, events, accounts, commands, status};
  Interpreter interpreter{services};
  DefaultLinkAlarms links{configuration, alarms};
};

// What xConfiguration prints of a configuration, another peer takes line by line.
void check_printed_is_read(Peer& peer) {
  const config::Configuration& current = peer.configuration.current();
  config::Configuration read(current.release());
  HEXAD_CHECK(read.read_lines(current.to_lines(), "fuzz").has_value());
  HEXAD_CHECK(read == current);
}

void type(std::string_view bytes, config::Release release) {
  Peer peer(release);
  std::size_t lines = 0;
  while (!bytes.empty() && lines++ < 6) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    const std::uint64_t before = peer.configuration.revision();
    (void)peer.run(line, Role::read_only);
    HEXAD_CHECK(peer.configuration.revision() == before);
    if (!peer.run(line, Role::administrator)) HEXAD_CHECK(peer.configuration.revision() == before);
    HEXAD_CHECK(completions(peer.services, line).size() <= kCandidatesMax);
  }
  check_printed_is_read(peer);
}

}  // namespace
}  // namespace hexad::admin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const auto release = static_cast<hexad::config::Release>(bytes[0] % hexad::config::kReleases.size());
  hexad::admin::type({reinterpret_cast<const char*>(bytes) + 1, size - 1}, release);
  return 0;
}
