// The wire forms of syslog (RFC 5424, RFC 3164) and octet counting (RFC 6587), at every byte.
#include "model/status/syslog_message.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/status/syslog_framing.h"

namespace hexad::status {
namespace {

using namespace std::chrono_literals;

SyslogMessage sample() {
  SyslogMessage message;
  message.severity = AlarmSeverity::warning;
  message.at = host::WallTime(std::chrono::seconds(1774947907) + 89012us);
  message.hostname = "peer1.example.com";
  message.app_name = "hexad";
  message.message_id = "alarm_raised";
  message.elements = {{"meta", {{"sequenceId", "7"}}}, {"hexad@32473", {{"log", "a\"b\\c]d"}, {"x", ""}}}};
  message.text = "Event=\"Alarm Raised\"";
  return message;
}

std::string wrong(std::string_view bytes) {
  const auto message = decode_syslog(bytes);
  return message ? "" : message.error().detail;
}

TEST(SyslogMessage, reads_as_rfc_5424_writes_it) {
  EXPECT_EQ(encode_syslog(sample()),
            "<132>1 2026-03-31T09:05:07.089012Z peer1.example.com hexad - alarm_raised [meta sequenceId=\"7\"]"
            "[hexad@32473 log=\"a\\\"b\\\\c\\]d\" x=\"\"] Event=\"Alarm Raised\"");
  EXPECT_EQ(decode_syslog(encode_syslog(sample())).value(), sample());
}

TEST(SyslogMessage, the_examples_of_rfc_5424_section_6_5_are_read) {
  const auto first = decode_syslog(
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \xef\xbb\xbf'su root' failed for lonvick on "
      "/dev/pts/8");
  ASSERT_TRUE(first.has_value()) << first.error().detail;
  EXPECT_EQ(first->facility, 4);
  EXPECT_EQ(first->severity, AlarmSeverity::critical);
  EXPECT_EQ(first->text, "'su root' failed for lonvick on /dev/pts/8");
  const auto second = decode_syslog(
      "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.");
  ASSERT_TRUE(second.has_value()) << second.error().detail;
  EXPECT_EQ(second->process_id, "8710");
  EXPECT_EQ(second->at, host::WallTime(std::chrono::seconds(1061727255) + 3us));
  const auto fourth = decode_syslog(
      "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\" "
      "eventSource=\"Application\" eventID=\"1011\"][examplePriority@32473 class=\"high\"]");
  ASSERT_TRUE(fourth.has_value()) << fourth.error().detail;
  ASSERT_EQ(fourth->elements.size(), 2u);
  EXPECT_EQ(fourth->elements[0].parameters[1].value, "Application");
  EXPECT_TRUE(fourth->text.empty());
}

TEST(SyslogMessage, the_older_form_goes_there_and_back_without_its_date) {
  SyslogMessage message = sample();
  message.format = SyslogFormat::bsd;
  message.process_id = "42";
  const std::string bytes = encode_syslog(message);
  EXPECT_EQ(bytes, "<132>Mar 31 09:05:07 peer1.example.com hexad[42]: Event=\"Alarm Raised\"");
  const auto read = decode_syslog(bytes);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->format, SyslogFormat::bsd);
  EXPECT_EQ(read->hostname, "peer1.example.com");
  EXPECT_EQ(read->process_id, "42");
  EXPECT_EQ(read->text, "Event=\"Alarm Raised\"");
  EXPECT_FALSE(read->at.has_value());
  EXPECT_TRUE(decode_syslog("<13>Oct  1 22:14:15 mymachine su: 'su root' failed").has_value());
}

TEST(SyslogMessage, every_truncation_is_read_as_less_or_refused) {
  for (const SyslogFormat format : {SyslogFormat::ietf, SyslogFormat::bsd}) {
    SyslogMessage message = sample();
    message.format = format;
    const std::string whole = encode_syslog(message);
    const std::size_t before_text = whole.size() - message.text.size();
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string part = whole.substr(0, size);
      const auto read = decode_syslog(part);
      const bool text_cut = size >= before_text || (format == SyslogFormat::ietf && size + 1 == before_text);
      // Structured data may end with its first element, too.
      const bool element_whole = format == SyslogFormat::ietf && part.ends_with("sequenceId=\"7\"]");
      EXPECT_EQ(read.has_value(), text_cut || element_whole) << part;
    }
  }
}

