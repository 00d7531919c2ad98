// The form of a command, drawn from the command's own declaration: each parameter becomes a field. A page says only
// what the field is called and which are files or long texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/admin/web/html.h"
#include "model/admin/web/visit.h"

namespace hexad::admin::web {

struct CommandField {
  std::string_view parameter;  ///< "Pem"
  std::string_view label;      ///< "Certificate file"
  std::string_view hint = {};
  std::string_view type = {};  ///< "file", "textarea", "hidden"; empty: by the parameter's kind.
  std::string_view value = {};
  /// What a line end of a file becomes, as a command takes one line: PEM's are read as such from "\\n".
  std::string_view line_end = "\\n";
};

struct CommandForm {
  std::string_view command;
  std::string_view title;
  std::string_view button;
  std::vector<CommandField> fields;  ///< Only these, in this order; those that the command has not are left out.
  /// Asked before it runs; empty: it runs at once.
  std::string_view question = {};
  std::string_view sentence = {};
  /// Said when it succeeded without a word of its own.
  std::string_view done = {};

  /// Whether it has a file to upload.
  bool has_file() const;
};

/// The form, or that it is not available on this peer. Nothing for who may not change anything, unless `for_readers`.
void write_command_form(Html& html, Visit& visit, const CommandForm& form, bool for_readers = false);
/// The arguments that a form has posted. Fields left empty are left out.
Arguments arguments_of(const Visit& visit, const CommandForm& form);
/// Runs it, after its question was answered, and goes back to the page with what came of it.
void act_on_form(Visit& visit, const CommandForm& form);

}  // namespace hexad::admin::web
