#include "tests/model/admin/life/console_transcript.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace hexad::admin {

ConsoleTranscript::ConsoleTranscript(LifeWorld& world, ConsoleLink link, std::string source) : world_(world) {
  console_ = world.life().open_console(link, std::move(source), *this);
}

void ConsoleTranscript::type(std::string_view line) {
  text_ += console_->echo() ? std::string(line) : std::string(line.size(), '*');
  text_ += "\n";
  console_->line(line);
  world_.run_for(std::chrono::seconds(3));
}

void ConsoleTranscript::type_all(const std::vector<std::string_view>& lines) {
  for (const std::string_view line : lines) type(line);
}

void ConsoleTranscript::wait(host::Duration duration, std::string_view words) {
  text_ += "(" + std::string(words) + ")\n";
  world_.run_for(duration);
}

void ConsoleTranscript::on_console_closed() {
  closed_ = true;
  text_ += "(closed)\n";
}

void expect_golden(const ConsoleTranscript& transcript, const std::string& name) {
  const std::string path = std::string(HEXAD_SOURCE_DIR) + "/tests/model/admin/life/transcripts/" + name + ".txt";
  if (std::getenv("HEXAD_REWRITE") != nullptr) {
    std::ofstream(path) << transcript.text();
    return;
  }
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  std::ostringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(transcript.text(), golden.str()) << path;
}

}  // namespace hexad::admin
