#include "real/lab/peer_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "real/lab/silence.h"
#include "reports/record/recorder.h"

extern char** environ;

namespace hexad::lab {
namespace {

// The descriptor on which the child finds its record; hexadd is told to write to it by name.
constexpr int kRecordDescriptor = 3;

}  // namespace

host::Expected<std::unique_ptr<PeerProcess>> PeerProcess::start(real::Reactor& reactor, const PeerCommand& command,
                                                                OnEvent on_event) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return host::fail(host::ErrorCode::bound_reached, std::strerror(errno));
  std::unique_ptr<PeerProcess> process(new PeerProcess(std::move(on_event), command.error_file));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, command.error_file.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                   0644);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], kRecordDescriptor);
  std::vector<std::string> words{command.program.string()};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  words.push_back("--record");
  words.push_back(fmt::format("/dev/fd/{}", kRecordDescriptor));
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int failed = posix_spawn(&process->pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed != 0) {
    close(ends[0]);
    process->reaped_ = true;
    return host::fail(host::ErrorCode::not_found,
                      fmt::format("cannot start {}: {}", command.program.string(), std::strerror(failed)));
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  process->watch_ = std::unique_ptr<real::ReadableWatch>(new real::ReadableWatch(reactor, ends[0], *process));
  return process;
}

PeerProcess::~PeerProcess() {
  if (reaped_) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void PeerProcess::send_signal(int number) {
  if (!reaped_) kill(pid_, number);
}

void PeerProcess::silence() {
  if (!reaped_) silence_sockets(pid_);
}

std::string PeerProcess::ended() {
  int status = 0;
  if (!reaped_ && waitpid(pid_, &status, WNOHANG) == pid_) {
    reaped_ = true;
    how_ended_ = WIFEXITED(status) ? fmt::format("exit code {}", WEXITSTATUS(status))
                                   : fmt::format("signal {}", WTERMSIG(status));
  }
  return how_ended_;
}

std::string PeerProcess::last_error_line() const {
  std::ifstream file(error_file_);
  std::string line, last;
  while (std::getline(file, line)) {
    if (!line.empty()) last = line;
  }
  return last;
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
    record::Entry entry = record::from_json_line(std::string_view(partial_line_).substr(begin, end - begin));
    if (const auto* line = std::get_if<record::LogLine>(&entry.event)) ready_ = ready_ || line->event == "started";
    on_event_(std::move(entry));
  }
  partial_line_.erase(0, begin);
}

}  // namespace hexad::lab
