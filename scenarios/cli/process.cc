#include "scenarios/cli/process.h"

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

extern char** environ;

namespace hexad::cli {
namespace {

constexpr std::size_t kOutputMax = 64 * 1024;

struct Child {
  std::size_t index = 0;
  pid_t pid = -1;
  int pipe = -1;
  std::string output;
};

// Starts the command with its output on a new pipe. False when it could not be started.
bool start(const std::vector<std::string>& command, Child& child) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int failed = posix_spawn(&child.pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  child.pipe = ends[0];
  if (failed != 0) close(ends[0]);
  return failed == 0;
}

// Takes what the child has written. False at the end of its output.
bool drain(Child& child) {
  char buffer[8192];
  const ssize_t size = read(child.pipe, buffer, sizeof buffer);
  if (size <= 0) return false;
  child.output.append(buffer, static_cast<std::size_t>(size));
  if (child.output.size() > 2 * kOutputMax) child.output.erase(0, child.output.size() - kOutputMax);
  return true;
}

ChildResult finish(Child& child) {
  close(child.pipe);
  int status = 0;
  waitpid(child.pid, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {child.index, code, std::move(child.output)};
}

}  // namespace

void run_children(const std::vector<std::vector<std::string>>& commands, unsigned jobs,
                  const std::function<void(const ChildResult&)>& ended) {
  std::vector<Child> running;
  std::size_t next = 0;
  while (next < commands.size() || !running.empty()) {
    while (next < commands.size() && running.size() < std::max(jobs, 1u)) {
      Child child;
      child.index = next;
      if (start(commands[next], child)) {
        running.push_back(std::move(child));
      } else {
        ended({next, 127, "cannot start " + commands[next][0]});
      }
      ++next;
    }
    std::vector<pollfd> polls;
    for (const Child& child : running) polls.push_back({child.pipe, POLLIN, 0});
    if (polls.empty() || poll(polls.data(), polls.size(), -1) < 0) continue;
    for (std::size_t i = polls.size(); i-- > 0;) {
      if (polls[i].revents == 0 || drain(running[i])) continue;
      ended(finish(running[i]));
      running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

}  // namespace hexad::cli
