// Messages whose end two readers could see in different places, and their kin (RFC 9112 section 11.2), by name. Each is
// refused whole and cut at every byte.
#include <gtest/gtest.h>

#include "tests/model/wire/http/parsing.h"

namespace hexad::http {
namespace {

struct Case {
  const char* name;
  std::string text;
  int status = 400;
};

std::string post(const std::string& fields, const std::string& body = "0\r\n\r\n") {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}
const std::string kChunked = "Transfer-Encoding: chunked\r\n";

using std::string_literals::operator""s;

const std::vector<Case> kCases = {
    {"length_and_chunked", post("Content-Length: 5\r\n" + kChunked)},
    {"chunked_and_length", post(kChunked + "Content-Length: 5\r\n")},
    {"two_different_lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n")},
    {"two_equal_lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n")},
    {"list_of_lengths", post("Content-Length: 5, 5\r\n")},
    {"signed_length", post("Content-Length: +5\r\n")},
    {"negative_length", post("Content-Length: -5\r\n")},
    {"hexadecimal_length", post("Content-Length: 0x5\r\n")},
    {"empty_length", post("Content-Length:\r\n")},
    {"length_of_20_digits", post("Content-Length: 18446744073709551621\r\n")},
    {"length_with_a_blank_inside", post("Content-Length: 5 0\r\n")},
    {"blank_before_the_colon", post("Content-Length : 5\r\n")},
    {"tab_before_the_colon", post("Transfer-Encoding\t: chunked\r\n")},
    {"vertical_tab_before_the_value", post("Transfer-Encoding:\vchunked\r\n")},
    {"folded_field", post("X: y\r\n " + kChunked)},
    {"folded_coding", post("Transfer-Encoding: x\r\n chunked\r\n"), 501},
    {"blank_before_the_first_field", "POST / HTTP/1.1\r\n Host: a\r\nContent-Length: 0\r\n\r\n"},
    {"chunked_twice", post("Transfer-Encoding: chunked, chunked\r\n")},
    {"two_coding_fields", post(kChunked + kChunked)},
    {"chunked_before_another_coding", post("Transfer-Encoding: chunked, identity\r\n")},
    {"unknown_coding", post("Transfer-Encoding: xchunked\r\n"), 501},
    {"quoted_coding", post("Transfer-Encoding: \"chunked\"\r\n"), 501},
    {"gzip_before_chunked", post("Transfer-Encoding: gzip, chunked\r\n"), 501},
    {"empty_coding", post("Transfer-Encoding:\r\n"), 501},
    {"chunked_in_http_1_0", "POST / HTTP/1.0\r\nHost: a\r\n" + kChunked + "\r\n0\r\n\r\n"},
    {"bare_line_feed_after_the_request_line", "POST / HTTP/1.1\nHost: a\r\n\r\n"},
    {"bare_line_feed_after_a_field", "POST / HTTP/1.1\r\nHost: a\nContent-Length: 5\r\n\r\n"},
    {"bare_line_feeds_at_the_end", "POST / HTTP/1.1\r\nHost: a\n\n"},
    {"bare_carriage_return_in_a_value", post("X: a\rContent-Length: 5\r\n")},
    {"nul_in_a_value", post("X: a\0b\r\n"s)},
    {"nul_in_a_name", post("X\0: a\r\n"s)},
    {"nul_in_the_target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s},
    {"escape_in_a_value", post("X: a\x1b[2J\r\n")},
    {"no_colon", post("Content-Length\r\n")},
    {"empty_name", post(": 5\r\n")},
    {"name_that_is_no_token", post("Content(Length): 5\r\n")},
    {"utf8_in_a_name", post("C\xc3\xb6ntent-Length: 5\r\n")},
    {"two_hosts", post("Host: b\r\nContent-Length: 0\r\n")},
    {"no_host", "GET / HTTP/1.1\r\n\r\n"},
    {"host_with_a_blank", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"},
    {"host_with_a_path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
    {"method_that_is_no_token", "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"two_blanks_before_the_target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"two_blanks_before_the_version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"tab_for_a_blank", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"blank_after_the_version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"},
    {"blank_in_the_target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"fragment_in_the_target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"target_without_a_slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"target_of_another_scheme", "GET file:///etc HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"asterisk_for_a_get", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"high_octets_in_the_target", "GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"no_version", "GET /\r\nHost: a\r\n\r\n"},
    {"lower_case_version", "GET / http/1.1\r\nHost: a\r\n\r\n"},
    {"version_of_three_parts", "GET / HTTP/1.1.1\r\nHost: a\r\n\r\n"},
    {"version_2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    {"version_1_2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
    {"version_0_9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505},
    {"chunk_size_with_a_sign", post(kChunked, "+5\r\nhello\r\n0\r\n\r\n")},
    {"chunk_size_with_0x", post(kChunked, "0x5\r\nhello\r\n0\r\n\r\n")},
    {"chunk_size_after_a_blank", post(kChunked, " 5\r\nhello\r\n0\r\n\r\n")},
    {"chunk_size_with_a_bare_line_feed", post(kChunked, "5\nhello\r\n0\r\n\r\n")},
    {"chunk_size_of_17_digits", post(kChunked, "10000000000000005\r\nhello\r\n0\r\n\r\n")},
    {"chunk_size_missing", post(kChunked, "\r\nhello\r\n0\r\n\r\n")},
    {"chunk_longer_than_its_size", post(kChunked, "4\r\nhello\r\n0\r\n\r\n")},
    {"chunk_shorter_than_its_size", post(kChunked, "6\r\nhello\r\n0\r\n\r\n")},
    {"chunk_without_its_line_end", post(kChunked, "5\r\nhello0\r\n\r\n")},
    {"chunk_extension_with_a_line_feed", post(kChunked, "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n")},
    {"chunk_extension_that_is_no_token", post(kChunked, "5;(\r\nhello\r\n0\r\n\r\n")},
    {"length_in_the_trailer", post(kChunked, "0\r\nContent-Length: 5\r\n\r\n")},
    {"coding_in_the_trailer", post(kChunked, "0\r\nTransfer-Encoding: chunked\r\n\r\n")},
    {"nul_in_the_trailer", post(kChunked, "0\r\nX: \0\r\n\r\n"s)},
};

class Smuggling : public ::testing::TestWithParam<Case> {};

TEST_P(Smuggling, is_refused_whole_and_in_pieces) {
  for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{13}}) {
    const test::Parsed parsed = test::parse(GetParam().text, piece);
    EXPECT_EQ(parsed.fault.status, GetParam().status) << piece << ": " << parsed.fault.sentence;
    EXPECT_TRUE(parsed.bodies.empty());
    EXPECT_EQ(parsed.fault.sentence.back(), '.');
  }
}

INSTANTIATE_TEST_SUITE_P(Named, Smuggling, ::testing::ValuesIn(kCases),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace hexad::http
