// What the command line prints (command reference). Lines "*c xConfiguration PATH: VALUE", trees between "*s"
// or "*r" and "/end", then an empty line and OK or ERROR. Numbers and words of a choice stand bare, all other values in
// double quotes.
#pragma once

#include <string>
#include <string_view>

#include "model/admin/command.h"
#include "model/admin/node.h"
#include "model/config/setting.h"

namespace hexad::admin {

struct Outcome {
  std::string output;
  bool ok = true;
};

/// "*c xConfiguration SIP Domain 1 Name: "example.com"".
std::string configuration_line(const config::SettingRef& ref, std::string_view value);
/// "*s Registrations:" and what is under it, to "*s/end".
std::string status_block(const Node& node);
/// "*r Result (status=OK):" and the fields, to "*r/end", with OK or ERROR.
Outcome result_block(const CommandResult& result);
/// An empty line and OK behind the body.
Outcome with_ok(std::string body);
/// One sentence (made to begin and end as one), an empty line, ERROR.
Outcome with_error(std::string_view sentence);

}  // namespace hexad::admin
