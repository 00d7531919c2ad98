// One server, by values alone: what each answer, and each silence, makes of its state.
#include "model/ntp/server_poll.h"

#include <gtest/gtest.h>

namespace hexad::ntp {
namespace {

using namespace std::chrono_literals;

struct ServerPollTest : testing::Test {
  host::MonotonicTime now{100s};
  host::WallTime wall{std::chrono::seconds(1774947907)};
  ServerPoll poll{PollSettings{}};
  std::uint64_t nonce = 41;

  Packet ask() { return poll.ask(now, wall, ++nonce); }
  void pass(host::Duration time) { now += time, wall += time; }
  /// A good answer by a clock that is `ahead` of ours; the way there and the way back take 10 ms each.
  Packet good(const Packet& question, host::Duration ahead = {}) {
    pass(10ms);
    Packet answer;
    answer.mode = Mode::server;
    answer.stratum = 2;
    answer.origin = question.transmit;
    answer.receive = answer.transmit = to_timestamp(wall + ahead);
    pass(10ms);
    return answer;
  }
  Packet kiss(const Packet& question, std::string_view code) {
    Packet answer = good(question);
    answer.stratum = 0;
    answer.leap = Leap::unsynchronized;
    answer.reference_id = reference_of(code);
    return answer;
  }
  Verdict take(const Packet& packet) { return poll.answer(packet, now, wall); }
};

bool near(host::Duration a, host::Duration b) { return std::chrono::abs(a - b) < 1us; }

TEST_F(ServerPollTest, the_four_timestamps_give_offset_and_delay) {
  EXPECT_EQ(poll.state(), State::starting);
  EXPECT_EQ(take(good(ask(), 3s)), Verdict::accepted);
  EXPECT_EQ(poll.state(), State::synchronized);
  ASSERT_TRUE(poll.best().has_value());
  EXPECT_TRUE(near(poll.best()->offset, 3s));
  EXPECT_TRUE(near(poll.best()->delay, 20ms));
  EXPECT_TRUE(near(poll.best()->distance, 11ms));
  EXPECT_EQ(poll.pause(), 64s);
}

TEST_F(ServerPollTest, the_question_does_not_tell_our_time) {
  const Packet question = ask();
  EXPECT_EQ(question.mode, Mode::client);
  EXPECT_EQ(question.version, 4);
  EXPECT_EQ(question.transmit.value, nonce);
  EXPECT_TRUE(question.origin.unknown() && question.receive.unknown() && question.reference.unknown());
}

TEST_F(ServerPollTest, answers_to_other_questions_change_nothing) {
  const Packet question = ask();
  Packet forged = good(question);
  forged.origin.value ^= 1;
  EXPECT_EQ(take(forged), Verdict::ignored);
  Packet other_mode = good(question);
  other_mode.mode = Mode::broadcast;
  EXPECT_EQ(take(other_mode), Verdict::ignored);
  Packet kiss_of_a_stranger = kiss(question, "DENY");
  kiss_of_a_stranger.origin = {};
  EXPECT_EQ(take(kiss_of_a_stranger), Verdict::ignored);
  EXPECT_TRUE(poll.asking());
  EXPECT_EQ(poll.state(), State::starting);
  const Packet answer = good(question);
  EXPECT_EQ(take(answer), Verdict::accepted);
  EXPECT_EQ(take(answer), Verdict::ignored) << "the same answer again";
}

TEST_F(ServerPollTest, a_server_without_time_is_unsynchronized) {
  Packet answer = good(ask());
  answer.leap = Leap::unsynchronized;
  EXPECT_EQ(take(answer), Verdict::refused);
  EXPECT_EQ(poll.state(), State::unsynchronized);
  EXPECT_EQ(poll.reason(), "the server has no time itself");
  answer = good(ask());
  answer.stratum = 16;
  EXPECT_EQ(take(answer), Verdict::refused);
  EXPECT_EQ(take(kiss(ask(), "INIT")), Verdict::refused);
  EXPECT_EQ(poll.state(), State::unsynchronized);
  EXPECT_FALSE(poll.stopped());
  EXPECT_EQ(take(good(ask())), Verdict::accepted);
  EXPECT_EQ(poll.state(), State::synchronized);
  EXPECT_EQ(poll.reason(), "");
}

TEST_F(ServerPollTest, deny_and_restrict_end_the_questions) {
  for (const char* code : {"DENY", "RSTR"}) {
    poll = ServerPoll{PollSettings{}};
    EXPECT_EQ(take(good(ask())), Verdict::accepted);
    EXPECT_EQ(take(kiss(ask(), code)), Verdict::refused);
    EXPECT_EQ(poll.state(), State::reject);
    EXPECT_TRUE(poll.stopped());
    EXPECT_FALSE(poll.best().has_value());
  }
}

TEST_F(ServerPollTest, rate_makes_the_questions_rarer_and_keeps_the_time) {
  EXPECT_EQ(take(good(ask())), Verdict::accepted);
  for (const auto pause : {128s, 256s, 512s, 1024s, 1024s}) {
    EXPECT_EQ(take(kiss(ask(), "RATE")), Verdict::refused);
    EXPECT_EQ(poll.state(), State::synchronized);
    EXPECT_EQ(poll.pause(), pause);
  }
  EXPECT_EQ(take(good(ask())), Verdict::accepted);
  EXPECT_EQ(poll.pause(), 1024s) << "it was told so";
  ServerPoll fresh{PollSettings{}};
  poll = fresh;
  EXPECT_EQ(take(kiss(ask(), "RATE")), Verdict::refused);
  EXPECT_EQ(poll.state(), State::reject);
  EXPECT_EQ(poll.pause(), 128s);
}

TEST_F(ServerPollTest, times_that_cannot_be_are_rejected) {
  Packet answer = good(ask());
  answer.transmit.value -= 1;
  EXPECT_EQ(take(answer), Verdict::refused);
  EXPECT_EQ(poll.state(), State::reject);
  answer = good(ask());
  answer.transmit = {};
  EXPECT_EQ(take(answer), Verdict::refused);
  answer = good(ask());
  answer.root_dispersion = 2 << 16;
  EXPECT_EQ(take(answer), Verdict::refused);
  EXPECT_EQ(poll.reason(), "the time may be wrong by 2011 ms");
  // Extremes of every field: no arithmetic overflows (the sanitizers watch).
  for (const std::uint64_t value : {0ull, 1ull, 0x7fffffffffffffffull, 0x8000000000000000ull, ~0ull}) {
    answer = good(ask());
    answer.root_delay = answer.root_dispersion = static_cast<std::uint32_t>(value);
    answer.receive.value = answer.transmit.value = value;
    EXPECT_EQ(take(answer), Verdict::refused) << value;
  }
}

TEST_F(ServerPollTest, a_clock_far_off_is_rejected_up_to_decades) {
  EXPECT_EQ(take(good(ask(), 999s)), Verdict::accepted);
  EXPECT_EQ(take(good(ask(), 1001s)), Verdict::refused);
  EXPECT_EQ(poll.state(), State::reject);
  EXPECT_EQ(poll.reason().substr(0, 38), "the server's clock differs by 1001000 ");
  EXPECT_EQ(take(good(ask(), -24h * 365 * 50)), Verdict::refused);
  EXPECT_EQ(poll.state(), State::reject);
}

TEST_F(ServerPollTest, five_silences_are_down_and_the_questions_grow_rarer) {
  for (int i = 0; i < 4; ++i) {
    ask();
    poll.timed_out();
    EXPECT_EQ(poll.state(), State::starting);
    EXPECT_EQ(poll.pause(), 0s);
  }
  std::vector<host::Duration> pauses;
  for (int i = 0; i < 7; ++i) {
    ask();
    poll.timed_out();
    EXPECT_EQ(poll.state(), State::down);
    pauses.push_back(poll.pause());
  }
  EXPECT_EQ(pauses, (std::vector<host::Duration>{16s, 32s, 64s, 128s, 256s, 256s, 256s}));
  EXPECT_EQ(take(good(ask())), Verdict::accepted);
  EXPECT_EQ(poll.state(), State::synchronized);
  EXPECT_EQ(poll.pause(), 64s);
}

TEST_F(ServerPollTest, one_silence_among_answers_is_no_loss_of_time) {
  EXPECT_EQ(take(good(ask())), Verdict::accepted);
  for (int i = 0; i < 20; ++i) {
    ask();
    poll.timed_out();
    EXPECT_EQ(poll.state(), State::synchronized);
    EXPECT_EQ(take(good(ask())), Verdict::accepted);
  }
}

TEST_F(ServerPollTest, while_all_is_well_questions_grow_rarer_to_a_bound) {
  host::Duration longest{};
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(take(good(ask())), Verdict::accepted);
    EXPECT_GE(poll.pause(), longest);
    longest = poll.pause();
  }
  EXPECT_EQ(longest, 1024s);
}

TEST_F(ServerPollTest, the_sample_with_the_least_delay_is_the_best) {
  const Packet slow = ask();
  pass(400ms);
  EXPECT_EQ(take(good(slow)), Verdict::accepted);
  EXPECT_EQ(take(good(ask())), Verdict::accepted);
  EXPECT_TRUE(near(poll.best()->delay, 20ms));
  for (int i = 0; i < 8; ++i) {
    const Packet question = ask();
    pass(100ms);
    EXPECT_EQ(take(good(question)), Verdict::accepted);
  }
  EXPECT_TRUE(near(poll.best()->delay, 120ms)) << "eight samples are kept";
}

TEST_F(ServerPollTest, a_step_of_our_own_clock_spoils_the_answer_and_asks_again) {
  EXPECT_EQ(take(good(ask())), Verdict::accepted);
  const Packet answer = good(ask());
  wall += 10s;
  EXPECT_EQ(take(answer), Verdict::refused);
  EXPECT_EQ(poll.state(), State::synchronized);
  EXPECT_FALSE(poll.best().has_value());
  EXPECT_EQ(poll.pause(), 0s);
  EXPECT_EQ(take(good(ask(), -10s)), Verdict::accepted);
  EXPECT_TRUE(near(poll.best()->offset, -10s));
}

}  // namespace
}  // namespace hexad::ntp
