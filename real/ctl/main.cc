// hexadctl: the command line of a peer from a terminal, a script or a pipe.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/admin/words.h"
#include "real/ctl/exit_codes.h"
#include "real/ctl/files.h"
#include "real/ctl/options.h"
#include "real/ctl/peer_connection.h"
#include "real/ctl/terminal.h"

namespace hexad::ctl {
namespace {

int complain(const std::string& sentence, int exit_code) {
  fmt::print(stderr, "hexadctl: {}\n", sentence);
  return exit_code;
}

void print(const Options& options, const std::string& line, const LineAnswer& answer) {
  if (options.json) {
    const nlohmann::ordered_json object{{"line", line}, {"ok", answer.ok}, {"output", answer.output}};
    fmt::print("{}\n", object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else {
    fmt::print("{}", answer.output);
  }
  std::fflush(stdout);
}

int run_line(PeerConnection& peer, const Options& options, const std::string& line) {
  const auto answer = peer.run(line);
  if (!answer) return complain(answer.error().sentence, answer.error().exit_code);
  print(options, line, *answer);
  return answer->ok ? kExitDone : kExitRefused;
}

bool ends_session(std::string_view line) {
  for (const std::string_view word : {"bye", "exit", "quit"}) {
    if (admin::equal_ignoring_case(line, word)) return true;
  }
  return false;
}

// Lines of a script: empty ones and those that begin with '#' say nothing. The first failure is the result.
int run_script(PeerConnection& peer, const Options& options) {
  int result = kExitDone;
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string text(admin::trimmed(line));
    if (text.empty() || text.front() == '#') continue;
    if (ends_session(text)) break;
    const int exit_code = run_line(peer, options, text);
    if (exit_code == kExitDone) continue;
    if (result == kExitDone) result = exit_code;
    // Without a peer there is nothing to go on with.
    if (!options.keep_going || exit_code != kExitRefused) break;
  }
  return result;
}

std::string history_file(const Options& options) {
  const char* home = std::getenv("HOME");
  return options.no_history || home == nullptr ? std::string() : std::string(home) + "/.hexadctl_history";
}

int run_session(PeerConnection& peer, const Options& options) {
  // Before anything is typed: is there a peer, and does it let us in?
  if (const auto welcome = peer.run("xStatus SystemUnit"); !welcome)
    return complain(welcome.error().sentence, welcome.error().exit_code);
  Terminal terminal(fmt::format("{}> ", options.server), history_file(options),
                    [&peer](std::string_view line) { return peer.complete(line); });
  while (const auto line = terminal.read_line()) {
    const std::string text(admin::trimmed(*line));
    if (text.empty()) continue;
    if (ends_session(text)) break;
    if (const int exit_code = run_line(peer, options, text); exit_code == kExitInternal) return exit_code;
  }
  return kExitDone;
}

int main_with(int argc, char** argv) {
  int exit_code = kExitDone;
  const auto options = parse_options(argc, argv, exit_code);
  if (!options) return exit_code;
  if (options->user.empty() || options->user.find(':') != std::string::npos)
    return complain("--user: a name has no colon", kExitUsage);
  signal(SIGPIPE, SIG_IGN);
  const host::Expected<std::string> authorities =
      options->insecure ? host::Expected<std::string>(std::string()) : read_authorities(*options);
  if (!authorities) return complain(authorities.error().detail, kExitUsage);
  const auto password = read_password(*options);
  if (!password) return complain(password.error().detail, kExitUsage);
  auto peer = PeerConnection::make(*options, *authorities, *password);
  if (!peer) return complain(peer.error().sentence, peer.error().exit_code);
  if (!options->words.empty()) return run_line(**peer, *options, line_of(options->words));
  return isatty(STDIN_FILENO) != 0 ? run_session(**peer, *options) : run_script(**peer, *options);
}

}  // namespace
}  // namespace hexad::ctl

int main(int argc, char** argv) {
  try {
    return hexad::ctl::main_with(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "hexadctl: {}\n", error.what());
    return hexad::ctl::kExitInternal;
  }
}
