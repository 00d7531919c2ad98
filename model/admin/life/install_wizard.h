// The install wizard, which a peer boots into after a factory reset (X8.9 guide, "Clear Configuration From This Peer",
// steps 5 and 6): it asks for addresses and passwords, skips what the reset was told to keep, applies the answers and
// restarts. A machine of values: a line in, the next question out; nothing changes before the last answer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/life/reset_answers.h"
#include "model/admin/life/restart.h"
#include "model/admin/services.h"

namespace hexad::admin {

class InstallWizard {
 public:
  /// `kept`: what the reset was told to keep.
  InstallWizard(Services& services, Restart& restart, const ResetAnswers& kept);

  /// The question that waits, with its default in brackets: "LAN1 IPv4 address [10.1.0.11]: ".
  std::string prompt() const;
  /// Whether the answer to it is not to be shown as it is typed.
  bool secret() const;
  /// Takes an answer; an empty one is the default. Returns what is wrong with it, a sentence; empty when it was taken.
  std::string answer(std::string_view line);
  /// All questions are answered, and confirmed: apply() is next.
  bool answered() const { return answered_; }

  /// Makes the answers the configuration, sets the passwords, and asks for the restart. On an error nothing but perhaps
  /// the first of it has happened, and the wizard is asked again from the beginning, at once or after a power cut.
  using Applied = std::function<void(host::Expected<void>)>;
  void apply(Applied done);

 private:
  enum class Kind : std::uint8_t { setting, password, repetition, confirmation };
  struct Question {
    Kind kind = Kind::setting;
    std::string text;
    std::string path;     ///< Of a setting.
    std::string account;  ///< Of a password.
  };
  void start_over();
  std::string initial(const Question& question) const;
  bool asked(const Question& question) const;
  void next();
  std::string take_setting(const Question& question, std::string_view value);
  std::string take_password(const Question& question, std::string_view value);
  std::string protocol() const;
  void set_password(std::size_t at, const std::shared_ptr<Applied>& done);
  void finish(const Applied& done);

  Services& services_;
  Restart& restart_;
  ResetAnswers kept_;
  std::vector<Question> questions_;
  std::size_t at_ = 0;
  bool answered_ = false;
  std::vector<std::pair<std::string, std::string>> settings_;   ///< Path, value.
  std::vector<std::pair<std::string, std::string>> passwords_;  ///< Account, password.
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace hexad::admin
