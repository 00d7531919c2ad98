#include "real/ctl/files.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "model/tls/certificate.h"

namespace hexad::ctl {
namespace {

constexpr std::size_t kFileBytesMax = 4 * 1024 * 1024;
constexpr std::size_t kPasswordMax = 1024;
// Where Debian and Red Hat keep the system's list.
constexpr const char* kSystemLists[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"};

host::Expected<std::string> read_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  std::string text(kFileBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (!file.is_open() || file.bad() || (text.empty() && errno != 0))
    return host::fail(host::ErrorCode::not_found, fmt::format("{} cannot be read: {}", name, std::strerror(errno)));
  if (text.size() > kFileBytesMax) return host::fail(host::ErrorCode::malformed, name + " is larger than 4 MB");
  return text;
}

/// The terminal without echo for as long as this lives.
class SilentTerminal {
 public:
  explicit SilentTerminal(int terminal) : terminal_(terminal) {
    if (tcgetattr(terminal_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

void say(int terminal, const std::string& text) {
  // A terminal that is gone is found out when it is read.
  [[maybe_unused]] const ssize_t written = write(terminal, text.data(), text.size());
}

host::Expected<std::string> ask(const Options& options) {
  const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) {
    return host::fail(host::ErrorCode::not_found,
                      "No password: give --password-file or HEXADCTL_PASSWORD where there is no terminal");
  }
  std::string password;
  {
    const SilentTerminal silent(terminal);
    say(terminal, fmt::format("Password of {} on {}: ", options.user, options.server));
    char c = 0;
    while (password.size() < kPasswordMax && read(terminal, &c, 1) == 1 && c != '\n') password += c;
    say(terminal, "\n");
  }
  close(terminal);
  return password;
}

}  // namespace

host::Expected<std::string> read_authorities(const Options& options) {
  if (!options.ca.empty()) {
    auto text = read_file(options.ca);
    if (!text) return text;
    if (const auto parsed = tls::read_certificates(*text); !parsed)
      return host::fail(parsed.error().code, fmt::format("{}: {}", options.ca, parsed.error().detail));
    return text;
  }
  for (const char* name : kSystemLists) {
    if (auto text = read_file(name)) return text;
  }
  return host::fail(host::ErrorCode::not_found,
                    "The system has no list of trusted authorities: give --ca FILE, or --insecure");
}

host::Expected<std::string> read_password(const Options& options) {
  if (!options.password_file.empty()) {
    auto text = read_file(options.password_file);
    if (!text) return text;
    return text->substr(0, text->find_first_of("\r\n"));
  }
  if (const char* given = std::getenv("HEXADCTL_PASSWORD")) return std::string(given);
  return ask(options);
}

}  // namespace hexad::ctl
