#include "model/admin/web/commands_page.h"

#include "model/admin/web/controls.h"
#include "model/admin/web/layout.h"

namespace hexad::admin::web {

void CommandsPage::above(Html& html, Visit& visit) {
  const StatusTree& status = visit.services().status;
  for (const std::string_view path : status_) {
    if (status.has(path)) write_leaves(html, status.read(path));
  }
}

void CommandsPage::below(Html& html, Visit& visit) {
  for (const CommandForm& form : forms_) write_command_form(html, visit, form);
}

bool CommandsPage::act_on(Visit& visit, std::string_view action) {
  for (const CommandForm& form : forms_) {
    if (form.command != action) continue;
    act_on_form(visit, form);
    return true;
  }
  return false;
}

void ToolPage::write(Html& html, Visit& visit) const {
  // What was typed stands there again beside its answer.
  CommandForm form = form_;
  for (CommandField& field : form.fields) {
    if (const auto typed = visit.form().find(field.parameter)) field.value = *typed;
  }
  write_command_form(html, visit, form, true);
}

void ToolPage::show(Visit& visit) {
  Html html;
  write(html, visit);
  visit.show(html);
}

void ToolPage::act(Visit& visit) {
  if (!visit.has_command(form_.command)) return visit.refuse(404, "This is not available on this peer.");
  visit.run(form_.command, arguments_of(visit, form_), [this, &visit](const CommandResult& result) {
    Html html;
    write(html, visit);
    const std::string& sentence = result.description.empty() ? result.cause : result.description;
    html.element("h2", "Results", {{"id", "results"}});
    if (!sentence.empty()) write_notice(html, sentence, result.ok);
    for (const Node& field : result.fields) {
      html.element("h3", field.item > 0 ? field.name + " " + std::to_string(field.item) : field.name);
      write_leaves(html, field);
    }
    visit.show(html);
  });
}

}  // namespace hexad::admin::web
