// Bad files that carry the message they must get: the first line is "# expect: FILE:LINE:COLUMN: message".
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace hexad::test {

inline std::vector<std::string> bad_files(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".yaml") names.push_back(file.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

inline std::string expected_message(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  constexpr std::string_view kMark = "# expect: ";
  return line.rfind(kMark, 0) == 0 ? line.substr(kMark.size()) : "the file lacks its '# expect:' line";
}

/// GoogleTest allows letters and digits in the names of cases.
inline std::string case_name(std::string name) {
  name.resize(name.size() - std::string_view(".yaml").size());
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// Works in a folder, so that messages hold no path of this machine; goes back at the end.
class InFolder {
 public:
  explicit InFolder(const std::filesystem::path& folder) : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder);
  }
  ~InFolder() { std::filesystem::current_path(before_); }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;

 private:
  std::filesystem::path before_;
};

/// A folder of its own that goes away with the test.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hexad-load-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace hexad::test
