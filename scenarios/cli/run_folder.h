// The folder that a run leaves: made fresh, with the TLS key log and the reports.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>

#include "model/tls/library.h"

namespace hexad::cli {

/// Makes the folder. Files of an earlier run in it are removed, and nothing else: a folder that holds other files but
/// no run is refused. Throws std::runtime_error with a sentence for the user.
void prepare_run_folder(const std::filesystem::path& folder);

/// keys.log, in NSS format; the file appears with its first line.
class KeyLogFile final : public tls::KeyLog {
 public:
  explicit KeyLogFile(std::filesystem::path file) : file_(std::move(file)) {}
  ~KeyLogFile();
  void line(std::string_view line) override;

 private:
  std::filesystem::path file_;
  std::FILE* stream_ = nullptr;
};

}  // namespace hexad::cli
