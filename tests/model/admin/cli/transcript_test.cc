// Sessions with the command line as text: each file in transcripts/ is a peer of its own, with prose behind '#', lines
// that an administrator ("> ") or a read-only user ("reader> ") types, and what is answered below. `@release NAME` at
// the top chooses the release. HEXAD_REWRITE=1 in the environment writes the answers anew, to be reviewed as a diff.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/model/admin/cli/one_peer.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAdministrator = "> ";
constexpr std::string_view kReader = "reader> ";
constexpr std::string_view kRelease = "@release ";

std::string contents(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::stringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool typed(std::string_view line) { return line.starts_with(kAdministrator) || line.starts_with(kReader); }

config::Release release_of(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    if (line.starts_with(kRelease)) return *config::release_from(line.substr(kRelease.size()));
  }
  return config::Release::x12;
}

// The transcript with every answer as the command line gives it now.
std::string played(const std::string& transcript) {
  const std::vector<std::string> lines = lines_of(transcript);
  OnePeer peer(release_of(lines));
  const DefaultLinkAlarms links(peer.configuration, peer.alarms);
  std::string text;
  bool answer = false;  // Within the old answer, which is left out.
  for (const std::string& line : lines) {
    if (typed(line)) {
      const bool reads = line.starts_with(kReader);
      const std::string command = line.substr(reads ? kReader.size() : kAdministrator.size());
      const auto got = peer.run(command, reads ? Role::read_only : Role::administrator);
      text += line + '\n' + got.output + '\n';
      EXPECT_EQ(got.ok, got.output.ends_with("OK\n")) << line;
      answer = true;
    } else if (line.starts_with('#') || line.starts_with('@')) {
      answer = false;
      text += line + '\n';
    } else if (!answer) {
      text += line + '\n';
    }
  }
  return text;
}

class Transcript : public testing::TestWithParam<std::string> {};

TEST_P(Transcript, reads_as_it_was_reviewed) {
  const fs::path path = fs::path(HEXAD_SOURCE_DIR) / "tests/model/admin/cli/transcripts" / (GetParam() + ".txt");
  const std::string wanted = contents(path);
  ASSERT_FALSE(wanted.empty()) << path;
  const std::string got = played(wanted);
  if (std::getenv("HEXAD_REWRITE") != nullptr) {
    std::ofstream(path) << got;
    return;
  }
  EXPECT_EQ(got, wanted) << "with HEXAD_REWRITE=1 this test writes " << path << " anew";
}

INSTANTIATE_TEST_SUITE_P(Files, Transcript,
                         testing::Values("settings", "mistakes", "lists", "commands", "bandwidth", "status", "help",
                                         "x8_1"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace hexad::admin
