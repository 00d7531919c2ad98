#include "real/daemon/options.h"

#include <CLI/CLI.hpp>

#include "real/daemon/exit_codes.h"

namespace hexad::daemon {

namespace {

/// What the peer keeps, and how one gets at it where it stands.
void add_state_options(CLI::App& app, Options& options) {
  app.add_option("--state", options.state,
                 "Folder for what the peer keeps over a restart: from its second start on this counts, not --config");
  app.add_flag("--console", options.console,
               "Make standard input and output the machine's console: log in as admin or root, factory-reset, wizard");
  app.add_flag("--apply", options.apply, "Take --config over once more, over what the state folder holds");
}

/// For a laboratory on one machine, where whoever starts it may not serve the standard ports.
void add_port_options(CLI::App& app, Options& options) {
  app.add_option("--dns-port", options.dns_port, "Port at which DNS servers are asked")
      ->check(CLI::Range(1, 65535))
      ->capture_default_str();
  app.add_option("--ntp-port", options.ntp_port, "Port at which NTP servers are asked")
      ->check(CLI::Range(1, 65535))
      ->capture_default_str();
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, int& exit_code) {
  Options options;
  CLI::App app("Serves one call-control peer: SIP registrar over UDP, TCP and TLS, administered over HTTPS.", "hexadd");
  app.set_version_flag("--version", HEXAD_VERSION);
  app.add_option("--config", options.config,
                 "File of xConfiguration lines: what the peer starts with for the first time, and takes over on SIGHUP")
      ->required();
  auto* certificate = app.add_option("--certificate", options.certificate, "PEM: server certificate, then its chain");
  auto* key = app.add_option("--private-key", options.private_key, "PEM: the certificate's private key");
  certificate->needs(key);
  key->needs(certificate);
  app.add_option("--ca", options.ca, "PEM: the authorities whose certificates are trusted");
  app.add_option("--name", options.name, "Name in logs and records (default: the host name)");
  app.add_option("--release", options.release, "Which product release to behave as")
      ->check(CLI::IsMember({"x8.1", "x8.9", "vcs-x8.9.1", "x12"}))
      ->capture_default_str();
  add_state_options(app, options);
  app.add_option("--record", options.record, "Write every message and event to this file as JSON lines");
  app.add_option("--key-log", options.key_log, "Write TLS secrets to this file: whoever has it can read the traffic");
  add_port_options(app, options);
  app.add_flag("--check", options.check, "Check configuration and certificates, and end");
  app.add_flag("--quiet", options.quiet, "Log warnings and errors only");
  app.footer(
      "Ends with 0 after SIGTERM or SIGINT, with 2 for what the user can mend (configuration, certificate, a busy\n"
      "port), with 4 for a failure of its own.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error) == 0 ? kExitEnded : kExitInput;
    return std::nullopt;
  }
  return options;
}

}  // namespace hexad::daemon
