#include "model/admin/life/console.h"

#include "model/admin/life/common.h"
#include "model/admin/life/system_rows.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kPurgeScript = "clusterdb_destroy_and_purge_data.sh";
constexpr std::string_view kQuestionEnd = " [YES/NO]? ";

}  // namespace

Console::Console(Services& services, const Parts& parts, ConsoleSettings settings, ConsoleHandler& handler)
    : services_(services),
      factory_reset_(parts.factory_reset),
      restart_(parts.restart),
      settings_(std::move(settings)),
      handler_(handler),
      interpreter_(services) {
  if (parts.wizard && settings_.link == ConsoleLink::local) wizard_.emplace(services, restart_, *parts.wizard);
  open();
}

Console::~Console() {
  if (watching_) factory_reset_.unwatch(*this);
}

void Console::open() {
  const bool local = settings_.link == ConsoleLink::local;
  const config::Configuration& now = services_.configuration.current();
  const std::string_view switched = local ? "Administration SerialConsole Mode" : "Administration SSH Mode";
  if (wizard_) {
    say("Welcome to the Install Wizard\n");
    return go(State::wizard);
  }
  if (setting_text(now, switched) == "Off") {
    say(local ? "The serial console is switched off\n" : "Connection refused\n");
    return close();
  }
  say(settings_.banner + "\n");
  go(State::login);
}

void Console::close() {
  state_ = State::closed;
  if (watching_) factory_reset_.unwatch(*this);
  watching_ = false;
  handler_.on_console_closed();
}

void Console::leave() {
  who_ = {};
  if (settings_.link == ConsoleLink::network) return close();
  go(State::login);
}

std::string Console::prompt() const {
  switch (state_) {
    case State::login: return "login: ";
    case State::password: return "Password: ";
    case State::shell: return "~ # ";
    case State::reset_question:
      return std::string(reset_questions(factory_reset_.release())[question_].text) + std::string(kQuestionEnd);
    case State::reset_confirmation: return std::string(kResetConfirmation) + std::string(kQuestionEnd);
    case State::purge_confirmation: return "Destroy the cluster database of this peer" + std::string(kQuestionEnd);
    case State::wizard: return wizard_->prompt();
    case State::command_line:
    case State::busy:
    case State::resetting:
    case State::closed: break;
  }
  return {};
}

void Console::go(State state) {
  state_ = state;
  const std::string text = prompt();
  if (!text.empty()) say(text);
}

bool Console::echo() const { return state_ != State::password && !(state_ == State::wizard && wizard_->secret()); }

void Console::line(std::string_view text) {
  if (text.size() > kLineBytesMax) {
    say("The line is longer than 4096 characters\n");
    return go(state_);
  }
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  switch (state_) {
    case State::login: user_ = std::string(trimmed(text)); return go(user_.empty() ? State::login : State::password);
    case State::password: return log_in(text);
    case State::command_line: return run_command(text);
    case State::shell: return run_script(trimmed(text));
    case State::reset_question: return take_reset_answer(text);
    case State::reset_confirmation: return confirm_reset(text);
    case State::purge_confirmation: return confirm_purge(text);
    case State::wizard: return take_wizard_answer(text);
    case State::busy: return say("The last command is still under way\n");
    case State::resetting:
    case State::closed: return;
  }
}

void Console::log_in(std::string_view password) {
  state_ = State::busy;
  services_.accounts.login(
      user_, password, settings_.source, "console",
      [this, alive = std::weak_ptr<bool>(alive_)](const tl::expected<Principal, LoginFailure>& outcome) {
        if (alive.expired() || state_ == State::closed) return;
        if (!outcome) {
          say(outcome.error() == LoginFailure::throttled ? "Too many failed logins: try again in a minute\n"
                                                         : "Login incorrect\n");
          if (++failed_logins_ >= kLoginsMax && settings_.link == ConsoleLink::network) return close();
          return go(State::login);
        }
        failed_logins_ = 0;
        who_ = *outcome;
        if (who_.role == Role::root) return go(State::shell);
        say("Welcome to " + settings_.banner + "\n\nOK\n");
        go(State::command_line);
      });
}

