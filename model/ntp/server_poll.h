// The dealings with one NTP server, without I/O: when to ask, what to make of an answer, and which state that means
// (RFC 5905 sections 8, 9.2, 10 and 13 as far as a client without clock discipline needs them). Times, packets and
// randomness come in by value.
//
//   state           while                                              next question
//   Starting        no verdict yet                                     2 s after the last, five times
//   Synchronized    the last answer was good                           64 s, doubling to 1,024 s while all is well
//   Unsynchronized  the server says that it has no time                64 s
//   Reject          answers are not accepted, or another majority      64 s; never again after DENY and RSTR
//   Down            five questions in a row without an answer          16 s, doubling to 256 s
//
// After an unanswered question the next ones follow every 2 s in every state but Down; RATE doubles the 64 s. The times
// are settings, and ours where RFC 5905 has a range.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "model/host/time.h"
#include "model/ntp/packet.h"
#include "model/ntp/state.h"

namespace hexad::ntp {

struct PollSettings {
  host::Duration poll_first = std::chrono::seconds(64);
  host::Duration poll_last = std::chrono::seconds(1024);
  host::Duration timeout = std::chrono::seconds(2);  ///< For one answer.
  int attempts_max = 5;                              ///< Then the server is Down.
  host::Duration retry_first = std::chrono::seconds(16);
  host::Duration retry_last = std::chrono::seconds(256);
  /// A clock further off is no clock to trust: Reject (the panic threshold of RFC 5905 appendix A.5.5.1).
  host::Duration offset_max = std::chrono::seconds(1000);
  /// The largest root distance (MAXDIST).
  host::Duration distance_max = std::chrono::milliseconds(1500);
};

/// One good answer.
struct Sample {
  host::Duration offset{};    ///< Of the server's clock from ours: positive when ours is slow.
  host::Duration delay{};     ///< Of the round trip.
  host::Duration distance{};  ///< How far the offset may be wrong: half of all delays and all dispersion.
  host::MonotonicTime at{};
};

enum class Verdict : std::uint8_t {
  ignored,   ///< Not an answer to our question: forged, late or doubled. Nothing changed.
  accepted,  ///< A sample came of it.
  refused,   ///< An answer, without a time that can be used.
};

class ServerPoll {
 public:
  explicit ServerPoll(const PollSettings& settings) : settings_(settings) {}

  State state() const { return state_; }
  /// Why it is not Synchronized; empty when it is.
  const std::string& reason() const { return reason_; }
  /// Whether the server has told us to stay away.
  bool stopped() const { return stopped_; }
  /// The best of the last eight samples: the one with the least delay. Empty unless Synchronized, or outvoted.
  std::optional<Sample> best() const;
  const Packet& last_answer() const { return last_answer_; }

  /// The question; `nonce` stands where our time would (RFC 5905 needs only to get it back). Not when stopped().
  Packet ask(host::MonotonicTime now, host::WallTime wall, std::uint64_t nonce);
  Verdict answer(const Packet& packet, host::MonotonicTime now, host::WallTime wall);
  /// The question got no answer in time.
  void timed_out();
  /// What answers it now is ignored.
  void forget_question() { asked_.reset(); }
  bool asking() const { return asked_.has_value(); }
  /// From the last question, answer or timeout to the next question.
  host::Duration pause() const;

  /// The other servers agree on another time, or no longer do. Only while there is a best().
  void set_outvoted(bool outvoted);
  /// Our wall clock was stepped: former samples say nothing any more.
  void forget_samples() { samples_.clear(); }

 private:
  struct Question {
    host::MonotonicTime at{};
    host::WallTime wall{};
    Timestamp nonce;
  };

  Verdict kiss(const Packet& packet);
  Verdict take_time(const Packet& packet, const Question& question, host::MonotonicTime now, host::WallTime wall);
  Verdict refuse(State state, std::string reason);

  PollSettings settings_;
  State state_ = State::starting;
  std::string reason_;
  bool stopped_ = false;
  bool outvoted_ = false;
  std::optional<Question> asked_;
  int unanswered_ = 0;
  int good_in_a_row_ = 0;
  host::Duration poll_least_{settings_.poll_first};  ///< RATE makes it longer.
  host::Duration poll_{settings_.poll_first};
  host::Duration retry_{settings_.retry_first};
  std::deque<Sample> samples_;
  Packet last_answer_;
};

}  // namespace hexad::ntp
