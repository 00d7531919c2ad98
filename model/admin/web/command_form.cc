#include "model/admin/web/command_form.h"

#include <algorithm>

#include "model/admin/web/controls.h"

namespace hexad::admin::web {
namespace {

const Parameter* find_parameter(const Command& command, std::string_view name) {
  for (const Parameter& parameter : command.parameters) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

void write_field(Html& html, const Parameter& parameter, const CommandField& field) {
  if (field.type == "hidden") {
    html.hidden(parameter.name, field.value);
    return;
  }
  const std::string_view hint = field.hint.empty() ? parameter.help : field.hint;
  if (parameter.kind == ParameterKind::choice) {
    std::vector<std::string_view> words = parameter.words;
    if (!parameter.required && field.value.empty()) words.insert(words.begin(), "");
    return write_choice(html, field.label, parameter.name, words, field.value, hint);
  }
  Input input{field.label, parameter.name, field.type, field.value, hint, parameter.required};
  if (input.type.empty()) {
    input.type = parameter.kind == ParameterKind::password  ? "password"
                 : parameter.kind == ParameterKind::integer ? "number"
                                                            : "text";
  }
  write_input(html, input);
}

std::string on_one_line(std::string_view text, std::string_view line_end) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (const char c : text) {
    if (c == '\n') {
      out += line_end;
    } else if (c != '\r') {
      out += c == '\t' ? ' ' : c;
    }
  }
  return out;
}

}  // namespace

bool CommandForm::has_file() const {
  return std::any_of(fields.begin(), fields.end(), [](const CommandField& field) { return field.type == "file"; });
}

void write_command_form(Html& html, Visit& visit, const CommandForm& form, bool for_readers) {
  const Command* command = visit.services().commands.find(form.command);
  if (command == nullptr) return write_absent(html, form.title);
  if (!visit.who().may(command->role) || !(visit.may_change() || for_readers)) return;
  visit.open_form(html, {}, form.has_file());
  const bool framed = !form.fields.empty();
  if (framed) html.open("fieldset").element("legend", form.title);
  for (const CommandField& field : form.fields) {
    const Parameter* parameter = find_parameter(*command, field.parameter);
    if (parameter != nullptr) write_field(html, *parameter, field);
  }
  if (form.has_file())
    html.element("progress", "", {{"hidden", "hidden"}, {"max", "100"}, {"value", "0"}, {"aria-label", "Upload"}});
  if (framed) html.close();
  html.open("p", {{"class", "buttons"}});
  write_button(html, form.button, form.command);
  html.close().close();
}

Arguments arguments_of(const Visit& visit, const CommandForm& form) {
  Arguments arguments;
  for (const CommandField& field : form.fields) {
    const std::string_view value = visit.form().text(field.parameter);
    if (value.empty()) continue;
    arguments.emplace_back(std::string(field.parameter),
                           field.type == "file" ? on_one_line(value, field.line_end) : std::string(value));
  }
  return arguments;
}

void act_on_form(Visit& visit, const CommandForm& form) {
  if (!visit.has_command(form.command)) return visit.refuse(404, "This is not available on this peer.");
  Arguments arguments = arguments_of(visit, form);
  if (!form.question.empty() && !confirmed(visit)) {
    arguments.emplace_back("do", std::string(form.command));
    return ask(visit, form.question, form.sentence, arguments);
  }
  visit.run_and_return(form.command, arguments, visit.url(), std::string(form.done));
}

}  // namespace hexad::admin::web