void Console::run_command(std::string_view text) {
  const std::string word = lower_case(trimmed(text));
  if (word == "exit" || word == "bye" || word == "quit") return leave();
  state_ = State::busy;
  interpreter_.run(text, who_, [this, alive = std::weak_ptr<bool>(alive_)](const std::string& output, bool) {
    if (alive.expired() || state_ == State::closed) return;
    say(output);
    go(State::command_line);
  });
}

void Console::run_script(std::string_view text) {
  if (text.empty()) return go(State::shell);
  if (text == "exit" || text == "logout") return leave();
  if (text == "factory-reset") return begin_reset_questions();
  if (text == kPurgeScript) return begin_purge();
  say("-sh: " + std::string(text.substr(0, text.find(' ')).substr(0, 80)) + ": not found\n");
  go(State::shell);
}

std::optional<bool> Console::yes_or_no(std::string_view text) {
  if (equal_ignoring_case(trimmed(text), "YES")) return true;
  if (equal_ignoring_case(trimmed(text), "NO")) return false;
  say("Answer YES or NO\n");
  go(state_);
  return std::nullopt;
}

void Console::begin_reset_questions() {
  answers_ = {};
  question_ = 0;
  go(State::reset_question);
}

void Console::take_reset_answer(std::string_view text) {
  const auto yes = yes_or_no(text);
  if (!yes) return;
  const auto questions = reset_questions(factory_reset_.release());
  answers_.answer(questions[question_].item, *yes);
  go(++question_ < questions.size() ? State::reset_question : State::reset_confirmation);
}

void Console::confirm_reset(std::string_view text) {
  const auto yes = yes_or_no(text);
  if (!yes) return;
  if (!*yes) {
    say("The factory reset was cancelled\n");
    return go(State::shell);
  }
  // From X8.9 on the network goes first, and a session over it with its output; in X8.1 it shows the first messages.
  const bool dropped = settings_.link == ConsoleLink::network && factory_reset_.release() != config::Release::x8_1;
  state_ = State::resetting;
  if (!dropped) {
    factory_reset_.watch(*this);
    watching_ = true;
  }
  if (auto begun = factory_reset_.begin(answers_, who_.author()); !begun) {
    if (watching_) factory_reset_.unwatch(*this);
    watching_ = false;
    say("The factory reset could not begin: " + begun.error().detail + "\n");
    return go(State::shell);
  }
  if (settings_.link == ConsoleLink::network) close();
}

void Console::on_reset_progress(std::string_view text) { say(std::string(text) + "\n"); }

void Console::on_reset_ended(bool succeeded) {
  if (succeeded) return close();
  factory_reset_.unwatch(*this);
  watching_ = false;
  go(State::shell);
}

void Console::begin_purge() {
  if (clustered(services_.configuration.current())) {
    say("This peer is in a cluster. Remove it from the cluster first: System > Clustering\n");
    return go(State::shell);
  }
  say("WARNING: this destroys the configuration database of this peer. Use it only as your support representative "
      "instructs, after a system snapshot. A backup made on this system has to be restored afterwards\n");
  go(State::purge_confirmation);
}

void Console::confirm_purge(std::string_view text) {
  const auto yes = yes_or_no(text);
  if (!yes) return;
  if (!*yes) {
    say("Nothing was changed\n");
    return go(State::shell);
  }
  if (services_.store == nullptr) {
    say("This peer keeps nothing\n");
    return go(State::shell);
  }
  if (auto kept = SystemRows(services_.store).put(system_row::kPendingPurge, "1"); !kept) {
    say("The database could not be destroyed: " + kept.error().to_string() + "\n");
    return go(State::shell);
  }
  say("The database will be purged as the system restarts\n");
  restart_.request("The cluster database is destroyed and purged", who_.author());
  go(State::shell);
}

void Console::take_wizard_answer(std::string_view text) {
  const std::string wrong = wizard_->answer(text);
  if (!wrong.empty()) say(wrong + "\n");
  if (!wizard_->answered()) return go(State::wizard);
  say("Applying the configuration\n");
  state_ = State::busy;
  wizard_->apply([this, alive = std::weak_ptr<bool>(alive_)](const host::Expected<void>& outcome) {
    if (alive.expired() || state_ == State::closed) return;
    if (!outcome) {
      say("The configuration could not be applied: " + outcome.error().detail + "\n");
      return go(State::wizard);
    }
    say("The configuration has been applied. The system is restarting\n");
    close();
  });
}

}  // namespace hexad::admin
