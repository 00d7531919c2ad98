// What a new password must look like: the settings "Authentication StrictPassword ...", off by default.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/config/configuration.h"

namespace hexad::admin {

struct PasswordRules {
  bool strict = false;  ///< Otherwise any password of 1 to 255 characters will do.
  std::int64_t length_min = 15;
  std::int64_t digits_min = 2;
  std::int64_t upper_case_min = 2;
  std::int64_t lower_case_min = 2;
  std::int64_t others_min = 2;    ///< Neither letters nor digits.
  std::int64_t repeated_max = 0;  ///< Of one character in a row; 0: any number.
  std::int64_t classes_min = 0;   ///< Of the four kinds above.

  /// As the settings say; a setting that the release does not have leaves its default here.
  static PasswordRules from(const config::Configuration& configuration);
  /// Why the password will not do, as the end of "The password must ..."; empty when it will.
  std::optional<std::string> objection(std::string_view password) const;
};

}  // namespace hexad::admin
