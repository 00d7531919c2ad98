#include "real/ctl/options.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "model/admin/cli/line.h"
#include "real/ctl/exit_codes.h"

namespace hexad::ctl {
namespace {

void add_options(CLI::App& app, Options& options, int& timeout) {
  app.add_option("--server", options.server, "HOST[:PORT] of the peer; port 443 unless given")->capture_default_str();
  app.add_option("--user", options.user, "Name of the account")->capture_default_str();
  app.add_option("--password-file", options.password_file,
                 "File whose first line is the password (else HEXADCTL_PASSWORD, else it is asked for)");
  auto* ca = app.add_option("--ca", options.ca, "PEM: the authorities that are trusted (default: the system's)");
  app.add_option("--server-name", options.server_name, "Name that the certificate must have, where it is not HOST");
  app.add_flag("--insecure", options.insecure, "Take any certificate: whoever is on the way can read the password")
      ->excludes(ca);
  app.add_flag("--json", options.json, "Print one JSON object for each line: line, ok, output");
  app.add_flag("--keep-going", options.keep_going, "From standard input: go on behind a line that failed");
  app.add_flag("--no-history", options.no_history,
               "On a terminal: do not keep lines in ~/.hexadctl_history (those with passwords never are)");
  app.add_option("--timeout", timeout, "Seconds to wait for an answer")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, int& exit_code) {
  Options options;
  int timeout = static_cast<int>(options.timeout.count());
  CLI::App app(
      "Administers a call-control peer from a terminal: xConfiguration, xStatus and xCommand over its HTTPS API.\n"
      "With a LINE behind the options it runs that one; without, it reads lines from standard input, or asks for\n"
      "them on a terminal, where the tab key completes and ? shows what may follow.\n"
      "  hexadctl --server peer1.example.com xConfiguration SIP UDP Mode: On",
      "hexadctl");
  app.set_version_flag("--version", HEXAD_VERSION);
  app.prefix_command();
  add_options(app, options, timeout);
  app.footer(
      "Ends with 0 when all was done, 1 when the peer refused a line, 2 for a mistake in options or files, 3 when\n"
      "the peer cannot be reached, is not trusted or does not let the account in, 4 for a failure of its own.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = app.exit(error) == 0 ? kExitDone : kExitUsage;
    return std::nullopt;
  }
  options.timeout = std::chrono::seconds(timeout);
  options.words = app.remaining();
  if (!options.words.empty() && options.words.front() == "--") options.words.erase(options.words.begin());
  if (!options.words.empty() && options.words.front().starts_with("--")) {
    fmt::print(stderr, "hexadctl: there is no option {}; see hexadctl --help\n", options.words.front());
    exit_code = kExitUsage;
    return std::nullopt;
  }
  return options;
}

std::string line_of(const std::vector<std::string>& words) {
  std::string line;
  bool value = false;  // Whether a name with its colon stood before.
  for (const std::string& word : words) {
    const bool quoted = word.size() >= 2 && word.front() == '"' && word.back() == '"';
    const bool needs_quotes = word.empty() || word.ends_with(':') || word.find_first_of(" \t\"") != std::string::npos;
    if (!line.empty()) line += ' ';
    line += value && needs_quotes && !quoted ? admin::quoted(word) : word;
    value = !value && word.size() > 1 && word.ends_with(':');
  }
  return line;
}

}  // namespace hexad::ctl
