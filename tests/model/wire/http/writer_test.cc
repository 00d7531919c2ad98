#include "model/wire/http/writer.h"

#include <gtest/gtest.h>

#include "model/wire/http/status.h"

namespace hexad::http {
namespace {

using std::string_literals::operator""s;

std::string field(std::string_view name, std::string_view value) {
  std::string out;
  append_field(out, name, value);
  return out;
}

std::string date_at(std::int64_t seconds) { return http_date(host::WallTime(std::chrono::seconds(seconds))); }

TEST(Writer, keeps_a_value_within_its_field) {
  EXPECT_EQ(field("Location", "/a\r\nSet-Cookie: x"), "Location: /a  Set-Cookie: x\r\n");
  EXPECT_EQ(field("X", "a\0b\tc\x7f"s), "X: a b\tc \r\n");
  EXPECT_EQ(field("Bad Name", "x"), "");
  EXPECT_EQ(field("Bad\r\nName", "x"), "");
}

TEST(Writer, writes_first_lines) {
  std::string out;
  append_status_line(out, 404);
  append_status_line(out, 299);
  append_request_line(out, "GET", "/a b\r\nX: \xc3\xa9?q#f");
  append_request_line(out, "G T", "");
  EXPECT_EQ(out,
            "HTTP/1.1 404 Not Found\r\nHTTP/1.1 299 Unknown\r\nGET /a%20b%0D%0AX:%20%C3%A9?q%23f HTTP/1.1\r\n"
            "GET / HTTP/1.1\r\n");
}

TEST(Writer, writes_dates) {
  EXPECT_EQ(date_at(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date_at(1767225600), "Thu, 01 Jan 2026 00:00:00 GMT");
  EXPECT_EQ(date_at(951782400), "Tue, 29 Feb 2000 00:00:00 GMT");
  EXPECT_EQ(date_at(-5), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(Status, has_the_phrases_of_the_standard) {
  EXPECT_EQ(reason_of(200), "OK");
  EXPECT_EQ(reason_of(431), "Request Header Fields Too Large");
  EXPECT_EQ(reason_of(999), "Unknown");
}

}  // namespace
}  // namespace hexad::http
