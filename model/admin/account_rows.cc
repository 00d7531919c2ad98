#include "model/admin/account_rows.h"

#include <nlohmann/json.hpp>

namespace hexad::admin {
namespace {

using Json = nlohmann::json;

constexpr Role kRoles[] = {Role::read_only, Role::administrator, Role::root};

bool flag(const Json& row, const char* name, bool otherwise) {
  const auto found = row.find(name);
  return found != row.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

std::string text(const Json& row, const char* name) {
  const auto found = row.find(name);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string account_row(const Account& account) {
  const Json row{{"role", to_string(account.role)},        {"enabled", account.enabled},
                 {"web_access", account.web_access},       {"api_access", account.api_access},
                 {"password_hash", account.password_hash}, {"default_password", account.default_password}};
  return row.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<Account> account_from_row(std::string_view name, std::string_view row) {
  const Json parsed = Json::parse(row, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  Account account;
  account.name = name;
  account.password_hash = text(parsed, "password_hash");
  if (account.password_hash.empty()) return std::nullopt;
  const std::string role = text(parsed, "role");
  bool known = false;
  for (const Role candidate : kRoles) {
    if (to_string(candidate) == role) account.role = candidate, known = true;
  }
  if (!known) return std::nullopt;
  account.enabled = flag(parsed, "enabled", false);
  account.web_access = flag(parsed, "web_access", false);
  account.api_access = flag(parsed, "api_access", false);
  account.default_password = flag(parsed, "default_password", false);
  return account;
}

}  // namespace hexad::admin
