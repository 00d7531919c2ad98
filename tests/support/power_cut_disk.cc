#include "tests/support/power_cut_disk.h"

#include <algorithm>
#include <utility>

namespace hexad::support {

using host::ErrorCode;
using host::Expected;
using host::fail;

namespace {

constexpr std::uint64_t kSectorBytes = 512;

void write_into(host::Bytes& bytes, std::uint64_t offset, host::ByteView piece) {
  if (bytes.size() < offset + piece.size()) bytes.resize(offset + piece.size());
  std::copy(piece.begin(), piece.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

/// SplitMix64.
std::uint64_t draw(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

struct PowerCutDisk::Content {
  struct Step {
    std::uint64_t offset;  ///< Of a write; the new size when it is a truncation.
    host::Bytes written;
    bool truncates;
  };
  host::Bytes bytes;
  host::Bytes synced;
  std::vector<Step> unsynced;
  bool ever_synced = false;
  bool dead = false;

  void lose(Keeps keeps, std::uint64_t& random) {
    host::Bytes left = synced;
    const auto kept = [&] { return keeps == Keeps::everything || (keeps == Keeps::some && draw(random) % 2 == 0); };
    for (const Step& step : unsynced) {
      if (step.truncates) {
        if (kept()) left.resize(step.offset);
        continue;
      }
      for (std::uint64_t at = 0; at < step.written.size();) {
        const std::uint64_t to_border = kSectorBytes - (step.offset + at) % kSectorBytes;
        const std::uint64_t size = std::min<std::uint64_t>(to_border, step.written.size() - at);
        if (kept()) write_into(left, step.offset + at, host::ByteView(step.written).subspan(at, size));
        at += size;
      }
    }
    bytes = left;
    synced = std::move(left);
    unsynced.clear();
  }
};

class PowerCutFile final : public host::DiskFile {
 public:
  PowerCutFile(PowerCutDisk& disk, std::shared_ptr<PowerCutDisk::Content> content, bool writable)
      : disk_(disk), content_(std::move(content)), writable_(writable) {}

  Expected<std::size_t> read_at(std::uint64_t offset, host::MutableByteView into) override {
    if (content_->dead) return fail(ErrorCode::closed, "the power is off");
    const host::Bytes& bytes = content_->bytes;
    if (offset >= bytes.size()) return std::size_t{0};
    const std::size_t count = std::min<std::size_t>(into.size(), bytes.size() - offset);
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
    return count;
  }

  Expected<void> write_at(std::uint64_t offset, host::ByteView bytes) override {
    const std::uint64_t size = content_->bytes.size();
    if (auto ready = change(std::max<std::uint64_t>(size, offset + bytes.size())); !ready) return ready;
    content_->unsynced.push_back({offset, host::Bytes(bytes.begin(), bytes.end()), false});
    write_into(content_->bytes, offset, bytes);
    return {};
  }

  Expected<void> truncate(std::uint64_t size_bytes) override {
    if (auto ready = change(size_bytes); !ready) return ready;
    content_->unsynced.push_back({size_bytes, {}, true});
    content_->bytes.resize(size_bytes);
    return {};
  }

  Expected<void> sync() override {
    if (auto ready = change(content_->bytes.size()); !ready) return ready;
    content_->synced = content_->bytes;
    content_->unsynced.clear();
    content_->ever_synced = true;
    return {};
  }

  Expected<std::uint64_t> size_bytes() const override { return content_->bytes.size(); }

 private:
  Expected<void> change(std::uint64_t new_size) {
    if (content_->dead) return fail(ErrorCode::closed, "the power is off");
    if (!writable_) return fail(ErrorCode::permission_denied, "the file was opened to be read only");
    if (auto allowed = disk_.account(); !allowed) return allowed;
    return disk_.grow(content_->bytes.size(), new_size);
  }

  PowerCutDisk& disk_;
  std::shared_ptr<PowerCutDisk::Content> content_;
  bool writable_;
};

PowerCutDisk::PowerCutDisk() = default;
PowerCutDisk::~PowerCutDisk() = default;

void PowerCutDisk::fail_after(std::uint64_t successes, ErrorCode code, bool once) {
  failure_ = Failure{changes_ + successes, code, once};
}

Expected<void> PowerCutDisk::account() {
  const std::uint64_t number = changes_++;
  if (!failure_ || number < failure_->at || (failure_->once && number > failure_->at)) return {};
  has_failed_ = true;
  return fail(failure_->code, "the test told the disk to fail");
}

std::uint64_t PowerCutDisk::used_bytes() const {
  std::uint64_t used = 0;
  for (const auto& [path, content] : files_) used += content->bytes.size();
  return used;
}

Expected<void> PowerCutDisk::grow(std::uint64_t old_size, std::uint64_t new_size) {
  if (new_size <= old_size || used_bytes() + (new_size - old_size) <= capacity_) return {};
  has_failed_ = true;
  return fail(ErrorCode::disk_full, "no space left");
}

Expected<std::unique_ptr<host::DiskFile>> PowerCutDisk::open(std::string_view path, host::OpenMode mode) {
  auto found = files_.find(path);
  if (found == files_.end()) {
    if (mode != host::OpenMode::create) return fail(ErrorCode::not_found, std::string(path));
    if (auto allowed = account(); !allowed) return tl::unexpected<host::Error>(allowed.error());
    found = files_.emplace(std::string(path), std::make_shared<Content>()).first;
  }
  return std::make_unique<PowerCutFile>(*this, found->second, mode != host::OpenMode::read_only);
}

Expected<void> PowerCutDisk::remove(std::string_view path) {
  const auto found = files_.find(path);
  if (found == files_.end()) return fail(ErrorCode::not_found, std::string(path));
  if (auto allowed = account(); !allowed) return allowed;
  files_.erase(found);
  return {};
}

Expected<void> PowerCutDisk::rename(std::string_view from, std::string_view to) {
  const auto found = files_.find(from);
  if (found == files_.end()) return fail(ErrorCode::not_found, std::string(from));
  if (auto allowed = account(); !allowed) return allowed;
  auto content = std::move(found->second);
  files_.erase(found);
  content->ever_synced = true;
  files_.insert_or_assign(std::string(to), std::move(content));
  return {};
}

bool PowerCutDisk::exists(std::string_view path) const { return files_.find(path) != files_.end(); }

std::vector<std::string> PowerCutDisk::list(std::string_view folder) const {
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
  std::vector<std::string> names;
  for (const auto& [path, content] : files_) {
    if (path.compare(0, prefix.size(), prefix) == 0 && path.find('/', prefix.size()) == std::string::npos) {
      names.push_back(path.substr(prefix.size()));
    }
  }
  return names;
}

void PowerCutDisk::lose_power(Keeps keeps, std::uint64_t seed) {
  failure_.reset();
  has_failed_ = false;
  for (auto file = files_.begin(); file != files_.end();) {
    Content& old = *file->second;
    const bool vanishes = !old.ever_synced && keeps == Keeps::nothing;
    auto left = std::make_shared<Content>(old);
    left->lose(keeps, seed);
    left->ever_synced = true;
    old.dead = true;
    file->second = std::move(left);
    file = vanishes ? files_.erase(file) : std::next(file);
  }
}

host::Bytes* PowerCutDisk::content(std::string_view path) {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second->bytes;
}

void PowerCutDisk::put(std::string_view path, host::Bytes bytes) {
  auto content = std::make_shared<Content>();
  content->bytes = bytes;
  content->synced = std::move(bytes);
  content->ever_synced = true;
  files_.insert_or_assign(std::string(path), std::move(content));
}

}  // namespace hexad::support
