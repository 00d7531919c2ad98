// Goal: a scalar means what its author reads, never what YAML 1.1 makes of it.
#include <gtest/gtest.h>

#include "topologies/load/duration_text.h"
#include "topologies/load/text_checks.h"
#include "topologies/load/typed_yaml.h"

namespace hexad {
namespace {

using namespace std::chrono_literals;

yaml::Node value_of(const std::string& text) {
  auto document = yaml::parse_document("v: " + text + "\n", "t.yaml");
  EXPECT_TRUE(document.has_value()) << text;
  return document ? *document->root.find("v") : yaml::Node{};
}

template <class Read>
std::string refusal(const std::string& text, Read read) {
  try {
    read(value_of(text));
  } catch (const topology::Refused& refused) {
    return refused.error.message;
  }
  return "it was read";
}

TEST(TypedYaml, only_true_and_false_are_booleans) {
  EXPECT_TRUE(yaml::as_bool(value_of("true")));
  EXPECT_FALSE(yaml::as_bool(value_of("false")));
  for (const char* text : {"yes", "no", "on", "off", "True", "FALSE", "1", "0", "~", "null", "'true'"}) {
    EXPECT_NE(refusal(text, yaml::as_bool), "it was read") << text;
  }
}

TEST(TypedYaml, no_is_a_text) { EXPECT_EQ(yaml::as_text(value_of("no"), "a text"), "no"); }

TEST(TypedYaml, whole_numbers_are_plain_decimals) {
  const auto read = [](const yaml::Node& node) { return yaml::as_integer(node, 0, 100); };
  EXPECT_EQ(read(value_of("0")), 0U);
  EXPECT_EQ(read(value_of("100")), 100U);
  EXPECT_EQ(refusal("010", read), "found '010': expected a whole number from 0 to 100 without leading zeros");
  for (const char* text : {"101", "-1", "+1", "1.0", "1e1", "0x10", "1_0", "12:30", "'7'", "", "[7]", "{a: 7}",
                           "99999999999999999999999"}) {
    EXPECT_NE(refusal(text, read), "it was read") << text;
  }
}

TEST(TypedYaml, durations_have_units) {
  EXPECT_EQ(yaml::as_duration(value_of("40 ms")), 40ms);
  EXPECT_EQ(yaml::as_duration(value_of("1.5 s")), 1500ms);
  EXPECT_EQ(yaml::as_duration(value_of("2min")), 2min);
  EXPECT_EQ(yaml::as_duration(value_of("1 h")), 1h);
  EXPECT_EQ(yaml::as_duration(value_of("0.5 us")), 500ns);
  EXPECT_EQ(yaml::as_duration(value_of("0 s")), 0s);
  const auto read = [](const yaml::Node& node) { return yaml::as_duration(node); };
  for (const char* text : {"40", "40 msec", "-1 s", "1,5 s", "1. s", ".5 s", "05 s", "1  s", "1 s 2", "1e3 s", "inf s",
                           "9999999 h", "", "1.5.2 s", "[1 s]"}) {
    EXPECT_NE(refusal(text, read), "it was read") << text;
  }
}

TEST(TypedYaml, every_duration_prints_so_that_it_reads_back) {
  for (const host::Duration duration :
       {host::Duration(0), host::Duration(1us), host::Duration(1500us), host::Duration(40ms), host::Duration(90s),
        host::Duration(2min), host::Duration(1h), host::Duration(1234567us)}) {
    const std::string text = topology::format_duration(duration);
    const auto back = topology::parse_duration(text);
    ASSERT_TRUE(back.has_value()) << text;
    EXPECT_EQ(*back, duration) << text;
  }
  EXPECT_EQ(topology::format_duration(90s), "90 s");
  EXPECT_EQ(topology::format_duration(120s), "2 min");
  EXPECT_EQ(topology::format_duration(1500ms), "1.5 s");
  EXPECT_EQ(topology::format_duration(500us), "500 us");
}

TEST(TypedYaml, probabilities_are_fractions_or_per_cent) {
  EXPECT_DOUBLE_EQ(yaml::as_probability(value_of("0.05")), 0.05);
  EXPECT_DOUBLE_EQ(yaml::as_probability(value_of("5 %")), 0.05);
  EXPECT_DOUBLE_EQ(yaml::as_probability(value_of("5%")), 0.05);
  EXPECT_DOUBLE_EQ(yaml::as_probability(value_of("1")), 1);
  for (const char* text : {"1.1", "-0.1", "101 %", "'5 %'", ".5", "nan", "1/2"}) {
    EXPECT_NE(refusal(text, yaml::as_probability), "it was read") << text;
  }
}

TEST(TypedYaml, bandwidths_have_units) {
  EXPECT_EQ(yaml::as_bandwidth(value_of("100 Mbit/s")), 100'000'000U);
  EXPECT_EQ(yaml::as_bandwidth(value_of("2.5 Gbit/s")), 2'500'000'000U);
  EXPECT_EQ(yaml::as_bandwidth(value_of("64 kbit/s")), 64'000U);
  for (const char* text : {"100", "100 Mb", "100 mbit/s", "0 bit/s", "99999 Gbit/s"}) {
    EXPECT_NE(refusal(text, yaml::as_bandwidth), "it was read") << text;
  }
}

TEST(TypedYaml, domain_names_are_made_of_labels) {
  for (const char* text : {"example.com", "_sip._tcp.example.com", "a", "xn--fiqs8s.example", "1.example"}) {
    EXPECT_TRUE(yaml::is_domain(text)) << text;
  }
  for (const char* text : {"", ".", "example..com", "example.com.", "-a.example", "a-.example", "10.1.0.11", "a b",
                           "ex\xc3\xa4mple.com"}) {
    EXPECT_FALSE(yaml::is_domain(text)) << text;
  }
  EXPECT_FALSE(yaml::is_domain(std::string(64, 'a')));
}

TEST(TypedYaml, the_nearest_name_is_suggested_only_when_it_is_near) {
  const std::vector<std::string> names = {"subnet", "delay", "loss"};
  EXPECT_EQ(yaml::nearest("subnt", names), "subnet");
  EXPECT_EQ(yaml::nearest("dealy", names), "delay");
  EXPECT_EQ(yaml::nearest("los", names), "loss");
  EXPECT_EQ(yaml::nearest("bandwidth", names), "");
  EXPECT_EQ(yaml::nearest("x", names), "");
  EXPECT_EQ(yaml::nearest(std::string(100'000, 'x'), names), "");
}

TEST(TypedYaml, long_texts_are_cut_in_messages_between_characters) {
  const std::string cut = yaml::clip(std::string(59, 'a') + "ü" + std::string(100, 'b'));
  EXPECT_EQ(cut, std::string(59, 'a') + "...");
}

}  // namespace
}  // namespace hexad
