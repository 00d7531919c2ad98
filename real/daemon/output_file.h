// Files that the daemon writes because a flag says so.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "model/host/error.h"

namespace hexad::daemon {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using OutputFile = std::unique_ptr<std::FILE, FileCloser>;

enum class Existing { truncated, appended };

/// Opens `name` for writing; a new file is the owner's alone, since it holds secrets or what phones say. Null for an
/// empty name. The detail of an error is a sentence for the user that begins with `flag`.
host::Expected<OutputFile> open_output(const char* flag, const std::string& name, Existing existing);

}  // namespace hexad::daemon
