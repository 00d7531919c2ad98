// Whether a text is a well-formed XML document of the kind that is read here. The reader's own parser is lenient; it
// only sees what has passed this.
#pragma once

#include <optional>
#include <string_view>

#include "model/wire/xml/document.h"

namespace hexad::xml {

/// The first breach of XML 1.0 or of the limits; nullopt when there is none.
std::optional<ReadError> find_breach(std::string_view document, const ReadLimits& limits);

}  // namespace hexad::xml
