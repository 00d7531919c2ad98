// The framer's promise is that splitting makes no difference, so most tests feed one byte stream in every way that
// there is to cut it and compare what comes out.
#include "model/wire/sip/stream_framer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/wire/sip/check.h"
#include "tests/model/wire/sip/messages.h"

namespace hexad::sip {
namespace {

using Event = StreamFramer::Event;

std::string describe(Event event, const MessageView& view) {
  switch (event) {
    case Event::ping: return "ping";
    case Event::pong: return "pong";
    case Event::message: return "message " + std::string(view.text()) + (view.defect() ? " defective" : "");
    case Event::broken:
      return "broken " + std::string(view.text()) +
             (view.defect() ? " " + std::string(view.defect()->reason) : std::string());
    case Event::none: break;
  }
  return {};
}

// Feeds the pieces in order and lists what came out.
std::vector<std::string> feed(std::initializer_list<std::string_view> pieces, const FramerOptions& options = {}) {
  StreamFramer framer(options);
  MessageView view;
  std::vector<std::string> events;
  for (std::string_view piece : pieces) {
    do {
      piece.remove_prefix(framer.push(piece));
      EXPECT_LE(framer.buffered_bytes(), options.message_bytes_max);
      for (Event event; (event = framer.next(view)) != Event::none;) events.push_back(describe(event, view));
    } while (!piece.empty());
  }
  return events;
}

void expect_same_however_split(const std::string& stream, const std::vector<std::string>& expected,
                               const FramerOptions& options = {}) {
  ASSERT_EQ(feed({stream}, options), expected);
  const std::string_view whole = stream;
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    ASSERT_EQ(feed({whole.substr(0, cut), whole.substr(cut)}, options), expected) << "cut at " << cut;
  }
  StreamFramer framer(options);
  MessageView view;
  std::vector<std::string> events;
  for (const char byte : stream) {
    ASSERT_EQ(framer.push(std::string_view(&byte, 1)), 1u);
    for (Event event; (event = framer.next(view)) != Event::none;) events.push_back(describe(event, view));
  }
  EXPECT_EQ(events, expected) << "byte by byte";
}

const std::string kWithBody =
    compose({"MESSAGE sip:a@b SIP/2.0", "Content-Length: 6", "Subject: one", " two"}, "\r\n\r\nab");

TEST(StreamFraming, messages_come_out_whole_at_every_cut) {
  const std::string one = good_request("REGISTER"), two = kWithBody, three = compose({"SIP/2.0 200 OK", "l:0"});
  expect_same_however_split(one + two + three + one,
                            {"message " + one, "message " + two, "message " + three, "message " + one});
}

TEST(StreamFraming, every_published_message_survives_every_cut) {
  for (const auto& [name, bytes] : published_messages("rfc4475")) {
    SCOPED_TRACE(name);
    MessageView view;
    view.parse(bytes);
    if (view.defect() || !view.has_content_length()) continue;
    // dblreq holds a second message and stray line ends: what follows the first is judged by the cut-free run.
    expect_same_however_split(bytes, feed({bytes}));
    EXPECT_EQ(feed({bytes}).front(), "message " + std::string(view.text()));
  }
}

TEST(StreamFraming, a_double_line_end_between_messages_is_a_ping) {
  const std::string message = good_request();
  expect_same_however_split("\r\n\r\n" + message + "\r\n\r\n\r\n\r\n" + message,
                            {"ping", "message " + message, "ping", "ping", "message " + message});
}

TEST(StreamFraming, a_single_line_end_between_messages_is_skipped) {
  const std::string message = good_request();
  expect_same_however_split("\r\n" + message + "\r\n\r\n\r\n" + message,
                            {"message " + message, "ping", "message " + message});
}

TEST(StreamFraming, to_the_side_that_pings_a_line_end_is_a_pong) {
  FramerOptions options;
  options.keepalive_role = KeepaliveRole::sends_pings;
  const std::string message = good_request();
  expect_same_however_split("\r\n" + message + "\r\n\r\n", {"pong", "message " + message, "pong", "pong"}, options);
}

TEST(StreamFraming, without_a_length_the_stream_is_broken_and_the_request_answerable) {
  const std::string head = replaced(good_request(), "Content-Length: 0\r\n", "");
  expect_same_however_split(head + "v=0\r\n", {"broken " + head + " Missing Content-Length"});
  StreamFramer framer;
  MessageView view;
  framer.push(head);
  ASSERT_EQ(framer.next(view), Event::broken);
  EXPECT_EQ(check_request(view).disposition, Disposition::reject);
  EXPECT_TRUE(framer.broken());
}

TEST(StreamFraming, lengths_that_cannot_be_read_break_the_stream) {
  for (const char* value : {"-999", "x", "", "99999999999999999999", "1 1"}) {
    const std::string head = replaced(good_request(), "Content-Length: 0", std::string("Content-Length: ") + value);
    expect_same_however_split(head + good_request(), {"broken " + head + " Malformed Content-Length"});
  }
  const std::string twice = good_request("OPTIONS", {"l: 0"});
  expect_same_however_split(twice + "x", {"broken " + twice + " More Than One Content-Length"});
}

TEST(StreamFraming, other_defects_leave_the_stream_alive) {
  const std::string bad = replaced(good_request(), "OPTIONS sip", "OPTIONS  sip"), good = good_request();
  expect_same_however_split(bad + good, {"message " + bad + " defective", "message " + good});
}

TEST(StreamFraming, what_is_no_sip_breaks_the_stream_unanswered) {
  const std::string http = "GET / HTTP/1.1\r\nHost: hq.example\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(feed({http}), std::vector<std::string>{"broken "});
  EXPECT_EQ(feed({"\n"}), std::vector<std::string>{"broken "});
  expect_same_however_split("OPTIONS sip:a SIP/2.0\r\nTo: b\nFrom: c\r\n\r\n",
                            {"broken OPTIONS sip:a SIP/2.0\r\nTo: b\n Line Feed Without Carriage Return"});
}

TEST(StreamFraming, a_message_of_exactly_the_bound_passes_and_one_byte_more_does_not) {
  FramerOptions options;
  options.message_bytes_max = 700;
  const std::string head = replaced(good_request(), "Content-Length: 0", "Content-Length: 123");
  ASSERT_LT(head.size(), 577u);
  const std::size_t room = 700 - head.size();
  const auto sized = [](std::size_t bytes) {
    std::string digits = std::to_string(bytes);
    digits.insert(0, 3 - digits.size(), '0');
    return replaced(good_request(), "Content-Length: 0", "Content-Length: " + digits) + std::string(bytes, 'b');
  };
  expect_same_however_split(sized(room) + sized(room), {"message " + sized(room), "message " + sized(room)}, options);
  const std::string larger = sized(room + 1);
  expect_same_however_split(larger, {"broken " + larger.substr(0, head.size()) + " Message Too Large"}, options);
}

TEST(StreamFraming, header_fields_without_end_are_bounded) {
  FramerOptions options;
  options.message_bytes_max = 600;
  const std::string endless = "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a\r\nX: " + std::string(2000, 'x');
  expect_same_however_split(endless, {"broken " + endless.substr(0, 600) + " Message Too Large"}, options);
  expect_same_however_split("\r\n\r\n" + endless, {"ping", "broken " + endless.substr(0, 600) + " Message Too Large"},
                            options);
}

TEST(StreamFraming, an_idle_connection_holds_no_buffer_and_knows_that_nothing_is_pending) {
  StreamFramer framer;
  MessageView view;
  const std::string message = kWithBody;
  framer.push(message.substr(0, 20));
  EXPECT_EQ(framer.next(view), Event::none);
  EXPECT_TRUE(framer.mid_message());
  framer.push(message.substr(20));
  EXPECT_EQ(framer.next(view), Event::message);
  EXPECT_EQ(framer.next(view), Event::none);
  EXPECT_FALSE(framer.mid_message());
  EXPECT_EQ(framer.buffered_bytes(), 0u);
}

TEST(StreamFraming, after_the_break_bytes_are_swallowed) {
  StreamFramer framer;
  MessageView view;
  framer.push("\n");
  EXPECT_EQ(framer.next(view), Event::broken);
  EXPECT_EQ(framer.push(good_request()), good_request().size());
  EXPECT_EQ(framer.next(view), Event::none);
}

}  // namespace
}  // namespace hexad::sip
