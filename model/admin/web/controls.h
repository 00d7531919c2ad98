// Pieces that several pages are made of: check boxes with select all, a confirmation, fields of an action, facts.
#pragma once

#include <string_view>
#include <vector>

#include "model/admin/web/html.h"
#include "model/admin/web/visit.h"

namespace hexad::admin::web {

/// A cell with a check box; checked after "Select all".
void write_check_cell(Html& html, const Visit& visit, std::string_view name, std::string_view value,
                      std::string_view label);
/// "Select all" and "Unselect all": links that work without the script.
void write_select_links(Html& html, const Visit& visit);
void write_button(Html& html, std::string_view text, std::string_view action);

struct Heading {
  std::string_view text;
  bool tight = false;
};
/// Opens a table inside a box that scrolls, up to and including its body; close_table() ends it.
void open_table(Html& html, const std::vector<Heading>& headings, std::string_view name = {});
void close_table(Html& html);

/// A labelled input of an action (not of a setting).
struct Input {
  std::string_view label;
  std::string_view name;
  std::string_view type = "text";
  std::string_view value = {};
  std::string_view hint = {};
  bool required = false;
};
void write_input(Html& html, const Input& input);
/// A labelled choice of words.
void write_choice(Html& html, std::string_view label, std::string_view name, const std::vector<std::string_view>& words,
                  std::string_view chosen, std::string_view hint = {});

/// The page of a question: `sentence`, OK and Cancel. OK posts `fields` again with "confirm" set.
void ask(Visit& visit, std::string_view question, std::string_view sentence, const Arguments& fields);
bool confirmed(const Visit& visit);

/// "Not available on this peer" where no part of the peer carries a command out.
void write_absent(Html& html, std::string_view what);
void write_fact(Html& html, std::string_view name, std::string_view value);
/// A tree of status as a table of its leaves.
void write_leaves(Html& html, const Node& node);

}  // namespace hexad::admin::web
