// Names the requirements that a GoogleTest case verifies: verifies("tls.cn-san", "tls.verify-mode"). Call it once in
// a test. `hexad conform` reads the names from the XML that the test program writes (--gtest_output=xml:FOLDER/).
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace hexad::support {

/// By these words `hexad conform` knows the programs that name requirements: short texts alone may not stand in a
/// program as a whole once it is optimised.
[[gnu::used]] inline constexpr char kNamesRequirements[] = "this program records hexad-verifies";

template <class... Ids>
void verifies(std::string_view id, const Ids&... more) {
  static_assert((std::is_convertible_v<Ids, std::string_view> && ...), "each requirement is named by its id");
  std::string ids(id);
  for (const std::string_view other : std::initializer_list<std::string_view>{more...}) ids.append(" ").append(other);
  ::testing::Test::RecordProperty("hexad-verifies", ids);
}

}  // namespace hexad::support
