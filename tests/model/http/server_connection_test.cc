// One connection on a stream that takes as much as the test says.
#include "model/http/server_connection.h"

#include "tests/model/http/http_world.h"

namespace hexad::http {
namespace {

using namespace std::chrono_literals;

/// Takes `room` bytes, then nothing until there is room again.
class NarrowStream final : public host::TcpStream {
 public:
  explicit NarrowStream(std::string& written) : written_(written) {}
  host::Expected<std::size_t> write(host::ByteView bytes) override {
    const std::size_t size = std::min(bytes.size(), room);
    written_ += host::as_text(bytes.first(size));
    room -= size;
    return size;
  }
  std::size_t writable_bytes() const override { return room; }
  void pause_reading() override { paused = true; }
  void resume_reading() override { paused = false; }
  void shutdown() override { ended = true; }
  void abort() override { aborted = true; }
  host::SocketAddress local() const override { return {}; }
  host::SocketAddress remote() const override { return {}; }
  int interface() const override { return 0; }
  void set_handler(host::StreamHandler& to) override { handler = &to; }

  void give_room(std::size_t bytes) {
    room = bytes;
    handler->on_writable(*this);
  }
  void bring(std::string_view text) { handler->on_bytes(*this, host::as_bytes(text)); }

  host::StreamHandler* handler = nullptr;
  std::size_t room = 0;
  bool paused = false, ended = false, aborted = false;

 private:
  std::string& written_;
};

class Connection : public ::testing::Test, public ServerConnectionOwner {
 protected:
  Connection() {
    auto owned = std::make_unique<NarrowStream>(written);
    stream = owned.get();
    connection = std::make_shared<ServerConnection>(*this, ServerConnection::Options{0, false}, std::move(owned));
    connection->start();
  }
  const ServerSettings& settings() const override { return settings_; }
  ServerCounters& counters() override { return counters_; }
  RequestHandler& handler() override { return handler_; }
  host::MonotonicTime now() const override { return now_; }
  std::string_view date() override { return "now"; }
  void set_deadline(std::uint32_t, host::MonotonicTime when) override { deadline = when; }
  void clear_deadline(std::uint32_t) override { deadline.reset(); }
  void come_back(ServerConnection&) override { ++rests; }
  bool take_large_body() override { return true; }
  void give_back_large_body() override {}
  void on_refused(const ServerConnection&, const Fault&) override {}
  void on_closed(ServerConnection&) override { closed = true; }

  ServerSettings settings_;
  ServerCounters counters_;
  test::Handler handler_;
  host::MonotonicTime now_{};
  std::optional<host::MonotonicTime> deadline;
  int rests = 0;
  bool closed = false;
  std::string written;
  NarrowStream* stream = nullptr;
  std::shared_ptr<ServerConnection> connection;
};

TEST_F(Connection, writes_the_same_answer_however_little_the_stream_takes) {
  handler_.when_request = [](Request, Responder responder) {
    responder.respond({200, {}, std::string(20000, 'x') + "end", ""});
  };
  for (const std::size_t room : {1, 2, 3, 100, 4096, 1000000}) {
    written.clear();
    stream->room = 0;
    stream->bring(test::get("/x"));
    for (int i = 0; i < 30000 && written.substr(written.size() - std::min<std::size_t>(3, written.size())) != "end";
         ++i) {
      stream->give_room(room);
    }
    EXPECT_EQ(written,
              "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 20003\r\n\r\n" + std::string(20000, 'x') + "end");
  }
}

TEST_F(Connection, extends_the_time_of_a_client_that_takes_16_kB_of_its_answer_and_of_no_slower_one) {
  handler_.when_request = [](Request, Responder responder) {
    responder.respond({200, {}, std::string(1 << 20, 'x'), ""});
  };
  stream->bring(test::get("/x"));
  ASSERT_TRUE(deadline);
  EXPECT_EQ(*deadline, now_ + 30s);
  now_ += 10s;
  stream->give_room(16 * 1024 - 1);
  EXPECT_EQ(*deadline, now_ + 20s);
  now_ += 10s;
  stream->give_room(1);
  EXPECT_EQ(*deadline, now_ + 30s);
  now_ += 10s;
  for (int i = 0; i < 100; ++i) stream->give_room(100);
  EXPECT_EQ(*deadline, now_ + 20s);
  connection->on_deadline();
  EXPECT_TRUE(closed);
}

TEST_F(Connection, asks_for_a_body_only_when_the_stream_takes_the_whole_question) {
  stream->room = 10;
  stream->bring("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(written, "");
  stream->room = 1000;
  stream->bring("body");
  EXPECT_EQ(written.substr(0, 15), "HTTP/1.1 200 OK");
}

TEST_F(Connection, rests_after_sixteen_requests_of_one_turn) {
  stream->room = 1 << 20;
  std::string many;
  for (int i = 0; i < 40; ++i) many += test::get("/x");
  stream->bring(many);
  EXPECT_EQ(handler_.requests.size(), 16u);
  EXPECT_EQ(rests, 1);
  stream->bring(test::get("/y"));
  EXPECT_EQ(handler_.requests.size(), 16u) << "what comes meanwhile waits behind";
  connection->go_on();
  connection->go_on();
  EXPECT_EQ(handler_.requests.size(), 41u);
  EXPECT_EQ(handler_.requests.back().path, "/y");
  EXPECT_EQ(rests, 2);
}

TEST_F(Connection, reads_no_more_than_it_can_hold_and_goes_on_once_it_can) {
  stream->room = 1 << 20;
  std::vector<Responder> waiting;
  handler_.when_request = [&](Request, Responder responder) { waiting.push_back(std::move(responder)); };
  stream->bring(test::get("/x"));
  stream->bring(std::string(64 * 1024 - 1, 'G'));
  EXPECT_FALSE(stream->paused);
  stream->bring("G");
  EXPECT_TRUE(stream->paused);
  waiting.at(0).respond({});
  EXPECT_FALSE(stream->paused);
  EXPECT_NE(written.find("431"), std::string::npos);
  EXPECT_TRUE(stream->ended);
}

}  // namespace
}  // namespace hexad::http
