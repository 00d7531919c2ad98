// Processes that stand for hexadd: small shell scripts.
#include "real/lab/peer_process.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "tests/real/lab/lab_fixture.h"

namespace hexad::lab {
namespace {

class PeerProcessTest : public ::testing::Test {
 protected:
  host::Expected<std::unique_ptr<PeerProcess>> start(const std::filesystem::path& program) {
    return PeerProcess::start(reactor_, {program, {"--name", "peer1"}, folder_.path() / "log"},
                              [this](record::Entry entry) { told_.push_back(std::move(entry)); });
  }
  std::unique_ptr<PeerProcess> run(const std::string& script) { return start(folder_.program(script)).value(); }
  bool until(const std::function<bool()>& condition) {
    for (int i = 0; i < 500 && !condition(); ++i) reactor_.run_for(20ms);
    return condition();
  }
  std::string read(const char* name) const {
    std::ifstream file(folder_.path() / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryFolder folder_;
  real::Reactor reactor_;
  std::vector<record::Entry> told_;
};

TEST_F(PeerProcessTest, one_that_dies_at_its_start_is_told_with_its_last_words) {
  const auto process = run("echo first >&2\necho 'hexadd: a.conf:1:1: nonsense' >&2\necho\nexit 2\n");
  ASSERT_TRUE(until([&] { return !process->ended().empty(); }));
  EXPECT_EQ(process->ended(), "exit code 2");
  EXPECT_EQ(process->ended(), "exit code 2") << "it stays ended";
  EXPECT_EQ(process->last_error_line(), "hexadd: a.conf:1:1: nonsense");
  EXPECT_FALSE(process->ready());
}

TEST_F(PeerProcessTest, the_last_words_are_its_own_and_not_those_of_one_before) {
  std::ofstream(folder_.path() / "log") << "of yesterday\n";
  const auto process = run("exit 1");
  ASSERT_TRUE(until([&] { return !process->ended().empty(); }));
  EXPECT_EQ(process->last_error_line(), "it said nothing");
  EXPECT_EQ(read("log"), "of yesterday\n");
}

TEST_F(PeerProcessTest, a_program_that_cannot_be_run_is_an_error_at_once) {
  const auto missing = start(folder_.path() / "missing");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().detail,
            "cannot start " + (folder_.path() / "missing").string() + ": No such file or directory");
  const auto folder = start(folder_.path());
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().detail.find("Permission denied"), std::string::npos);
}

TEST_F(PeerProcessTest, its_record_comes_through_a_pipe_and_says_when_it_is_ready) {
  const auto process = run("echo \"$@\" > " + (folder_.path() / "arguments").string() +
                           "\nfor last; do :; done\necho '" + started_line() + "' > $last\nsleep 60\n");
  ASSERT_TRUE(until([&] { return process->ready(); }));
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_EQ(told_[0].at_ns, 1);
  EXPECT_EQ(read("arguments"), "--name peer1 --record /dev/fd/3\n");
  EXPECT_EQ(process->ended(), "");
  process->send_signal(SIGTERM);
  ASSERT_TRUE(until([&] { return !process->ended().empty(); }));
  EXPECT_EQ(process->ended(), "signal 15");
}

TEST_F(PeerProcessTest, lines_may_come_in_pieces) {
  const std::string line = started_line();
  const auto process = run("printf '%s' '" + line.substr(0, 20) + "' >&3\nsleep 0.1\nprintf '%s\\n%s\\n' '" +
                           line.substr(20) + "' '" + line + "' >&3\n");
  ASSERT_TRUE(until([&] { return told_.size() == 2; }));
  EXPECT_EQ(process->record_fault(), "");
}

TEST_F(PeerProcessTest, a_line_that_is_no_event_is_a_fault_and_no_exception) {
  for (const char* line : {"nonsense", "{}", "{\\\"at\\\":1}", ""}) {
    const auto process = run(std::string("echo \"") + line + "\" >&3\n");
    EXPECT_TRUE(until([&] { return !process->record_fault().empty(); })) << line;
  }
  const auto endless = run("head -c 3000000 /dev/zero >&3\nsleep 60");
  EXPECT_TRUE(until([&] { return !endless->record_fault().empty(); }));
}

TEST_F(PeerProcessTest, it_inherits_nothing_but_its_four_descriptors) {
  const int ours = open("/dev/null", O_RDONLY);  // Without O_CLOEXEC, as libraries open files.
  const auto process = run("ls /proc/$$/fd > " + (folder_.path() / "fds").string() + "\nsleep 60 &\nwait\n");
  ASSERT_TRUE(until([&] { return !read("fds").empty(); }));
  // From 10 on stand the shell's own: its script, and its output while a command writes elsewhere.
  ASSERT_LT(ours, 10);
  std::istringstream lines(read("fds"));
  std::string list;
  for (std::string line; std::getline(lines, line);) {
    if (line.size() == 1) list += line + "\n";
  }
  EXPECT_EQ(list, "0\n1\n2\n3\n");
  close(ours);
}

TEST_F(PeerProcessTest, ends_with_its_owner_even_when_it_is_stopped) {
  auto process = run("echo $$ > " + (folder_.path() / "pid").string() + "\nexec sleep 60\n");
  ASSERT_TRUE(until([&] { return read("pid").find('\n') != std::string::npos; }));
  const pid_t pid = std::stoi(read("pid"));
  process->send_signal(SIGSTOP);
  EXPECT_EQ(kill(pid, 0), 0);
  process.reset();
  EXPECT_EQ(kill(pid, 0), -1);
}

}  // namespace
}  // namespace hexad::lab
