#include "model/wire/http/parser.h"

#include <gtest/gtest.h>

#include "tests/model/wire/http/parsing.h"

namespace hexad::http {
namespace {

using test::parse;

constexpr std::string_view kGet =
    "GET /status.xml?x=%20 HTTP/1.1\r\nHost: peer1\r\nAccept:  text/xml \r\nX-Empty:\r\n\r\n";
constexpr std::string_view kPost = "POST /putxml HTTP/1.1\r\nHost: peer1\r\nContent-Length: 11\r\n\r\nhello\r\nbody";
constexpr std::string_view kChunked =
    "PUT /file HTTP/1.1\r\nHost: peer1\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nhello\r\n00A;name=\"value\";other\r\n, chunked!\r\n0\r\nX-Trailer: late\r\n\r\n";

/// What a stream of the three looks like, whatever the cut.
void expect_the_three(const test::Parsed& parsed) {
  ASSERT_EQ(parsed.fault.status, 0) << parsed.fault.sentence;
  ASSERT_EQ(parsed.bodies, (std::vector<std::string>{"", "hello\r\nbody", "hello, chunked!"}));
  ASSERT_EQ(parsed.heads.size(), 3u);
  EXPECT_EQ(parsed.heads[0].method, "GET");
  EXPECT_EQ(parsed.heads[0].target, "/status.xml?x=%20");
  ASSERT_EQ(parsed.heads[0].headers.all.size(), 3u);
  EXPECT_EQ(parsed.heads[0].headers.get("accept"), "text/xml");
  EXPECT_TRUE(parsed.heads[0].headers.has("x-empty"));
  EXPECT_EQ(parsed.heads[0].headers.get("x-empty"), "");
  EXPECT_EQ(parsed.heads[1].framing.content_length, 11u);
  EXPECT_TRUE(parsed.heads[2].framing.chunked);
  EXPECT_FALSE(parsed.heads[2].headers.has("x-trailer"));
}

std::string the_three() { return std::string(kGet).append(kPost).append(kChunked); }

TEST(RequestParser, reads_pipelined_requests_in_one_piece) { expect_the_three(parse(the_three())); }

TEST(RequestParser, reads_the_same_in_pieces_of_any_size) {
  for (std::size_t size = 1; size <= 64; ++size) {
    SCOPED_TRACE(size);
    expect_the_three(parse(the_three(), size));
  }
}

TEST(RequestParser, reads_the_same_when_split_once_at_every_byte) {
  const std::string text = the_three();
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    SCOPED_TRACE(cut);
    RequestParser parser(16 * 1024);
    std::vector<std::string> bodies;
    for (std::string_view piece : {std::string_view(text).substr(0, cut), std::string_view(text).substr(cut)}) {
      for (bool more = true; more;) {
        switch (parser.push(piece)) {
          case ParseEvent::need_more: more = false; break;
          case ParseEvent::head: break;
          case ParseEvent::message:
            bodies.push_back(parser.take_body());
            parser.start_next();
            break;
          case ParseEvent::failed: FAIL() << parser.fault().sentence;
        }
      }
      EXPECT_TRUE(piece.empty());
    }
    EXPECT_EQ(bodies, (std::vector<std::string>{"", "hello\r\nbody", "hello, chunked!"}));
    EXPECT_TRUE(parser.idle());
  }
}

TEST(RequestParser, leaves_the_bytes_of_the_next_message_with_the_caller) {
  RequestParser parser(16 * 1024);
  std::string text = std::string(kChunked) + "GET";
  std::string_view bytes = text;
  ASSERT_EQ(parser.push(bytes), ParseEvent::head);
  ASSERT_EQ(parser.push(bytes), ParseEvent::message);
  EXPECT_EQ(bytes, "GET");
  EXPECT_EQ(parser.push(bytes), ParseEvent::message) << "told again until start_next()";
}

TEST(RequestParser, forgives_an_empty_line_before_a_request_and_stays_idle) {
  RequestParser parser(16 * 1024);
  std::string_view bytes = "\r\n\r\n";
  EXPECT_EQ(parser.push(bytes), ParseEvent::need_more);
  EXPECT_TRUE(parser.idle());
  EXPECT_EQ(parse("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").fault.status, 400) << "three are no forgivable slip";
  EXPECT_EQ(parse("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 1).heads.size(), 1u);
}

TEST(RequestParser, tells_who_speaks_no_http_at_the_first_byte) {
  const Fault fault = parse("\x16\x03\x01").fault;
  EXPECT_EQ(fault.status, 400);
  EXPECT_EQ(fault.sentence, "This is not an HTTP message.");
}

TEST(RequestParser, bounds_the_header_to_the_byte) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100, 'x') + "\r\n\r\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, SIZE_MAX}) {
    EXPECT_EQ(parse(head, piece, 100, head.size()).fault.status, 0);
    EXPECT_EQ(parse(head, piece, 100, head.size() - 1).fault.status, 431);
  }
  EXPECT_EQ(parse("GET /" + std::string(20000, 'a')).fault.status, 431) << "before its end has come";
}

TEST(RequestParser, bounds_the_number_of_header_fields) {
  const auto with_fields = [](std::size_t count) {
    std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (std::size_t i = 1; i < count; ++i) head += "X: y\r\n";
    return parse(head + "\r\n").fault.status;
  };
  EXPECT_EQ(with_fields(kHeaderFieldsMax), 0);
  EXPECT_EQ(with_fields(kHeaderFieldsMax + 1), 431);
}

