#include "real/ctl/terminal.h"

#include <histedit.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace hexad::ctl {
namespace {

constexpr int kHistoryLines = 1000;

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

}  // namespace

bool holds_secret(std::string_view line) {
  std::string text(line);
  std::transform(text.begin(), text.end(), text.begin(), lower);
  for (const std::string_view word : {"password", "secret", "sharedkey", "presharedkey", "idtoken"}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

std::string common_beginning(const std::vector<std::string>& candidates) {
  if (candidates.empty()) return {};
  std::string common = candidates.front();
  for (const std::string& candidate : candidates) {
    std::size_t same = 0;
    while (same < common.size() && same < candidate.size() && lower(common[same]) == lower(candidate[same])) ++same;
    common.resize(same);
  }
  return common;
}

struct Terminal::Parts {
  static Parts& of(EditLine* edit) {
    void* parts = nullptr;
    el_get(edit, EL_CLIENTDATA, &parts);
    return *static_cast<Parts*>(parts);
  }
  static char* prompt_of(EditLine* edit) { return of(edit).prompt.data(); }
  static unsigned char on_tab(EditLine* edit, int) { return of(edit).complete(); }

  unsigned char complete();

  std::string prompt;
  std::string history_file;
  Completer completer;
  EditLine* edit = nullptr;
  History* history = nullptr;
};

unsigned char Terminal::Parts::complete() {
  const LineInfo* info = el_line(edit);
  const std::string line(info->buffer, info->cursor);
  const std::vector<std::string> candidates = completer(line);
  if (candidates.empty()) return CC_REFRESH_BEEP;
  const std::size_t blank = line.find_last_of(" \t");
  const std::size_t typed = line.size() - (blank == std::string::npos ? 0 : blank + 1);
  std::string word = common_beginning(candidates);
  if (candidates.size() == 1) word += ' ';
  if (word.size() > typed) {
    el_deletestr(edit, static_cast<int>(typed));
    el_insertstr(edit, word.c_str());
    return CC_REFRESH;
  }
  fmt::print("\n{}\n", fmt::join(candidates, "  "));
  std::fflush(stdout);
  return CC_REDISPLAY;
}

Terminal::Terminal(std::string prompt, std::string history_file, Completer completer)
    : parts_(std::make_unique<Parts>()) {
  Parts& p = *parts_;
  p.prompt = std::move(prompt);
  p.history_file = std::move(history_file);
  p.completer = std::move(completer);
  p.history = history_init();
  HistEvent event;
  ::history(p.history, &event, H_SETSIZE, kHistoryLines);
  ::history(p.history, &event, H_SETUNIQUE, 1);
  if (!p.history_file.empty()) ::history(p.history, &event, H_LOAD, p.history_file.c_str());
  p.edit = el_init("hexadctl", stdin, stdout, stderr);
  el_set(p.edit, EL_CLIENTDATA, &p);
  el_set(p.edit, EL_PROMPT, &Parts::prompt_of);
  el_set(p.edit, EL_EDITOR, "emacs");
  el_set(p.edit, EL_SIGNAL, 1);
  el_set(p.edit, EL_HIST, ::history, p.history);
  el_set(p.edit, EL_ADDFN, "complete", "Complete the word", &Parts::on_tab);
  el_set(p.edit, EL_BIND, "^I", "complete", nullptr);
  el_set(p.edit, EL_BIND, "^R", "em-inc-search-prev", nullptr);
}

Terminal::~Terminal() {
  Parts& p = *parts_;
  HistEvent event;
  if (!p.history_file.empty()) {
    const mode_t before = umask(077);
    ::history(p.history, &event, H_SAVE, p.history_file.c_str());
    umask(before);
    chmod(p.history_file.c_str(), S_IRUSR | S_IWUSR);
  }
  el_end(p.edit);
  history_end(p.history);
}

std::optional<std::string> Terminal::read_line() {
  int count = 0;
  const char* text = el_gets(parts_->edit, &count);
  if (text == nullptr || count <= 0) return std::nullopt;
  std::string line(text, static_cast<std::size_t>(count));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  HistEvent event;
  const bool blank = line.find_first_not_of(" \t") == std::string::npos;
  if (!blank && !holds_secret(line)) ::history(parts_->history, &event, H_ENTER, line.c_str());
  return line;
}

}  // namespace hexad::ctl
