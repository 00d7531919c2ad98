// A text session with a peer, at its serial console (or screen and keyboard) or over the network as by SSH: lines in,
// text out. It logs in: "admin" gets the command line, "root" a shell with factory-reset and
// clusterdb_destroy_and_purge_data.sh. After a factory reset the console opens with the install wizard.
//
//   login: -> Password: -> command line (admin) | shell (root) -> questions of a script -> ...
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/admin/cli/interpreter.h"
#include "model/admin/life/factory_reset.h"
#include "model/admin/life/install_wizard.h"
#include "model/admin/life/restart.h"
#include "model/admin/services.h"

namespace hexad::admin {

class ConsoleHandler {
 public:
  /// Text to show; a prompt ends without a line end. May be called from inside Console::line().
  virtual void on_console_output(std::string_view text) = 0;
  /// The session is over: destroy it from a later turn.
  virtual void on_console_closed() = 0;

 protected:
  ~ConsoleHandler() = default;
};

enum class ConsoleLink : std::uint8_t {
  local,    ///< The serial console, or screen and keyboard: survives what happens to the network.
  network,  ///< SSH: from X8.9 on a factory reset drops it at once, since it rewrites the network's settings.
};

struct ConsoleSettings {
  ConsoleLink link = ConsoleLink::local;
  std::string source = "console";  ///< "10.1.0.9:40112" over the network.
  std::string banner;              ///< "peer1 Expressway X8.9"
};

class Console final : ResetWatcher {
 public:
  static constexpr std::size_t kLineBytesMax = 4096;
  static constexpr int kLoginsMax = 3;  ///< Wrong passwords until a network session is closed, ours.

  struct Parts {
    FactoryReset& factory_reset;
    Restart& restart;
    /// What the reset kept, when this boot is for the install wizard.
    std::optional<ResetAnswers> wizard;
  };
  /// The handler outlives it. The first output comes from here.
  Console(Services& services, const Parts& parts, ConsoleSettings settings, ConsoleHandler& handler);
  ~Console();

  /// A line without its end. What comes while another is being worked on is refused.
  void line(std::string_view text);
  /// Whether what is typed now is to be shown.
  bool echo() const;
  bool closed() const { return state_ == State::closed; }

 private:
  enum class State : std::uint8_t {
    login,
    password,
    command_line,
    shell,
    reset_question,
    reset_confirmation,
    purge_confirmation,
    wizard,
    busy,       ///< A command or check is under way.
    resetting,  ///< Output only.
    closed,
  };
  void say(std::string_view text) { handler_.on_console_output(text); }
  void go(State state);
  void open();
  void close();
  void leave();
  std::string prompt() const;
  void log_in(std::string_view password);
  void run_command(std::string_view text);
  void run_script(std::string_view text);
  void begin_reset_questions();
  void take_reset_answer(std::string_view text);
  void confirm_reset(std::string_view text);
  void begin_purge();
  void confirm_purge(std::string_view text);
  void take_wizard_answer(std::string_view text);
  void on_reset_progress(std::string_view line) override;
  void on_reset_ended(bool succeeded) override;
  /// Yes, no, or nothing when it is neither (the question is asked again).
  std::optional<bool> yes_or_no(std::string_view text);

  Services& services_;
  FactoryReset& factory_reset_;
  Restart& restart_;
  ConsoleSettings settings_;
  ConsoleHandler& handler_;
  Interpreter interpreter_;
  std::optional<InstallWizard> wizard_;
  State state_ = State::login;
  std::string user_;
  Principal who_;
  int failed_logins_ = 0;
  std::size_t question_ = 0;
  ResetAnswers answers_;
  bool watching_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace hexad::admin
