// The ledger in its outer forms.
#pragma once

#include <iosfwd>
#include <string>

#include "reports/conform/ledger.h"

namespace hexad::conform {

/// {"total": C, "groups": {NAME: C}}; C holds verified, failing, excluded, uncovered, invalid.
std::string to_json(const Ledger& ledger);

/// A table of counts by group, then each id that fails or is invalid with the runs that say so.
void print_matrix(const Ledger& ledger, std::ostream& out);

/// One HTML file: the counts, and every id with its text, its places in the guides and its evidence.
std::string matrix_page(const Ledger& ledger);

}  // namespace hexad::conform
