#include "model/admin/life/system_rows.h"

#include <charconv>

namespace hexad::admin {

std::string SystemRows::text(std::string_view key) const {
  if (store_ == nullptr) return {};
  auto found = store_->value(config::kind::kSystem, key);
  if (!found || !found->has_value()) return {};
  return **found;
}

std::uint64_t SystemRows::number(std::string_view key) const {
  const std::string digits = text(key);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? value : 0;
}

host::Expected<void> SystemRows::put(std::string_view key, std::string_view value) {
  if (store_ == nullptr) return {};
  return store_->write(config::kind::kSystem, key, value);
}

host::Expected<void> SystemRows::remove(std::string_view key) {
  if (store_ == nullptr) return {};
  return store_->remove(config::kind::kSystem, key);
}

config::RowChange system_change(std::string_view key, std::string value) {
  return {std::string(config::kind::kSystem), std::string(key), std::move(value)};
}

config::RowChange system_removal(std::string_view key) {
  return {std::string(config::kind::kSystem), std::string(key), std::nullopt};
}

}  // namespace hexad::admin
