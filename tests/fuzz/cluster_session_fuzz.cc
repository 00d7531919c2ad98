// Two honest peers of a cluster of three, and whatever the input makes of the third place in their list and of a
// stranger: they dial and are dialled on both ports, say frames in any order, repeated, of another cluster, version or
// boot, cut and too long, answer or do not, and let time pass; operators change things meanwhile. TLS has no ciphers
// here (plain_session.cc), all else is the product's own. Laws:
//   - the honest two stay Active for one another, whatever the third does, and what an operator changes on one of them
//     counts on the other; only a third that is the primary may change what they share;
//   - what is a peer's own stays as it is, whoever is the primary;
//   - of a stranger, and of one that is refused, nothing is taken over: registrations, licences, accounts, settings;
//   - what is held for the far side is bounded, whatever it reads, and is gone after it has gone.
#include <sanitizer/allocator_interface.h>

#include "tests/fuzz/session/far_side.h"
#include "tests/fuzz/session/frames.h"
#include "tests/fuzz/session/station.h"
#include "tests/model/tls/laboratory.h"

namespace hexad::fuzz {
namespace {

using namespace std::chrono_literals;
using namespace wire::cluster;

constexpr std::string_view kFirst = "10.0.0.11", kThird = "10.0.0.12", kSecond = "10.0.0.13";
/// Of the far side's deeds, and of the time that passes in all.
constexpr int kDeedsMax = 60;
constexpr host::Duration kTimeMax = 15min;
/// What the two may hold beyond what they hold in peace: two links full of frames each, tables, and what the simulated
/// network keeps of what is under way.
constexpr std::size_t kHeldBytesMax = 3 * 1024 * 1024;

/// What the far side is to the honest two, for a whole input.
enum class Part : std::uint8_t { peer, other_cluster, other_version, newer_frames, other_incarnation };

struct Shared {
  tls::test::Laboratory laboratory;
  tls::Library library{tls::Randomness::simulated};
  tls::Credentials credentials = laboratory.issue("peer.example.com");
  tls::ContextHandle context = library.context(policy(), &credentials).value();
  static tls::Policy policy() {
    tls::Policy policy;
    policy.verify = tls::Verify::permissive;
    return policy;
  }
};
Shared& shared() {
  static Shared all;
  return all;
}

std::string lines(int primary) {
  std::string text = fmt::format(
      "SIP Domain 1 Name: example.com\nH323 Mode: On\nAlternates Cluster Name: {}\n"
      "Alternates ConfigurationPrimary: {}\nAlternates Peer 1 Address: {}\nAlternates Peer 2 Address: {}\n"
      "Alternates Peer 3 Address: {}\n",
      kClusterName, primary, kFirst, kThird, kSecond);
  // A copy is of some size.
  for (int more = 11; more <= 18; ++more) text += fmt::format("SIP Domain {} Name: {:x>60}.example.com\n", more, more);
  return text;
}

class Session {
 public:
  explicit Session(Input input) : input_(input) {}
  void run();

 private:
  void form();
  void deed();
  void dial_or_join();
  void end_line(FarSide::Line& line);
  void say_frame(FarSide::Line& line);
  void say_hello(FarSide::Line& line);
  void say_state(FarSide::Line& line);
  void say_of_configuration(FarSide::Line& line);
  void say_bytes(FarSide::Line& line);
  void repeat(FarSide::Line& line);
  void operate();
  void behave();
  void pass_time();
  void check_now();
  void check_after();
  Hello hello_to(const host::IpAddress& target);
  State state_of() const;
  Told& told(const host::IpAddress& target) { return told_[target == first_host_.address() ? 0 : 1]; }
  bool is_peer() const { return part_ == Part::peer; }

