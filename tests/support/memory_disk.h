// A disk in memory that can be told to fail. It forgets nothing; losing what was not synced is the simulated
// machine's disk in topologies/.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "model/host/disk.h"

namespace hexad::support {

class MemoryDisk : public host::Disk {
 public:
  host::Expected<std::unique_ptr<host::DiskFile>> open(std::string_view path, host::OpenMode mode) override;
  host::Expected<void> remove(std::string_view path) override;
  host::Expected<void> rename(std::string_view from, std::string_view to) override;
  bool exists(std::string_view path) const override;
  std::vector<std::string> list(std::string_view folder) const override;

  /// Every write, sync, remove and rename after the next `successes` fails with this code until fail_never().
  void fail_after(std::size_t successes, host::ErrorCode code);
  void fail_never() { failure_.reset(); }

 private:
  friend class MemoryFile;
  /// An error when the operation that is about to change the disk is to fail.
  host::Expected<void> account();

  struct Failure {
    std::size_t successes_left;
    host::ErrorCode code;
  };
  std::map<std::string, std::shared_ptr<host::Bytes>, std::less<>> files_;
  std::optional<Failure> failure_;
};

}  // namespace hexad::support
