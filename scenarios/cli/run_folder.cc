#include "scenarios/cli/run_folder.h"

#include <stdexcept>

#include <fmt/format.h>

namespace hexad::cli {
namespace fs = std::filesystem;

void prepare_run_folder(const fs::path& folder) {
  constexpr const char* kOurs[] = {"record.jsonl", "summary.json", "report.html", "junit.xml",
                                   "ladder.txt",   "keys.log",     "pcap",        "logs"};
  std::error_code error;
  if (fs::exists(folder, error)) {
    const bool is_run = fs::exists(folder / "record.jsonl", error);
    if (!fs::is_directory(folder, error) || (!is_run && !fs::is_empty(folder, error))) {
      throw std::runtime_error(fmt::format(
          "{}: is not an empty folder and not one that a run left; name another with --out", folder.string()));
    }
    for (const char* name : kOurs) fs::remove_all(folder / name, error);
  }
  fs::create_directories(folder, error);
  if (error) throw std::runtime_error(fmt::format("{}: cannot be made: {}", folder.string(), error.message()));
}

KeyLogFile::~KeyLogFile() {
  if (stream_ != nullptr) std::fclose(stream_);
}

void KeyLogFile::line(std::string_view line) {
  if (stream_ == nullptr) stream_ = std::fopen(file_.c_str(), "w");
  if (stream_ == nullptr) return;
  std::fwrite(line.data(), 1, line.size(), stream_);
  std::fputc('\n', stream_);
}

}  // namespace hexad::cli
