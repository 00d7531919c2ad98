#include "real/daemon/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace hexad::daemon {

host::Expected<OutputFile> open_output(const char* flag, const std::string& name, Existing existing) {
  if (name.empty()) return OutputFile();
  const int how = existing == Existing::truncated ? O_TRUNC : O_APPEND;
  const int fd = open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | how, 0600);
  std::FILE* file = fd < 0 ? nullptr : fdopen(fd, existing == Existing::truncated ? "w" : "a");
  if (file != nullptr) return OutputFile(file);
  const int error = errno;
  if (fd >= 0) close(fd);
  return host::fail(host::ErrorCode::permission_denied,
                    fmt::format("{}: {} cannot be written: {}", flag, name, std::strerror(error)));
}

}  // namespace hexad::daemon
