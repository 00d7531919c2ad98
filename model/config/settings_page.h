// Every setting documented, from the table: as a page that a peer shows of its own release, and as the file settings.md
// of all releases.
#pragma once

#include <string>

#include "model/config/release.h"

namespace hexad::config {

/// What stands inside the <main> of the page, HTML, in UTF-8: a contents list, then a section for each page of the menu
/// and one for what the command line alone shows. "†" marks what is peer-specific.
std::string settings_page_html(Release release);

/// The text of model/config/settings.md; a test compares it with the file.
std::string settings_markdown();

}  // namespace hexad::config
