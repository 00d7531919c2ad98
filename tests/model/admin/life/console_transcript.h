// A console session of a LifeWorld written down as a terminal shows it, for comparison with a golden file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/model/admin/life/life_world.h"

namespace hexad::admin {

class ConsoleTranscript final : ConsoleHandler {
 public:
  ConsoleTranscript(LifeWorld& world, ConsoleLink link, std::string source = "console");

  /// Types a line and waits three seconds. What is not echoed is written down as stars.
  void type(std::string_view line);
  void type_all(const std::vector<std::string_view>& lines);
  /// Logs in with the published default password.
  void log_in(std::string_view name) { type_all({name, "TANDBERG"}); }
  /// Waits, and writes that down.
  void wait(host::Duration duration, std::string_view words);
  bool closed() const { return closed_; }
  const std::string& text() const { return text_; }
  bool shows(std::string_view words) const { return text_.find(words) != std::string::npos; }

 private:
  void on_console_output(std::string_view text) override { text_ += text; }
  void on_console_closed() override;

  LifeWorld& world_;
  std::string text_;
  bool closed_ = false;
  std::unique_ptr<Console> console_;
};

/// Fails the test when the transcript differs from transcripts/NAME.txt. With HEXAD_REWRITE in the environment it
/// writes the file instead, for the difference to be reviewed.
void expect_golden(const ConsoleTranscript& transcript, const std::string& name);

}  // namespace hexad::admin
