#include "model/admin/web/visit.h"

#include "model/admin/web/layout.h"
#include "model/admin/web/site.h"

namespace hexad::admin::web {

std::optional<std::string_view> Form::find(std::string_view name) const {
  for (const auto& field : fields_) {
    if (field.first == name) return field.second;
  }
  return std::nullopt;
}

std::vector<std::string_view> Form::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& field : fields_) {
    if (field.first == name) values.emplace_back(field.second);
  }
  return values;
}

Visit::Visit(Site& site, const Place& place, const Session& session, http::Request request, Form form,
             http::Responder responder)
    : site_(site),
      place_(place),
      session_id_(session.id),
      token_(session.token),
      who_(session.who),
      notice_(request.method == "POST" ? Notice() : session.notice),
      request_(std::move(request)),
      form_(std::move(form)),
      responder_(std::move(responder)) {
  who_.source = request_.remote.to_string();
}

const std::string& Visit::url() const { return place_.url; }

Services& Visit::services() const { return site_.services(); }

config::Release Visit::release() const { return site_.release(); }

std::string_view Visit::parameter(std::string_view name) const {
  return request_.parameter(name).value_or(std::string_view());
}

bool Visit::has_command(std::string_view name) const { return services().commands.find(name) != nullptr; }

void Visit::run(std::string_view command, const Arguments& arguments, std::function<void(const CommandResult&)> then) {
  services().commands.call(
      command, arguments, who_,
      [self = share(), pages = site_.presence(), then = std::move(then)](const CommandResult& result) {
        if (!pages.expired()) then(result);
      });
}

void Visit::run_and_return(std::string_view command, const Arguments& arguments, std::string url,
                           std::string sentence) {
  run(command, arguments, [this, url = std::move(url), sentence = std::move(sentence)](const CommandResult& result) {
    const std::string& said = result.ok && result.description.empty() ? sentence : result.description;
    leave(url, {said.empty() ? result.cause : said, result.ok});
  });
}

void Visit::open_form(Html& html, std::string_view query, bool with_file) const {
  std::string target = url();
  if (!query.empty()) target.append("?").append(query);
  html.open("form", {{"method", "post"},
                     {"action", target},
                     when(with_file, "enctype", "multipart/form-data"),
                     when(with_file, "data-progress", "upload")});
  html.hidden("csrf", token_);
}

std::string Visit::hold(Arguments what) { return site_.sessions().hold(session_id_, std::move(what)); }

std::optional<Arguments> Visit::take(std::string_view ticket) { return site_.sessions().take(session_id_, ticket); }

void Visit::show(const Html& content, int status) {
  http::Response response = page_response(document(site_, *this, notice_, token_, content));
  response.status = status;
  if (notice_.text.empty()) return responder_.respond(std::move(response));
  if (Session* session = site_.sessions().find(session_id_, false)) session->notice = {};
  responder_.respond(std::move(response));
}

void Visit::leave(std::string_view url, Notice notice) {
  if (Session* session = site_.sessions().find(session_id_, false)) session->notice = std::move(notice);
  responder_.respond(redirection(url));
}

void Visit::refuse(int status, std::string_view sentence) {
  Html html;
  html.element("p", sentence, {{"class", "problem"}, {"role", "alert"}});
  show(html, status);
}

void Visit::download(std::string_view file_name, std::string_view content_type, std::string content) {
  http::Response response = page_response(std::move(content));
  response.content_type = std::string(content_type);
  std::string disposition = "attachment; filename=\"";
  for (const char c : file_name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    disposition += plain ? c : '_';
  }
  response.headers.set("Content-Disposition", disposition + '"');
  responder_.respond(std::move(response));
}

}  // namespace hexad::admin::web
