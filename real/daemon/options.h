// The command line of hexadd.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hexad::daemon {

struct Options {
  std::string config;
  std::string certificate, private_key, ca;
  std::string name;  ///< In logs and records; empty: the machine's host name.
  std::string release = "x12";
  std::string record;                           ///< File for every message and event as JSON lines; empty: none.
  std::string key_log;                          ///< File for TLS secrets; empty: none.
  std::string state = "";                       ///< Folder for what the peer keeps.
  std::uint16_t dns_port = 53, ntp_port = 123;  ///< Of the servers that it asks.
  bool console = false;                         ///< This terminal is the machine's console.
  bool apply = false;  ///< Take the configuration over although the peer has been installed before.
  bool check = false;  ///< Only check the configuration.
  bool quiet = false;  ///< Log warnings and errors only.
};

/// The options, or the exit code where the program ends at once (help, a mistake on the command line).
std::optional<Options> parse_options(int argc, char** argv, int& exit_code);

}  // namespace hexad::daemon
