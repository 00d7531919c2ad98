#include "model/config/configuration_log.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "model/host/address.h"

namespace hexad::config {
namespace {

constexpr std::size_t kValueBytesMax = 500;

/// Printable, inside double quotes, on one line.
std::string quotable(std::string_view text) {
  std::string safe(text.substr(0, kValueBytesMax));
  for (char& c : safe) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    if (c == '"') c = '\'';
  }
  return safe;
}

std::string shown(const Setting& setting, const std::string& value) {
  if (setting.kind == ValueKind::password) return value.empty() ? "" : "***";
  return quotable(value);
}

/// Keys sort as their numbers do.
std::string key_of(std::uint64_t sequence) { return fmt::format("{:020}", sequence); }

std::uint64_t sequence_of(std::string_view key) {
  std::uint64_t sequence = 0;
  std::from_chars(key.data(), key.data() + key.size(), sequence);
  return sequence;
}

std::string utc(host::WallTime at) {
  using namespace std::chrono;
  const auto day = floor<days>(at.time_since_epoch());
  const year_month_day date{sys_days(day)};
  const hh_mm_ss time{floor<milliseconds>(at.time_since_epoch() - day)};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02},{:03}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

}  // namespace

std::string change_text(const AppliedChange& change) {
  const Setting& setting = *change.ref.setting;
  return fmt::format("xconfiguration {} - changed from: {} to: {}", change.ref.path(), shown(setting, change.before),
                     shown(setting, change.after));
}

std::string configuration_log_line(const AppliedChange& change, const Author& author,
                                   std::optional<host::WallTime> at) {
  std::string line = "Event=\"System Configuration Changed\"";
  const auto field = [&line](std::string_view name, std::string_view value) {
    if (!value.empty()) line += fmt::format(" {}=\"{}\"", name, quotable(value));
  };
  field("User", author.user);
  if (const auto source = host::SocketAddress::parse(author.source)) {
    field("Src-ip", source->address.to_string());
    field("Src-port", std::to_string(source->port));
  } else {
    field("Source", author.source);
  }
  field("Means", author.means);
  // Not by field(): what the text quotes is bounded value by value.
  line += fmt::format(" Detail=\"{}\" Level=\"1\"", change_text(change));
  if (at) field("UTCTime", utc(*at));
  return line;
}

ConfigurationLog::ConfigurationLog(Store* store) {
  if (store == nullptr) return;
  const auto range = store->key_range(kind::kConfigurationLog);
  if (!range || !*range) return;
  oldest_ = sequence_of((*range)->first);
  next_ = sequence_of((*range)->second) + 1;
}

void ConfigurationLog::append(const std::vector<std::string>& lines, std::vector<RowChange>& rows) const {
  // Of more lines than are kept, the newest.
  const std::size_t first = lines.size() > kLinesMax ? lines.size() - kLinesMax : 0;
  const std::uint64_t end = next_ + lines.size();
  const std::uint64_t oldest = end > kLinesMax ? std::max(oldest_, end - kLinesMax) : oldest_;
  for (std::uint64_t gone = oldest_; gone < std::min(oldest, next_); ++gone) {
    rows.push_back({std::string(kind::kConfigurationLog), key_of(gone), std::nullopt});
  }
  for (std::size_t i = first; i < lines.size(); ++i) {
    rows.push_back({std::string(kind::kConfigurationLog), key_of(next_ + i), lines[i]});
  }
}

void ConfigurationLog::added(std::size_t lines) {
  next_ += lines;
  if (next_ > kLinesMax) oldest_ = std::max(oldest_, next_ - kLinesMax);
}

host::Expected<std::vector<std::string>> ConfigurationLog::lines(Store& store) {
  auto rows = store.rows(kind::kConfigurationLog);
  if (!rows) return tl::unexpected<host::Error>(rows.error());
  std::vector<std::string> lines;
  lines.reserve(rows->size());
  for (Row& row : *rows) lines.push_back(std::move(row.value));
  return lines;
}

}  // namespace hexad::config
