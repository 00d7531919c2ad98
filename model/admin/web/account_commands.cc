#include "model/admin/web/account_commands.h"

#include <utility>

namespace hexad::admin::web {
namespace {

constexpr std::string_view kReadOnly = "ReadOnly";
constexpr std::string_view kOff = "Off";

Parameter parameter(std::string_view name, std::string_view help, std::int64_t maximum) {
  Parameter made;
  made.name = name;
  made.help = help;
  made.maximum = maximum;
  return made;
}

Parameter on_off(std::string_view name, std::string_view help) {
  Parameter made = parameter(name, help, 0);
  made.kind = ParameterKind::choice;
  made.words = {"On", kOff};
  return made;
}

CommandResult result_of(const host::Expected<void>& outcome, std::string_view done) {
  if (outcome) return CommandResult::done(std::string(done));
  switch (outcome.error().code) {
    case host::ErrorCode::not_found: return CommandResult::failed("not found", outcome.error().detail);
    case host::ErrorCode::disk_full:
    case host::ErrorCode::disk_failed:
    case host::ErrorCode::corrupted: return CommandResult::failed("storage", outcome.error().detail);
    default: return CommandResult::failed("bad value", outcome.error().detail);
  }
}

void put(const Services& services, const CommandCall& call, CommandReply reply) {
  Account account;
  if (const Account* there = services.accounts.find(call.text("Name"))) account = *there;
  account.name = std::string(call.text("Name"));
  if (account.role == Role::root && call.who.means != "console") {
    return reply(CommandResult::failed("not permitted", "The root account is changed on the console only"));
  }
  const auto set = [&](bool& what, std::string_view name) {
    if (!call.text(name).empty()) what = call.text(name) != kOff;
  };
  if (!call.text("Role").empty()) {
    account.role = call.text("Role") == kReadOnly ? Role::read_only : Role::administrator;
  }
  set(account.enabled, "Enabled");
  set(account.web_access, "WebAccess");
  set(account.api_access, "APIAccess");
  services.accounts.put(account, call.text("Password"), call.who.author(),
                        [reply = std::move(reply)](const host::Expected<void>& outcome) {
                          reply(result_of(outcome, "The account has been saved"));
                        });
}

}  // namespace

void add_account_commands(const Services& services) {
  if (services.commands.find("AccountPut") == nullptr) {
    Command command;
    command.name = "AccountPut";
    command.help = "Makes an administrator account, or changes the one of this name.";
    Parameter name = parameter("Name", "The name of the account.", 128);
    name.required = true;
    Parameter password = parameter("Password", "Its password; left as it is when none is given.", 1024);
    password.kind = ParameterKind::password;
    Parameter role = on_off("Role", "What the account may do.");
    role.words = {"Administrator", kReadOnly};
    command.parameters = {name,
                          password,
                          role,
                          on_off("Enabled", "Whether the account may be used at all."),
                          on_off("WebAccess", "Whether it may use the web pages."),
                          on_off("APIAccess", "Whether it may use the APIs.")};
    command.run = [services](const CommandCall& call, CommandReply reply) { put(services, call, std::move(reply)); };
    services.commands.add(std::move(command));
  }
  if (services.commands.find("AccountDelete") == nullptr) {
    Command command;
    command.name = "AccountDelete";
    command.help = "Deletes an administrator account.";
    Parameter name = parameter("Name", "The name of the account.", 128);
    name.required = true;
    command.parameters = {name};
    command.run = [services](const CommandCall& call, CommandReply reply) {
      reply(result_of(services.accounts.remove(call.text("Name"), call.who.author()), "The account has been deleted"));
    };
    services.commands.add(std::move(command));
  }
}

}  // namespace hexad::admin::web
