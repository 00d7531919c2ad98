// Lines from a person at a terminal: editing, history and completion (libedit).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hexad::ctl {

/// Whether a line may hold a secret, and so must not be kept.
bool holds_secret(std::string_view line);

/// The longest text that all candidates begin with, any case, as the first one spells it.
std::string common_beginning(const std::vector<std::string>& candidates);

class Terminal {
 public:
  using Completer = std::function<std::vector<std::string>(std::string_view line)>;

  /// `history_file` is read now and written at the end, readable by its owner only; empty: none.
  Terminal(std::string prompt, std::string history_file, Completer completer);
  ~Terminal();

  /// Without its newline; nothing at the end of input.
  std::optional<std::string> read_line();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hexad::ctl
