#include "model/admin/password_rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

constexpr std::size_t kLengthMax = 255;

struct Census {
  std::int64_t digits = 0, upper = 0, lower = 0, others = 0, longest_run = 0;
};

Census census_of(std::string_view password) {
  Census census;
  std::int64_t run = 0;
  for (std::size_t i = 0; i < password.size(); ++i) {
    const char c = password[i];
    if (c >= '0' && c <= '9')
      ++census.digits;
    else if (c >= 'A' && c <= 'Z')
      ++census.upper;
    else if (c >= 'a' && c <= 'z')
      ++census.lower;
    else
      ++census.others;
    run = i > 0 && password[i - 1] == c ? run + 1 : 1;
    census.longest_run = std::max(census.longest_run, run);
  }
  return census;
}

}  // namespace

PasswordRules PasswordRules::from(const config::Configuration& configuration) {
  const auto text = [&](std::string_view leaf) -> std::string {
    const auto ref = config::find_setting(fmt::format("Authentication StrictPassword {}", leaf));
    if (!ref || !ref->setting->in(configuration.release())) return {};
    return configuration.value(*ref);
  };
  PasswordRules rules;
  rules.strict = text("Enabled") == "On";
  const auto number = [&](std::string_view leaf, std::int64_t& into) {
    if (const auto value = whole_number(text(leaf))) into = *value;
  };
  number("MinimumLength", rules.length_min);
  number("MinimumDigits", rules.digits_min);
  number("MinimumUpperCase", rules.upper_case_min);
  number("MinimumLowerCase", rules.lower_case_min);
  number("MinimumOther", rules.others_min);
  number("MaximumConsecutiveRepeated", rules.repeated_max);
  number("MinimumClasses", rules.classes_min);
  return rules;
}

std::optional<std::string> PasswordRules::objection(std::string_view password) const {
  if (password.empty() || password.size() > kLengthMax) return fmt::format("have 1 to {} characters", kLengthMax);
  if (std::any_of(password.begin(), password.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
    return "have no control characters";
  if (!strict) return std::nullopt;
  const Census found = census_of(password);
  if (static_cast<std::int64_t>(password.size()) < length_min)
    return fmt::format("have at least {} characters", length_min);
  if (found.digits < digits_min) return fmt::format("have at least {} digits", digits_min);
  if (found.upper < upper_case_min) return fmt::format("have at least {} upper-case letters", upper_case_min);
  if (found.lower < lower_case_min) return fmt::format("have at least {} lower-case letters", lower_case_min);
  if (found.others < others_min)
    return fmt::format("have at least {} characters that are neither letters nor digits", others_min);
  if (repeated_max > 0 && found.longest_run > repeated_max)
    return fmt::format("repeat no character more than {} times in a row", repeated_max);
  const int classes = (found.digits > 0) + (found.upper > 0) + (found.lower > 0) + (found.others > 0);
  if (classes < classes_min)
    return fmt::format("mix at least {} of digits, upper case, lower case and others", classes_min);
  return std::nullopt;
}

}  // namespace hexad::admin