TEST(RequestParser, refuses_an_announced_body_over_the_bound_before_it_comes) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
  EXPECT_EQ(parse(head + "12345", SIZE_MAX, 5).bodies.size(), 1u);
  const test::Parsed parsed = parse(head, SIZE_MAX, 4);
  EXPECT_EQ(parsed.heads.size(), 1u);
  EXPECT_EQ(parsed.fault.status, 413);
}

TEST(RequestParser, bounds_a_chunked_body_to_the_byte) {
  const std::string text =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, SIZE_MAX}) {
    EXPECT_EQ(parse(text, piece, 5).bodies, std::vector<std::string>{"abcde"});
    EXPECT_EQ(parse(text, piece, 4).fault.status, 413);
  }
}

TEST(RequestParser, bounds_chunk_lines_and_trailers) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(parse(head + "1;" + std::string(2000, 'e'), 100).fault.status, 400);
  EXPECT_EQ(parse(head + "0\r\nX: " + std::string(40000, 'e'), 100).fault.status, 400);
  EXPECT_EQ(parse(head + "0\r\nX: " + std::string(900, 'e') + "\r\n\r\n", 100).bodies.size(), 1u);
}

TEST(RequestParser, knows_when_the_connection_stays) {
  const auto keeps = [](std::string_view version, std::string_view connection) {
    const auto parsed = parse(
        std::string("GET / ").append(version).append("\r\nHost: a\r\nConnection: ").append(connection) + "\r\n\r\n");
    return parsed.heads.at(0).framing.keep_alive;
  };
  EXPECT_TRUE(keeps("HTTP/1.1", "x"));
  EXPECT_FALSE(keeps("HTTP/1.1", "x, Close"));
  EXPECT_FALSE(keeps("HTTP/1.0", "x"));
  EXPECT_TRUE(keeps("HTTP/1.0", "Keep-Alive"));
  EXPECT_FALSE(keeps("HTTP/1.0", "keep-alive, close"));
}

TEST(RequestParser, knows_the_one_expectation) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: ";
  EXPECT_TRUE(parse(head + "100-Continue\r\n\r\n").heads.at(0).framing.expects_continue);
  EXPECT_EQ(parse(head + "tea\r\n\r\n").fault.status, 417);
  const std::string old = "POST / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n";
  EXPECT_FALSE(parse(old).heads.at(0).framing.expects_continue);
}

// The client's parser: each answer in pieces of every size.
struct Answer {
  ParseEvent event = ParseEvent::need_more;
  int status = 0;
  std::string body;
  bool until_end = false;
  Fault fault;
};

Answer read_answer(std::string_view text, std::size_t piece_bytes, bool no_body = false, bool end = false) {
  ResponseParser parser(16 * 1024);
  parser.expect_no_body(no_body);
  Answer answer;
  while (!text.empty() && answer.event == ParseEvent::need_more) {
    std::string_view piece = text.substr(0, piece_bytes);
    text.remove_prefix(piece.size());
    do {
      answer.event = parser.push(piece);
      if (answer.event == ParseEvent::head) answer.status = parser.head().status;
    } while (answer.event == ParseEvent::head);
  }
  if (answer.status != 0) answer.until_end = parser.until_end();
  if (answer.event == ParseEvent::need_more && end) answer.event = parser.end();
  if (answer.event == ParseEvent::message) answer.body = parser.take_body();
  answer.fault = parser.fault();
  return answer;
}

TEST(ResponseParser, reads_lengths_chunks_and_bodies_that_end_with_the_stream) {
  for (std::size_t size = 1; size < 40; ++size) {
    const Answer length = read_answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", size);
    EXPECT_EQ(length.event, ParseEvent::message) << length.fault.sentence;
    EXPECT_EQ(length.body, "abc");
    const Answer chunks = read_answer("HTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", size);
    EXPECT_EQ(chunks.status, 404);
    EXPECT_EQ(chunks.body, "abc");
    const Answer open = read_answer("HTTP/1.0 200 OK\r\n\r\nabc", size);
    EXPECT_EQ(open.event, ParseEvent::need_more);
    EXPECT_TRUE(open.until_end);
    const Answer ended = read_answer("HTTP/1.0 200 OK\r\n\r\nabc", size, false, true);
    EXPECT_EQ(ended.event, ParseEvent::message);
    EXPECT_EQ(ended.body, "abc");
  }
}

TEST(ResponseParser, knows_answers_without_a_body) {
  EXPECT_EQ(read_answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", 9, true).event, ParseEvent::message);
  EXPECT_EQ(read_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 9, true).event, ParseEvent::message);
  EXPECT_EQ(read_answer("HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n", 9).event, ParseEvent::message);
  EXPECT_EQ(read_answer("HTTP/1.1 100 Continue\r\n\r\n", 9).event, ParseEvent::message);
}

TEST(ResponseParser, tells_a_truncated_answer_from_a_whole_one) {
  EXPECT_EQ(read_answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", 9, false, true).event, ParseEvent::failed);
  EXPECT_EQ(read_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", 9, false, true).event,
            ParseEvent::failed);
  EXPECT_EQ(read_answer("HTTP/1.1 200 OK\r\nContent", 9, false, true).event, ParseEvent::failed);
}

TEST(ResponseParser, refuses_what_is_no_answer) {
  for (const char* text : {"HTTP/1.1 20 OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
                           "HTTP/1.1 200 OK\nX: y\n\n", "HTTP/1.1 200 OK\r\nX : y\r\n\r\n", "ICY 200 OK\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"}) {
    EXPECT_EQ(read_answer(text, SIZE_MAX).event, ParseEvent::failed) << text;
  }
}

}  // namespace
}  // namespace hexad::http
