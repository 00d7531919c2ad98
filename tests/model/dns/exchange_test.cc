// A hostile or broken server, played by the test itself: what the resolver believes and what it does not.
#include <gtest/gtest.h>

#include "model/dns/codec.h"
#include "model/dns/stream_framing.h"
#include "model/dns/stub_resolver.h"
#include "tests/model/dns/collected.h"
#include "tests/model/dns/values.h"
#include "tests/support/sim_host.h"

namespace hexad::dns {
namespace {

using namespace std::chrono_literals;
using host::ErrorCode;
using Outcome = Resolution::Outcome;

// Gives each query to the test's function and sends what comes back.
class FakeServer final : host::DatagramHandler, host::ListenerHandler, host::StreamHandler {
 public:
  explicit FakeServer(support::SimHost& host)
      : udp_(host.open_udp(host.at(kPort), *this).value()),
        listener_(host.listen_tcp({host.at(kPort)}, *this).value()) {}
  std::function<std::vector<host::Bytes>(const Message&)> over_udp, over_tcp;
  int udp_queries = 0, tcp_queries = 0;

 private:
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override {
    for (const auto& datagram : batch) {
      ++udp_queries;
      for (const host::Bytes& bytes : over_udp(decode(datagram.payload).value())) {
        const host::OutgoingDatagram out{datagram.source, bytes, {}};
        EXPECT_TRUE(socket.send({&out, 1}).has_value());
      }
    }
  }
  void on_accepted(host::TcpListener&, host::StreamHandle stream) override {
    stream_ = std::move(stream);
    stream_->set_handler(*this);
    reader_ = MessageReader();
  }
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override {
    reader_.append(bytes);
    while (const auto query = reader_.next()) {
      ++tcp_queries;
      for (const host::Bytes& answer : over_tcp(decode(*query).value())) {
        EXPECT_TRUE(stream.write(answer).has_value());
      }
      if (close_after_query) return stream_.reset();
    }
  }
  void on_end(host::TcpStream&) override { stream_.reset(); }
  void on_failed(host::TcpStream&, const host::Error&) override { stream_.reset(); }

  host::UdpHandle udp_;
  host::ListenerHandle listener_;
  host::StreamHandle stream_;
  MessageReader reader_;

 public:
  bool close_after_query = false;
};

class ExchangeTest : public testing::Test {
 protected:
  static Message good_answer(const Message& query) {
    Message answer = query;
    answer.response = true;
    answer.answers = {a("peer1.example.com", "10.0.0.1")};
    return answer;
  }
  static Message truncated(const Message& query) {
    Message answer = query;
    answer.response = answer.truncated = true;
    return answer;
  }
  static std::vector<host::Bytes> bytes(const Message& message) { return {encode(message).value()}; }
  static std::vector<host::Bytes> frame(const Message& message) { return {framed(encode(message).value())}; }
  Resolution ask() {
    Collected collected;
    const auto query = resolver.resolve(name("peer1.example.com"), Type::a, collected);
    EXPECT_TRUE(network.run_until([&] { return !collected.resolutions.empty(); }, 60s));
    return collected.resolutions.at(0);
  }

