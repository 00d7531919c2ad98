// The disk of a real host: files below one folder. What is promised to be durable is, including its folder entry.
#pragma once

#include <filesystem>
#include <string>

#include "model/host/disk.h"

namespace hexad::real {

class FileDisk final : public host::Disk {
 public:
  /// Files stand below `root`, which is made when it is missing, readable for its owner only. An empty root makes a
  /// machine without a disk: everything on it is not_supported.
  explicit FileDisk(std::filesystem::path root) : root_(std::move(root)) {}

  host::Expected<std::unique_ptr<host::DiskFile>> open(std::string_view path, host::OpenMode mode) override;
  host::Expected<void> remove(std::string_view path) override;
  host::Expected<void> rename(std::string_view from, std::string_view to) override;
  bool exists(std::string_view path) const override;
  std::vector<std::string> list(std::string_view folder) const override;

 private:
  host::Expected<std::filesystem::path> place_of(std::string_view path) const;
  host::Expected<void> make_folders(const std::filesystem::path& folder) const;

  std::filesystem::path root_;
};

}  // namespace hexad::real
