// Goal: the record shows what was asked and answered, the same on both ends, and no secret. Method: values and a log
// that keeps what it is told.
#include "model/http/message_log.h"

#include <gtest/gtest.h>

#include "tests/support/captured_log.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::http {
namespace {

class MessageLogTest : public ::testing::Test {
 protected:
  std::string request(const char* body, const char* target = "/api/v1/status") {
    Request request;
    request.method = "POST";
    request.target = target;
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Authorization", "Basic YWRtaW46VEFOREJFUkc=");
    request.headers.set("Cookie", "hexad_session=12345");
    request.body = body;
    log_request(host_.log(), {}, request);
    return std::string(host::as_text(host_.captured().messages().back().bytes));
  }

  support::SimNetwork network_{1};
  support::SimHost& host_ = network_.add_host("peer", {"10.0.0.1/24"});
};

TEST_F(MessageLogTest, shows_start_line_type_and_body_and_no_credentials) {
  EXPECT_EQ(
      request("{\"value\":1}"),
      "POST /api/v1/status HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"value\":1}");
}

TEST_F(MessageLogTest, keeps_bodies_with_secrets_to_itself) {
  for (const char* body : {"name=admin&password=TANDBERG", "{\"line\":\"xCommand BackupCreate Passphrase: x\"}",
                           "-----BEGIN PRIVATE KEY-----", "csrf=0123"}) {
    const std::string shown = request(body);
    EXPECT_NE(shown.find("[not shown"), std::string::npos) << shown;
    EXPECT_EQ(shown.find(body), std::string::npos);
  }
}

TEST_F(MessageLogTest, bounds_what_is_long_and_what_is_no_text) {
  EXPECT_LT(request(std::string(100'000, 'a').c_str()).size(), kLoggedBodyMax + 200);
  EXPECT_NE(request("\x01\x02").find("[not text]"), std::string::npos);
}

}  // namespace
}  // namespace hexad::http
