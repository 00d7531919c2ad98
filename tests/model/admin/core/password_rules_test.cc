#include "model/admin/password_rules.h"

#include <gtest/gtest.h>

namespace hexad::admin {
namespace {

TEST(PasswordRules, any_password_will_do_unless_they_are_strict) {
  const PasswordRules rules = PasswordRules::from(config::Configuration());
  EXPECT_FALSE(rules.strict);
  EXPECT_FALSE(rules.objection("x"));
  EXPECT_TRUE(rules.objection(""));
  EXPECT_TRUE(rules.objection(std::string(256, 'x')));
  EXPECT_FALSE(rules.objection(std::string(255, 'x')));
}

TEST(PasswordRules, each_setting_counts_once_they_are_strict) {
  config::Configuration configuration;
  ASSERT_TRUE(
      configuration.read_lines("Authentication StrictPassword Enabled: On\n"
                               "Authentication StrictPassword MinimumLength: 8\n"
                               "Authentication StrictPassword MinimumDigits: 1\n"
                               "Authentication StrictPassword MinimumUpperCase: 1\n"
                               "Authentication StrictPassword MinimumLowerCase: 1\n"
                               "Authentication StrictPassword MinimumOther: 1\n"
                               "Authentication StrictPassword MaximumConsecutiveRepeated: 2\n"
                               "Authentication StrictPassword MinimumClasses: 4\n",
                               "test"));
  const PasswordRules rules = PasswordRules::from(configuration);
  EXPECT_FALSE(rules.objection("Abcde12!"));
  EXPECT_EQ(rules.objection("Abcd12!"), "have at least 8 characters");
  EXPECT_EQ(rules.objection("Abcdefg!"), "have at least 1 digits");
  EXPECT_EQ(rules.objection("abcde12!"), "have at least 1 upper-case letters");
  EXPECT_EQ(rules.objection("ABCDE12!"), "have at least 1 lower-case letters");
  EXPECT_EQ(rules.objection("Abcde123"), "have at least 1 characters that are neither letters nor digits");
  EXPECT_EQ(rules.objection("Abccc12!"), "repeat no character more than 2 times in a row");
}

}  // namespace
}  // namespace hexad::admin
