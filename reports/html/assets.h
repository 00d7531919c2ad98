// The page's style sheet and script, which stand as files of their own beside this one and are put into the program
// when it is built (embed.cmake).
#pragma once

#include <string_view>

namespace hexad::reports {

extern const std::string_view kStyle;   ///< style.css and ladder.css
extern const std::string_view kScript;  ///< run_page.js

}  // namespace hexad::reports
