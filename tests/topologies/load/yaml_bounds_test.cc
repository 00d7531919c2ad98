// Goal: no text, however hostile, makes the reader slow, large or silent. Method: files that are too long, too wide,
// too deep or not text at all, made here because they have no place in a repository.
#include <gtest/gtest.h>

#include <string>

#include "tests/topologies/load/bad_files.h"
#include "topologies/load/topology_reader.h"
#include "topologies/load/yaml_tree.h"

namespace hexad {
namespace {

std::string message_of(const std::string& text) {
  const auto document = yaml::parse_document(text, "t.yaml");
  return document ? "it was read" : document.error().to_string();
}

TEST(YamlBounds, a_line_of_ten_megabytes_is_refused_by_its_size) {
  const test::ScratchFolder scratch;
  const auto file = scratch.write("line.yaml", "# One line.\ndomain: " + std::string(10 << 20, 'a') + "\n");
  const auto topology = topology::read_topology(file);
  ASSERT_FALSE(topology.has_value());
  EXPECT_EQ(topology.error().to_string(), file.string() + ": found 10485781 bytes: expected at most 1 MB");
}

TEST(YamlBounds, a_line_of_half_a_megabyte_is_refused_with_its_number) {
  EXPECT_EQ(message_of("# One line.\ndomain: " + std::string(500'000, 'a')),
            "t.yaml:2:1: found a line of 500008 bytes: expected at most 1000");
}

TEST(YamlBounds, a_text_over_one_megabyte_is_refused_before_it_is_parsed) {
  std::string text;
  while (text.size() <= 1 << 20) text += "key: [[[[[[[[\n";
  EXPECT_EQ(message_of(text), "t.yaml: found " + std::to_string(text.size()) + " bytes: expected at most 1 MB");
}

TEST(YamlBounds, a_megabyte_of_open_brackets_is_refused_at_the_seventeenth) {
  std::string text = "a:\n";
  for (int i = 0; i < 160'000; ++i) text += " [\n";
  for (int i = 0; i < 160'000; ++i) text += " ]\n";
  EXPECT_EQ(message_of(text), "t.yaml:17:2: nested more than 16 levels deep");
}

TEST(YamlBounds, half_a_megabyte_of_brackets_that_are_never_closed_is_refused) {
  std::string text = "a:\n";
  while (text.size() < 500'000) text += " [\n";
  EXPECT_EQ(message_of(text),
            "t.yaml:2:2: found a list or map as a key, or a bracket that is never closed: expected a "
            "name before the colon");
}

TEST(YamlBounds, a_megabyte_of_keys_is_refused_at_the_two_thousandth) {
  std::string text;
  for (int i = 0; text.size() < 1'000'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(message_of(text), "t.yaml:2001:1: found more than 2000 keys in one map");
}

TEST(YamlBounds, control_characters_and_broken_utf8_are_refused_with_their_place) {
  EXPECT_EQ(message_of("a: b\nc: \x1b[31m\n"),
            "t.yaml:2:4: found byte 0x1b: expected UTF-8 text without control characters");
  EXPECT_EQ(message_of(std::string("a: \0b\n", 6)),
            "t.yaml:1:4: found byte 0x00: expected UTF-8 text without control characters");
  EXPECT_EQ(message_of("a: \xc3\x28\n"), "t.yaml:1:4: found byte 0xc3: expected UTF-8 text without control characters");
  EXPECT_EQ(message_of("a: \xed\xa0\x80\n"),
            "t.yaml:1:4: found byte 0xed: expected UTF-8 text without control characters");
}

TEST(YamlBounds, text_in_other_scripts_and_windows_line_ends_are_welcome) {
  const auto document = yaml::parse_document("# Prüfung: 試験\r\nname: größer\r\n", "t.yaml");
  ASSERT_TRUE(document.has_value()) << document.error().to_string();
  EXPECT_EQ(document->title, "Prüfung: 試験");
  EXPECT_EQ(document->root.find("name")->text, "größer");
}

TEST(YamlBounds, lists_of_includes_cannot_multiply) {
  const test::ScratchFolder scratch;
  std::string twice = "# Grows.\ninclude: [next, next]\n";
  for (int level = 0; level < 7; ++level) {
    std::string text = twice;
    const std::string next = "level" + std::to_string(level + 1) + ".yaml";
    for (std::size_t at; (at = text.find("next")) != std::string::npos;) text.replace(at, 4, next);
    scratch.write("level" + std::to_string(level) + ".yaml", text);
  }
  const auto file = scratch.write("level7.yaml", "# Ends.\ndomain: example.com\n");
  const auto document = yaml::load_document(file.parent_path() / "level0.yaml");
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().message, "found more than 32 included files");
}

TEST(YamlBounds, a_chain_of_includes_ends_after_eight) {
  const test::ScratchFolder scratch;
  for (int level = 0; level < 10; ++level) {
    scratch.write("level" + std::to_string(level) + ".yaml",
                  "# Goes on.\ninclude: level" + std::to_string(level + 1) + ".yaml\n");
  }
  const auto file = scratch.write("level10.yaml", "# Ends.\ndomain: example.com\n");
  const auto document = yaml::load_document(file.parent_path() / "level0.yaml");
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().message, "found a chain of more than 8 includes");
}

TEST(YamlBounds, a_missing_file_and_a_folder_are_told_apart) {
  const auto missing = topology::read_topology("/nonexistent/net.yaml");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().to_string(), "/nonexistent/net.yaml: no such file");
  const auto folder = topology::read_topology("/tmp");
  ASSERT_FALSE(folder.has_value());
  EXPECT_EQ(folder.error().to_string(), "/tmp: not a file");
}

TEST(YamlBounds, every_prefix_of_a_good_file_is_read_or_refused_with_a_place) {
  const auto text = yaml::read_text_file(HEXAD_SOURCE_DIR "/topologies/catalog/dmz.yaml");
  ASSERT_TRUE(text.has_value());
  for (std::size_t size = 0; size < text->size(); ++size) {
    const auto document = yaml::parse_document(text->substr(0, size), "t.yaml");
    EXPECT_TRUE(document || document.error().line > 0) << size;
  }
}

}  // namespace
}  // namespace hexad