TEST(SyslogMessage, what_the_grammar_does_not_allow_is_refused_with_its_place) {
  EXPECT_EQ(wrong("<192>1 - - - - - -"), "no priority from <0> to <191> at byte 4");
  EXPECT_EQ(wrong("<007>1 - - - - - -"), "no priority from <0> to <191> at byte 4");
  EXPECT_EQ(wrong("<1>2 - - - - - -"), "no month at byte 3");
  EXPECT_EQ(wrong("<1>1 2003-02-29T22:14:15Z - - - - -"), "no such day in the month at byte 15");
  EXPECT_EQ(wrong("<1>1 2003-02-28T22:14:60Z - - - - -"), "no second at byte 24");
  EXPECT_EQ(wrong("<1>1 2003-02-28T22:14:15.1234567Z - - - - -"), "no fraction of a second (1 to 6 digits) at byte 25");
  EXPECT_EQ(wrong("<1>1 2003-02-28T22:14:15 - - - - -"), "no time zone at byte 24");
  EXPECT_EQ(wrong("<1>1 9999-02-28T22:14:15Z - - - - -"), "no year at byte 9");
  EXPECT_EQ(wrong("<1>1 - " + std::string(256, 'h') + " - - - -"), "no host name at byte 7");
  EXPECT_EQ(wrong("<1>1 - - - - - [a x=\"1]\"]"), "a value does not end at byte 22");
  EXPECT_EQ(wrong("<1>1 - - - - - [a x=\"\xff\"]"), "a value is not UTF-8 at byte 21");
  EXPECT_EQ(wrong("<1>1 - - - - - [a][a]"), "an element stands twice at byte 21");
  EXPECT_EQ(wrong("<1>1 - - - - - - \xef\xbb\xbf\xff"), "the text says that it is UTF-8 and is not at byte 20");
  EXPECT_EQ(wrong(std::string(kSyslogBytesMax + 1, 'x')), "the message is too long");
  std::string elements, parameters;
  for (std::size_t i = 0; i <= SyslogMessage::kElementsMax; ++i) elements += "[e" + std::to_string(i) + "]";
  for (std::size_t i = 0; i <= SyslogElement::kParametersMax; ++i) parameters += " p=\"\"";
  EXPECT_EQ(wrong("<1>1 - - - - - " + elements).substr(0, 17), "too many elements");
  EXPECT_EQ(wrong("<1>1 - - - - - [e" + parameters + "]").substr(0, 19), "too many parameters");
}

TEST(SyslogMessage, a_header_never_breaks_whatever_it_is_told_to_say) {
  SyslogMessage message = sample();
  message.hostname = "peer 1\n<1>" + std::string(1000, 'h');
  message.app_name = std::string(1000, 'a');
  message.message_id = "a b";
  message.elements = {{"e=]\"", {{"n\"", "\xff\""}}}, {"big", {{"v", std::string(5000, 'v')}}}, {"ok", {}}};
  const auto read = decode_syslog(encode_syslog(message));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->hostname.substr(0, 12), "peer_1_<1>hh");
  EXPECT_EQ(read->hostname.size(), 255u);
  EXPECT_EQ(read->app_name.size(), 48u);
  EXPECT_EQ(read->message_id, "a_b");
  ASSERT_EQ(read->elements.size(), 2u);
  EXPECT_EQ(read->elements[0].id, "e___");
  EXPECT_EQ(read->elements[0].parameters[0].value, "?\"");
}

TEST(SyslogMessage, long_text_is_cut_between_characters) {
  SyslogMessage message = sample();
  for (std::size_t i = 0; i < 5000; ++i) message.text += "\xe2\x82\xac";
  for (std::size_t bytes_max = 1024; bytes_max < 1030; ++bytes_max) {
    const std::string bytes = encode_syslog(message, bytes_max);
    EXPECT_LE(bytes.size(), bytes_max);
    EXPECT_GT(bytes.size(), bytes_max - 3);
    const auto read = decode_syslog(bytes);
    ASSERT_TRUE(read.has_value()) << read.error().detail;
    EXPECT_TRUE(message.text.starts_with(read->text));
  }
}

TEST(SyslogFraming, messages_come_out_whole_wherever_the_stream_is_split) {
  const std::string stream = framed_syslog("one") + framed_syslog("<1>1 - - - - - - 3 x");
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    SyslogFrameReader reader;
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      reader.append(std::string_view(stream).substr(at, piece));
      while (const auto message = reader.next().value()) messages.push_back(*message);
    }
    EXPECT_EQ(messages, (std::vector<std::string>{"one", "<1>1 - - - - - - 3 x"})) << piece;
  }
}

TEST(SyslogFraming, a_stream_without_lengths_is_refused) {
  for (const char* bytes : {"<1>1 - - - - - -", " 5 abcde", "05 abcde", "8193 ", "99999", "123456", "5abcde", "-1 a"}) {
    SyslogFrameReader reader;
    reader.append(bytes);
    EXPECT_FALSE(reader.next().has_value()) << bytes;
  }
}

}  // namespace
}  // namespace hexad::status