  support::SimNetwork network{5};
  support::SimHost& phone = network.add_host("phone", {"10.0.0.99/24"});
  support::SimHost& server_host = network.add_host("dns", {"10.0.0.53/24"});
  support::SimHost& attacker = network.add_host("attacker", {"10.0.0.66/24"});
  FakeServer server{server_host};
  StubResolver resolver{phone, {.servers = {server_host.at(kPort)}, .rounds = 1}};
};

TEST_F(ExchangeTest, answers_with_another_id_question_or_direction_are_ignored_and_the_right_one_still_counts) {
  server.over_udp = [](const Message& query) {
    Message wrong_id = good_answer(query);
    ++wrong_id.id;
    Message wrong_name = good_answer(query);
    wrong_name.questions[0].name = name("peer2.example.com");
    Message wrong_type = good_answer(query);
    wrong_type.questions[0].type = Type::aaaa;
    Message no_question = good_answer(query);
    no_question.questions.clear();
    std::vector<host::Bytes> all;
    for (const Message& message : {wrong_id, wrong_name, wrong_type, no_question, query}) {
      all.push_back(encode(message).value());
    }
    all.push_back(host::Bytes(3, 0xff));
    all.push_back(encode(good_answer(query)).value());
    return all;
  };
  EXPECT_EQ(ask().outcome, Outcome::answered);
  EXPECT_EQ(resolver.counters().answers_ignored, 6u);
}

TEST_F(ExchangeTest, an_answer_from_another_address_is_ignored) {
  struct Nothing final : host::DatagramHandler {
    void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram>) override {}
  } nothing;
  const auto socket = attacker.open_udp(attacker.at(kPort), nothing).value();
  host::SocketAddress phone_port;
  network.set_datagram_tap([&](const auto& source, const auto& destination, host::ByteView) {
    if (destination == server_host.at(kPort)) phone_port = source;
    return true;
  });
  server.over_udp = [&](const Message& query) {
    Message forged = good_answer(query);
    forged.answers = {a("peer1.example.com", "10.0.0.66")};
    const host::Bytes raw = encode(forged).value();
    const host::OutgoingDatagram out{phone_port, raw, {}};
    EXPECT_TRUE(socket->send({&out, 1}).has_value());
    return std::vector<host::Bytes>{};
  };
  EXPECT_EQ(ask().error.code, ErrorCode::timed_out);
  EXPECT_EQ(resolver.counters().answers_ignored, 1u);
}

TEST_F(ExchangeTest, a_truncated_answer_is_asked_for_again_over_tcp_wherever_the_stream_is_split) {
  network.set_segment_bytes(1);
  server.over_udp = [](const Message& query) { return bytes(truncated(query)); };
  server.over_tcp = [](const Message& query) { return frame(good_answer(query)); };
  EXPECT_EQ(ask().records.at(0).address(), address("10.0.0.1"));
  EXPECT_EQ(server.tcp_queries, 1);
  EXPECT_EQ(resolver.counters().truncated, 1u);
  network.run_for(1s);
  EXPECT_EQ(phone.open_stream_count(), 0u);
  EXPECT_EQ(phone.captured().ladder("dns"),
            (std::vector<std::string>{"> A? peer1.example.com", "< A peer1.example.com -> truncated",
                                      "> A? peer1.example.com", "< A peer1.example.com -> 1 record"}));
}

TEST_F(ExchangeTest, a_stream_that_ends_early_or_stays_silent_or_lies_fails_the_server) {
  server.over_udp = [](const Message& query) { return bytes(truncated(query)); };
  server.over_tcp = [](const Message&) { return std::vector<host::Bytes>{}; };
  const auto started = network.now();
  EXPECT_EQ(ask().error.code, ErrorCode::timed_out);
  EXPECT_GE(network.now() - started, 5s);
  server.close_after_query = true;
  EXPECT_EQ(ask().error.code, ErrorCode::reset);
  server.close_after_query = false;
  server.over_tcp = [](const Message& query) {
    Message wrong = good_answer(query);
    ++wrong.id;
    return frame(wrong);
  };
  EXPECT_EQ(ask().error.code, ErrorCode::malformed);
}

TEST_F(ExchangeTest, a_bare_format_error_without_the_question_is_believed) {
  server.over_udp = [](const Message& query) {
    Message bare;
    bare.id = query.id;
    bare.response = true;
    bare.rcode = Rcode::format_error;
    return bytes(bare);
  };
  EXPECT_EQ(ask().error.to_string(), "refused: 10.0.0.53:53 answered FORMERR");
}

TEST_F(ExchangeTest, records_for_other_names_in_the_answer_are_not_taken) {
  server.over_udp = [](const Message& query) {
    Message answer = good_answer(query);
    answer.answers.push_back(a("bank.example.net", "10.0.0.66"));
    return bytes(answer);
  };
  EXPECT_EQ(ask().records.size(), 1u);
}

TEST_F(ExchangeTest, a_negative_answer_without_soa_is_not_kept) {
  server.over_udp = [](const Message& query) {
    Message answer = query;
    answer.response = true;
    answer.rcode = Rcode::no_such_name;
    return bytes(answer);
  };
  EXPECT_EQ(ask().outcome, Outcome::no_such_name);
  EXPECT_EQ(ask().outcome, Outcome::no_such_name);
  EXPECT_EQ(server.udp_queries, 2);
}

}  // namespace
}  // namespace hexad::dns
