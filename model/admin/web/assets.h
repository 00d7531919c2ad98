// The one style sheet and the one script of the pages. The script adds comfort (fetching a status anew, selecting all,
// the progress of an upload); everything works without it.
#pragma once

#include <string>
#include <string_view>

namespace hexad::admin::web {

std::string_view style();
std::string_view script();
/// Their addresses; they change with their content, so that browsers may keep them.
const std::string& style_url();
const std::string& script_url();

}  // namespace hexad::admin::web