  Input input_;
  support::SimNetwork network_{1};
  support::SimHost& first_host_ = network_.add_host("first", {"10.0.0.11/24"});
  support::SimHost& third_host_ = network_.add_host("third", {"10.0.0.12/24"});
  support::SimHost& second_host_ = network_.add_host("second", {"10.0.0.13/24"});
  support::SimHost& stranger_host_ = network_.add_host("stranger", {"10.0.0.66/24"});
  std::unique_ptr<Station> first_, second_;
  FarSide third_{third_host_, shared().context}, stranger_{stranger_host_, shared().context};
  Part part_ = Part::peer;
  int primary_ = 1;
  std::uint64_t boot_ = 77, incarnation_ = 0;
  std::array<Told, 2> told_;
  host::Bytes last_said_;
  int changes_ = 0;
  bool joined_ = false;  ///< Seen as Active by both.
  std::string own_before_[2], shared_before_[2], configured_before_[2];
  std::size_t streams_before_[2] = {0, 0}, bytes_before_ = 0;
};

void Session::form() {
  const std::uint8_t how = input_.octet();
  part_ = how < 160 ? Part::peer : static_cast<Part>(1 + how % 4);
  const std::uint32_t wanted = input_.below(4);
  primary_ = !is_peer() ? 1 : wanted == 1 ? 2 : wanted == 2 ? 3 : 1;
  const std::uint8_t pieces = input_.octet();
  if (pieces < 16) network_.set_segment_bytes(50 + pieces * 100);
  for (support::SimHost* host : {&first_host_, &second_host_}) host->captured().set_wants_messages(false);
  Shared& all = shared();
  first_ = std::make_unique<Station>(first_host_, all.library, all.credentials, lines(primary_));
  second_ = std::make_unique<Station>(second_host_, all.library, all.credentials, lines(primary_));
  third_.hello = stranger_.hello = [this](const host::IpAddress& target) { return hello_to(target); };
  HEXAD_CHECK(network_.run_until([this] { return first_->active(kSecond) && second_->active(kFirst); }, 5s));
  first_->register_device(0);
  first_->register_device(1);
  second_->register_device(2);
  first_->set_account("carol", admin::Role::administrator);
  network_.run_for(2s);
  HEXAD_CHECK(first_->copies() == 1 && second_->copies() == 2 &&
              second_->account("carol") == to_string(admin::Role::administrator));
  int at = 0;
  for (Station* station : {first_.get(), second_.get()}) {
    own_before_[at] = station->configured(true);
    shared_before_[at] = station->shared();
    configured_before_[at] = station->configured(false);
    streams_before_[at++] = station->host().open_stream_count();
  }
  bytes_before_ = __sanitizer_get_current_allocated_bytes();
}

State Session::state_of() const {
  State state;
  state.peer_list = {std::string(kFirst), std::string(kThird), std::string(kSecond)};
  state.primary_index = static_cast<std::uint32_t>(primary_);
  state.primary = state.peer_list[static_cast<std::size_t>(primary_ - 1)];
  state.incarnation = part_ == Part::other_incarnation ? 666 : incarnation_;
  state.time_synchronised = true;
  return state;
}

Hello Session::hello_to(const host::IpAddress& target) {
  if (third_.heard_hello()) incarnation_ = third_.heard_hello()->state.incarnation;
  if (Told& told_there = told(target); told_there.boot != boot_) told_there = {boot_, {}};
  Hello hello;
  hello.cluster_name = part_ == Part::other_cluster ? "other.example.com" : kClusterName;
  hello.release = "x12";
  hello.version = part_ == Part::other_version ? "X14.0" : kVersion;
  if (part_ == Part::newer_frames) hello.schema = hello.schema_oldest = kSchema + 1;
  hello.serial = "52A0THIRD";
  hello.boot = boot_;
  hello.state = state_of();
  hello.tables = {"registrations", "licences", "accounts"};
  return hello;
}

void Session::dial_or_join() {
  const std::uint8_t how = input_.octet();
  const host::IpAddress target = how % 2 == 0 ? first_host_.address() : second_host_.address();
  const std::uint16_t port = how / 2 % 2 == 0 ? cluster::kRecoveryPort : cluster::kSynchronisationPort;
  if (how < 100) {
    third_.answer = FarSide::Answer::honest;
    third_.listen(true);
    third_.dial(first_host_.address(), cluster::kRecoveryPort, true);
    third_.dial(second_host_.address(), cluster::kRecoveryPort, true);
  } else if (how < 200) {
    third_.dial(target, port, how / 4 % 2 == 0);
  } else if (how < 240) {
    stranger_.dial(target, port, true);
  } else {
    for (std::uint32_t more = input_.below(48); more > 0; --more) {
      (how % 8 < 4 ? third_ : stranger_).dial(target, port, how % 8 == 1);
    }
  }
}

void Session::end_line(FarSide::Line& line) {
  const std::uint32_t how = input_.below(3);
  line.joins = false;
  if (how == 0) return line.stream->shutdown();
  if (how == 1) line.stream->abort();
  line.over = true;
  (void)third_.line(0);
}

void Session::say_hello(FarSide::Line& line) {
  Hello hello = hello_to(line.target);
  switch (input_.below(8)) {
    case 0: boot_ += 1 + input_.below(3); return;
    case 1: hello.tables = {"accounts", input_.text(8), "registrations", "registrations", "licences"}; break;
    case 2: hello.tables.assign(input_.below(33), "licences"); break;
    case 3:
      for (const char* table : {"registrations", "accounts", "accounts"}) {
        const std::uint64_t boot = third_.heard_hello() ? third_.heard_hello()->boot : 1;
        hello.positions.push_back({table, boot, input_.number()});
      }
      break;
    case 4: hello.boot = input_.number() | 1u; break;
    case 5:
      if (is_peer()) hello.state.primary = std::string(input_.flag() ? kFirst : kSecond);
      break;
    default: break;
  }
  third_.say(line, Frame(hello));
}

void Session::say_state(FarSide::Line& line) {
  State state = state_of();
  switch (input_.below(6)) {
    case 0: state.incarnation = input_.number(); break;
    case 1: state.upgrading = true; break;
    case 2: state.time_synchronised = false; break;
    case 3: state.primary = std::string(kSecond), state.primary_index = 3; break;
    case 4: state.suspended = true, state.suspended_why = input_.text(20); break;
    default: state.peer_list.pop_back(); break;
  }
  third_.say(line, Frame(state));
}

void Session::say_of_configuration(FarSide::Line& line) {
  switch (input_.below(5)) {
    case 0: return third_.say(line, Frame(ConfigurationAnnounce{input_.number(), digest_from(input_)}));
    case 1: return third_.say(line, Frame(ConfigurationRequest{digest_from(input_), input_.flag()}));
    case 2: {
      ConfigurationAnswer answer;
      answer.what = static_cast<ConfigurationAnswer::What>(input_.below(4));
      answer.digest = digest_from(input_);
      return third_.say(line, Frame(answer));
    }
    case 3:
      third_.copy = copy_from(input_, first_->configuration());
      third_.gives_copies = true;
      return third_.say(line, Frame(ConfigurationAnnounce{1, digest_from(input_)}));
    default:
      for (const Frame& part : copy_from(input_, first_->configuration())) third_.say(line, part);
  }
}

/// What is no frame, or none that this program knows, or one that somebody else said before, whole or cut.
void Session::say_bytes(FarSide::Line& line) {
  const std::uint8_t how = input_.octet();
  host::Bytes bytes;
  if (how < 150 && !third_.heard().empty()) {
    bytes = third_.heard()[how % third_.heard().size()];
    if (how % 5 == 0) bytes.resize(bytes.size() - 1 - input_.octet() % (bytes.size() - 1));
  } else if (how < 180) {
    bytes = {0, 0, 0, 3, 0xfa, 0x07, 0x00};  // Field 127 of a frame, which an older program has never heard of.
  } else if (how < 210) {
    bytes = {0xff, 0xff, 0xff, static_cast<std::uint8_t>(how)};
  } else {
    const host::ByteView raw = input_.bytes(255);
    bytes = {0, 0, 0, static_cast<std::uint8_t>(raw.size())};
    bytes.insert(bytes.end(), raw.begin(), raw.end());
  }
  last_said_ = bytes;
  third_.say(line, bytes);
}

void Session::repeat(FarSide::Line& line) {
  const std::uint32_t what = input_.below(5);
  host::Bytes bytes;
  if (what == 0) encode(Frame(ConfigurationRequest{{}, true}), bytes);
  if (what == 1) encode(Frame(ConfigurationAnnounce{1, digest_from(input_)}), bytes);
  if (what == 2) encode(Frame(state_of()), bytes);
  if (what == 3) encode(Frame(told(line.target).beat()), bytes);
  if (what == 4) bytes = last_said_;
  host::Bytes many;
  for (std::uint32_t times = 8 * input_.octet(); times > 0 && many.size() < 300'000; --times) {
    many.insert(many.end(), bytes.begin(), bytes.end());
  }
  if (line.waiting.size() < 300'000) third_.say(line, many);
}

void Session::say_frame(FarSide::Line& line) {
  const std::uint8_t what = input_.octet();
  if (what < 40) return say_hello(line);
  if (what < 120) return third_.say(line, Frame(changes_from(input_, told(line.target))));
  if (what < 135) return third_.say(line, Frame(told(line.target).beat()));
  if (what < 140) return third_.say(line, Frame(Beat{{{input_.number(), 1}, {0, 0}}}));
  if (what < 160) return say_state(line);
  if (what < 190) return say_of_configuration(line);
  if (what < 205) return third_.say(line, Frame(RecoveryDone{}));
  if (what < 215) {
    Refusal refusal;
    refusal.reason = static_cast<Refusal::Reason>(input_.below(12));
    refusal.version = input_.text(6);
    return third_.say(line, Frame(refusal));
  }
  if (what < 235) return say_bytes(line);
  repeat(line);
}

/// An operator, or a device, at one of the honest two.
void Session::operate() {
  const std::uint8_t how = input_.octet();
  Station& station = how % 2 == 0 ? *first_ : *second_;
  const int number = ++changes_;
  if (how < 100) return station.save(fmt::format("SIP Domain 3 Name: number{}.example.com\n", number));
  if (how < 200) return station.set_account("alice", static_cast<admin::Role>(how / 2 % 2));
  station.register_device(how % 6);
}

void Session::behave() {
  const std::uint8_t how = input_.octet();
  if (how < 100) third_.answer = static_cast<FarSide::Answer>(how % 5);
  if (how < 150) return third_.listen(how % 4 != 0);
  if (how < 180) return network_.cut(how % 2 == 0 ? first_host_ : second_host_, third_host_);
  if (how < 220) {
    network_.join(first_host_, third_host_);
    return network_.join(second_host_, third_host_);
  }
  if (FarSide::Line* const line = third_.line(how)) {
    line->paused = !line->paused;
    line->paused ? line->stream->pause_reading() : line->stream->resume_reading();
  }
}

void Session::pass_time() {
  constexpr std::array<host::Duration, 8> kTimes{20ms, 20ms, 100ms, 1s, 6s, 11s, 26s, 121s};
  network_.run_for(kTimes[input_.below(kTimes.size())]);
}

void Session::deed() {
  const std::uint8_t what = input_.octet();
  if (what < 30) return dial_or_join();
  if (what < 70) return pass_time();
  if (what < 85) return behave();
  if (what < 105) return operate();
  // Most is said where it was dialled: nothing else is heard on 4372.
  FarSide& speaker = what == 255 ? stranger_ : third_;
  const bool on_link = what % 4 != 0;
  const host::IpAddress target = what % 8 < 4 ? first_host_.address() : second_host_.address();
  FarSide::Line* line = on_link ? speaker.dialled(target, cluster::kSynchronisationPort) : nullptr;
  if (line == nullptr) line = speaker.line(input_.octet());
  if (line == nullptr) return;
  if (what < 112) return end_line(*line);
  say_frame(*line);
}

void Session::check_now() {
  for (const Station* station : {first_.get(), second_.get()}) (void)station->shown();
  // A primary may give them other times for their links.
  if (primary_ != 2) HEXAD_CHECK(first_->active(kSecond) && second_->active(kFirst));
  joined_ = joined_ || (first_->active(kThird) && second_->active(kThird));
  for (support::SimHost* host : {&first_host_, &second_host_, &third_host_}) host->captured().clear();
  const std::size_t bytes = __sanitizer_get_current_allocated_bytes();
  HEXAD_CHECK(bytes < bytes_before_ + kHeldBytesMax + third_.said_bytes() + stranger_.said_bytes());
}

void Session::check_after() {
  const auto each_other = [this] { return first_->active(kSecond) && second_->active(kFirst); };
  HEXAD_CHECK(primary_ == 2 ? network_.run_until(each_other, 30min) : each_other());
  // Since nobody answers, two attempts to reach it may be under way.
  int at = 0;
  for (Station* station : {first_.get(), second_.get()}) {
    HEXAD_CHECK(station->configured(true) == own_before_[at]);
    HEXAD_CHECK(station->host().open_stream_count() <= streams_before_[at] + 2);
    if (!is_peer() && changes_ == 0) {
      HEXAD_CHECK(station->shared() == shared_before_[at] && station->configured(false) == configured_before_[at]);
    }
    ++at;
  }
  for (const char* name : {"admin", "root", "carol"}) HEXAD_CHECK(!first_->account(name).empty() || is_peer());
  HEXAD_CHECK(!first_->account("admin").empty() && !first_->account("root").empty());
  if (!is_peer()) HEXAD_CHECK(first_->copies() <= 6 && second_->copies() <= 6);
  for (const admin::Role role : {admin::Role::read_only, admin::Role::administrator}) {
    for (const bool here : {true, false}) {
      (here ? *first_ : *second_).set_account("alice", role);
      network_.run_for(1s);
      HEXAD_CHECK((here ? *second_ : *first_).account("alice") == to_string(role));
    }
  }
  if (!joined_ || primary_ == 2) return;
  Station& primary = primary_ == 1 ? *first_ : *second_;
  primary.save("SIP Domain 4 Name: last.example.com\n");
  network_.run_for(130s);
  HEXAD_CHECK(first_->configured(false) == second_->configured(false));
  HEXAD_CHECK(first_->value("SIP Domain 4 Name") == "last.example.com");
}

void Session::run() {
  form();
  const host::MonotonicTime begun = network_.now();
  for (int deeds = 0; !input_.empty() && deeds < kDeedsMax && network_.now() - begun < kTimeMax; ++deeds) {
    deed();
    network_.run_for(5ms);
    check_now();
  }
  third_.leave();
  stranger_.leave();
  network_.join(first_host_, third_host_);
  network_.join(second_host_, third_host_);
  network_.run_for(60s);
  check_after();
}

}  // namespace
}  // namespace hexad::fuzz

/// An input touches tens of thousands of features: to weigh them all would take longer than the input itself.
extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  static char no_weighing[] = "-entropic=0";
  static std::vector<char*> all;
  all.assign(*arguments, *arguments + *count);
  all.insert(all.begin() + 1, no_weighing);
  all.push_back(nullptr);
  *arguments = all.data();
  ++*count;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hexad::fuzz::Session(hexad::fuzz::Input({data, size})).run();
  return 0;
}
