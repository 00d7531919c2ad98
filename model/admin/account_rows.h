// Accounts as rows of the store: kind "account", the name as key, JSON as value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/admin/accounts.h"

namespace hexad::admin {

std::string account_row(const Account& account);
/// Nothing when the row is not one of ours.
std::optional<Account> account_from_row(std::string_view name, std::string_view row);

}  // namespace hexad::admin
