#include "real/lab/peer_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <climits>
#include <cstring>
#include <exception>
#include <fstream>

#include <fmt/format.h>

#include "real/lab/silence.h"
#include "reports/record/recorder.h"

namespace hexad::lab {
namespace {

// The descriptor on which the child finds its record; hexadd is told to write to it by name.
constexpr int kRecordDescriptor = 3;
// No message is larger than a datagram, and escapes make a line at most six times as long.
constexpr std::size_t kLineBytesMax = 1 << 20;

/// A descriptor that closes itself.
class Held {
 public:
  explicit Held(int fd = -1) : fd_(fd) {}
  Held(Held&& other) noexcept : fd_(other.release()) {}
  Held& operator=(Held&& other) noexcept {
    reset(other.release());
    return *this;
  }
  ~Held() { reset(); }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1) {
    if (fd_ >= 0) close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

struct Pipe {
  Held out, in;
};

/// Both ends above the descriptors that the child gets, and closed when it becomes another program.
host::Expected<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return host::fail(host::ErrorCode::bound_reached, std::strerror(errno));
  const Held low_out(ends[0]), low_in(ends[1]);
  Pipe pipe;
  pipe.out.reset(fcntl(ends[0], F_DUPFD_CLOEXEC, kRecordDescriptor + 1));
  pipe.in.reset(fcntl(ends[1], F_DUPFD_CLOEXEC, kRecordDescriptor + 1));
  if (pipe.out.get() < 0 || pipe.in.get() < 0) {
    return host::fail(host::ErrorCode::bound_reached, std::strerror(errno));
  }
  return pipe;
}

struct ChildPlan {
  pid_t parent;
  char* const* arguments;
  const char* error_file;
  int record;
  int failure;  ///< Takes the errno of what went wrong before the program ran.
};

/// In the child, between fork and exec: async-signal-safe calls only.
[[noreturn]] void become(const ChildPlan& plan) {
  const auto give_up = [&] {
    const int error = errno;
    (void)!write(plan.failure, &error, sizeof error);
    _exit(127);
  };
  // A parent that is killed takes its children along, even one that is stopped. It may be gone already.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != plan.parent) _exit(127);
  const int nothing = open("/dev/null", O_RDONLY);
  const int errors = open(plan.error_file, O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (nothing < 0 || errors < 0) give_up();
  if (dup2(nothing, STDIN_FILENO) < 0 || dup2(errors, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0) give_up();
  if (dup2(plan.record, kRecordDescriptor) < 0) give_up();
  close_range(kRecordDescriptor + 1, UINT_MAX, CLOSE_RANGE_CLOEXEC);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execv(plan.arguments[0], plan.arguments);
  give_up();
  _exit(127);
}

}  // namespace

PeerProcess::PeerProcess(OnEvent on_event, const PeerCommand& command)
    : on_event_(std::move(on_event)), error_file_(command.error_file) {
  std::error_code missing;
  const std::uintmax_t size = std::filesystem::file_size(error_file_, missing);
  if (!missing) error_file_begin_ = size;
}

host::Expected<std::unique_ptr<PeerProcess>> PeerProcess::start(real::Reactor& reactor, const PeerCommand& command,
                                                                OnEvent on_event) {
  std::unique_ptr<PeerProcess> process(new PeerProcess(std::move(on_event), command));
  const auto record = process->spawn(command);
  if (!record) return tl::unexpected<host::Error>(record.error());
  fcntl(*record, F_SETFL, O_NONBLOCK);
  process->watch_ = std::unique_ptr<real::ReadableWatch>(new real::ReadableWatch(reactor, *record, *process));
  return process;
}

/// The end of the record's pipe to read from.
host::Expected<int> PeerProcess::spawn(const PeerCommand& command) {
  auto record = make_pipe();
  auto failure = make_pipe();
  if (!record) return tl::unexpected<host::Error>(record.error());
  if (!failure) return tl::unexpected<host::Error>(failure.error());
  std::vector<std::string> words{command.program.string()};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  words.push_back("--record");
  words.push_back(fmt::format("/dev/fd/{}", kRecordDescriptor));
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const ChildPlan plan{getpid(), arguments.data(), error_file_.c_str(), record->in.get(), failure->in.get()};
  pid_ = fork();
  if (pid_ == 0) become(plan);
  if (pid_ < 0) return host::fail(host::ErrorCode::bound_reached, std::strerror(errno));
  failure->in.reset();
  int error = 0;
  ssize_t size = 0;
  do {
    size = read(failure->out.get(), &error, sizeof error);
  } while (size < 0 && errno == EINTR);
  if (size == 0) return record->out.release();
  return host::fail(host::ErrorCode::not_found,
                    fmt::format("cannot start {}: {}", command.program.string(), std::strerror(error)));
}

PeerProcess::~PeerProcess() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void PeerProcess::send_signal(int number) {
  if (pid_ >= 0) kill(pid_, number);
}

void PeerProcess::silence() {
  if (pid_ >= 0) silence_sockets(pid_);
}

std::string PeerProcess::ended() {
  if (pid_ < 0) return how_ended_;
  int status = 0;
  const pid_t reaped = waitpid(pid_, &status, WNOHANG);
  if (reaped == 0 || (reaped < 0 && errno == EINTR)) return {};
  how_ended_ = reaped < 0          ? "taken note of by somebody else"
               : WIFEXITED(status) ? fmt::format("exit code {}", WEXITSTATUS(status))
                                   : fmt::format("signal {}", WTERMSIG(status));
  pid_ = -1;
  return how_ended_;
}

std::string PeerProcess::last_error_line() const {
  std::ifstream file(error_file_);
  file.seekg(static_cast<std::streamoff>(error_file_begin_));
  std::string line, last;
  while (std::getline(file, line)) {
    if (!line.empty()) last = line;
  }
  return last.empty() ? "it said nothing" : last;
}

void PeerProcess::on_readable(int fd) {
  char buffer[65536];
  const ssize_t size = read(fd, buffer, sizeof buffer);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0) {
    watch_.reset();
    return;
  }
  partial_line_.append(buffer, static_cast<std::size_t>(size));
  std::size_t begin = 0;
  for (std::size_t end; (end = partial_line_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    take_line(std::string_view(partial_line_).substr(begin, end - begin));
  }
  partial_line_.erase(0, begin);
  if (partial_line_.size() <= kLineBytesMax) return;
  record_fault_ = "a line of more than 1 MB";
  partial_line_.clear();
}

void PeerProcess::take_line(std::string_view line) {
  record::Entry entry;
  try {
    entry = record::from_json_line(line);
  } catch (const std::exception& error) {
    record_fault_ = error.what();
    return;
  }
  if (const auto* said = std::get_if<record::LogLine>(&entry.event)) ready_ = ready_ || said->event == "started";
  on_event_(std::move(entry));
}

}  // namespace hexad::lab
