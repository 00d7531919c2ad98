// The command line of hexadctl itself.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace hexad::ctl {

struct Options {
  std::string server = "127.0.0.1";  ///< HOST[:PORT]
  std::string user = "admin";
  std::string password_file;
  std::string ca;
  std::string server_name;  ///< That the certificate must name; empty: the host of `server`.
  bool insecure = false;
  bool json = false;
  bool keep_going = false;
  bool no_history = false;
  std::chrono::seconds timeout{30};
  std::vector<std::string> words;  ///< Of one line to run; empty: from the terminal or standard input.
};

/// Empty when the program is to end at once with `exit_code` (help, version, a mistake): the user has been told why.
std::optional<Options> parse_options(int argc, char** argv, int& exit_code);

/// The words of a line as the shell gave them, as one line: a value that the shell unquoted is quoted again.
std::string line_of(const std::vector<std::string>& words);

}  // namespace hexad::ctl
