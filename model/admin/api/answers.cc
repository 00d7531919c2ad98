#include "model/admin/api/answers.h"

#include "model/admin/api/json_writer.h"
#include "model/admin/api/xml_elements.h"
#include "model/admin/words.h"

namespace hexad::admin {
namespace {

std::string sentence(std::string_view text) {
  std::string whole(text);
  if (!whole.empty() && whole.back() != '.' && whole.back() != '?') whole += '.';
  return whole;
}

http::Response answer(std::string body, int status, std::string_view type) {
  http::Response response;
  response.status = status;
  response.content_type = type;
  response.body = std::move(body);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

http::Response json_answer(std::string body, int status) { return answer(std::move(body), status, "application/json"); }

http::Response xml_answer(std::string body, int status) {
  return answer(std::move(body), status, "text/xml; charset=utf-8");
}

http::Response error_answer(AnswerForm form, int status, std::string_view cause, std::string_view description) {
  if (form == AnswerForm::xml) {
    xml::Element fault = root_element("Fault");
    add_element(fault, "Cause", cause);
    add_element(fault, "Description", sentence(description));
    return xml_answer(xml::write(fault), status);
  }
  JsonWriter json;
  json.begin_object().key("error").begin_object();
  json.member("cause", cause).member("description", sentence(description)).end_object().end_object();
  return json_answer(json.take(), status);
}

http::Response method_not_allowed(AnswerForm form, std::string_view allowed) {
  http::Response response =
      error_answer(form, 405, "method not allowed", "This resource takes " + std::string(allowed) + " only");
  response.headers.add("Allow", allowed);
  return response;
}

http::Response storage_error(AnswerForm form, const host::Error& error) {
  switch (error.code) {
    case host::ErrorCode::malformed:
    case host::ErrorCode::invalid_argument: return error_answer(form, 422, "bad value", error.detail);
    case host::ErrorCode::disk_full:
      return error_answer(form, 507, "storage", "Nothing was changed, because the disk is full");
    default:
      return error_answer(form, 500, "storage", "Nothing was changed, because it could not be stored: " + error.detail);
  }
}

std::vector<std::string> words_after(std::string_view path, std::string_view prefix) {
  std::vector<std::string> words;
  std::string word;
  path.remove_prefix(std::min(prefix.size(), path.size()));
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : path) {
    if (c == '/' || c == ' ' || c == '\t') {
      end();
    } else {
      word += c;
    }
  }
  end();
  return words;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

std::string media_type(const http::Request& request) {
  const std::string_view field = request.headers.get("Content-Type");
  return lower_case(trimmed(field.substr(0, field.find(';'))));
}

}  // namespace hexad::admin
