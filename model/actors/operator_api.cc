// Errands of one request to the APIs of a peer: JSON, XML, and the command interpreter as hexadctl reaches it.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/actors/operator_errand.h"
#include "model/wire/xml/document.h"

namespace hexad::actors {
namespace {

using Json = nlohmann::json;
using Kind = ErrandOutcome::Kind;
using What = OperatorTask::What;

constexpr std::size_t kShownMax = 300;

std::vector<std::string> words_of(std::string_view path) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find(' ', begin), path.size());
    if (end > begin) words.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool is_number(const std::string& word) { return word.find_first_not_of("0123456789") == std::string::npos; }

/// What a peer said with a status that is no success: its own sentence where there is one.
std::string sentence_of(const http::Response& answer) {
  const Json body = Json::parse(answer.body, nullptr, false);
  if (body.is_object() && body.contains("error") && body["error"].is_object()) {
    return body["error"].value("description", std::string());
  }
  return answer.body.substr(0, kShownMax);
}

/// Asks once, and reads the answer.
class OneRequest : public Errand {
 public:
  OneRequest(OperatorTask task, const Login& login) : task_(std::move(task)), login_(login) {}
  std::optional<http::Request> next(const http::Response* answer) final {
    if (answer == nullptr) {
      http::Request request = ask();
      request.headers.set("Authorization", basic_authorization(login_));
      return request;
    }
    const bool server_fault = answer->status >= 500 && answer->status != 507;
    if (server_fault) return end(Kind::failed, {}, fmt::format("{}: {}", answer->status, sentence_of(*answer)));
    return read(*answer);
  }

 protected:
  virtual http::Request ask() = 0;
  virtual std::optional<http::Request> read(const http::Response& answer) = 0;
  std::optional<http::Request> refuse(const http::Response& answer) {
    return end(Kind::refused, {}, fmt::format("{}: {}", answer.status, sentence_of(answer)));
  }
  std::optional<http::Request> make_no_sense(const http::Response& answer) {
    return end(Kind::failed, {}, "it answered " + answer.body.substr(0, kShownMax));
  }
  std::optional<http::Request> accept_settings() {
    return end(Kind::ok, task_.also.empty() ? task_.value : std::string());
  }
  const OperatorTask& task() const { return task_; }

 private:
  OperatorTask task_;
  const Login& login_;
};

class JsonErrand final : public OneRequest {
 public:
  using OneRequest::OneRequest;
  http::Request ask() override {
    if (!task().also.empty()) return ask_for_several();
    http::Request request;
    request.target = "/api/v1/configuration";
    for (const std::string& word : words_of(task().path)) request.target += "/" + word;
    if (task().what == What::set) {
      request.method = "PUT";
      request.headers.set("Content-Type", "application/json");
      request.body = Json{{"value", task().value}}.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return request;
  }
  std::optional<http::Request> read(const http::Response& answer) override {
    if (answer.status != 200) return refuse(answer);
    if (task().what == What::set) return accept_settings();
    const Json body = Json::parse(answer.body, nullptr, false);
    if (!body.is_object() || !body.contains("value")) return make_no_sense(answer);
    const Json& value = body["value"];
    return end(Kind::ok, value.is_string() ? value.get<std::string>() : value.dump());
  }

 private:
  /// One document of whole paths and their values, which is taken as a whole or not at all.
  http::Request ask_for_several() const {
    Json document = Json::object();
    for (const SettingValue& setting : task().settings()) document[setting.path] = setting.value;
    http::Request request;
    request.method = "PATCH";
    request.target = "/api/v1/configuration";
    request.headers.set("Content-Type", "application/json");
    request.body = document.dump(-1, ' ', false, Json::error_handler_t::replace);
    return request;
  }
};

class CliErrand final : public OneRequest {
 public:
  using OneRequest::OneRequest;
  http::Request ask() override {
    std::string line = task().line;
    if (task().what == What::read) line = "xConfiguration " + task().path;
    if (task().what == What::set) line = fmt::format("xConfiguration {}: \"{}\"", task().path, task().value);
    http::Request request;
    request.method = "POST";
    request.target = "/api/v1/command";
    request.headers.set("Content-Type", "application/json");
    request.body = Json{{"line", line}}.dump(-1, ' ', false, Json::error_handler_t::replace);
    return request;
  }
  std::optional<http::Request> read(const http::Response& answer) override {
    if (answer.status != 200) return refuse(answer);
    const Json body = Json::parse(answer.body, nullptr, false);
    if (!body.is_object() || !body.contains("output") || !body["output"].is_string()) return make_no_sense(answer);
    const std::string output = body["output"].get<std::string>();
    if (!body.value("ok", false)) return end(Kind::refused, output, output.substr(0, kShownMax));
    if (task().what != What::read) return end(Kind::ok, output);
    return end(Kind::ok, value_in(output));
  }

 private:
  /// "On" of "*c xConfiguration SIP UDP Mode: On", without its quotes.
  static std::string value_in(const std::string& output) {
    const std::size_t line = output.find("*c xConfiguration ");
    const std::size_t colon = line == std::string::npos ? line : output.find(": ", line);
    if (colon == std::string::npos) return output;
    std::string value = output.substr(colon + 2, output.find_first_of("\r\n", colon) - colon - 2);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return value;
  }
};

class XmlErrand final : public OneRequest {
 public:
  using OneRequest::OneRequest;
  http::Request ask() override {
    http::Request request;
    if (task().what == What::read) {
      std::string location = "/Configuration";
      for (const std::string& word : words_of(task().path)) {
        location += is_number(word) ? fmt::format("[@item='{}']", word) : "/" + word;
      }
      request.target = "/getxml?location=" + http::percent_encoded(location);
      return request;
    }
    request.method = "POST";
    request.target = "/putxml";
    request.headers.set("Content-Type", "text/xml");
    xml::Element root;
    root.name = "Configuration";
    for (const SettingValue& setting : task().settings()) place(setting, root);
    request.body = xml::write(root);
    return request;
  }
  std::optional<http::Request> read(const http::Response& answer) override {
    // An entry of a list that nothing is set in is not there at all.
    const bool no_entry = answer.status == 404 && answer.body.find("Nothing is at ") != std::string::npos;
    if (no_entry && task().what == What::read) return end(Kind::ok, "");
    if (answer.status != 200) return refuse(answer);
    const auto document = xml::read(answer.body);
    if (!document) return make_no_sense(answer);
    if (task().what == What::set) {
      if (answer.body.find("<Success") == std::string::npos) return refuse(answer);
      return accept_settings();
    }
    // Down the only way there is to the leaf.
    const xml::Element* at = &*document;
    while (!at->children.empty()) at = &at->children.front();
    return end(Kind::ok, at->text);
  }

 private:
  /// Puts a setting into the document: an element for each word, shared with the settings before it, and the number
  /// behind a word as its item.
  static void place(const SettingValue& setting, xml::Element& root) {
    const std::vector<std::string> words = words_of(setting.path);
    xml::Element* at = &root;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (is_number(words[i])) continue;
      const std::string item = i + 1 < words.size() && is_number(words[i + 1]) ? words[i + 1] : std::string();
      const auto known = std::find_if(at->children.begin(), at->children.end(), [&](const xml::Element& child) {
        return child.name == words[i] && child.attribute("item") == item;
      });
      if (known != at->children.end()) {
        at = &*known;
        continue;
      }
      at = &at->add(words[i]);
      if (!item.empty()) at->with("item", item);
    }
    at->text = setting.value;
  }
};

}  // namespace

std::unique_ptr<Errand> make_json_errand(const OperatorTask& task, const Login& login) {
  return std::make_unique<JsonErrand>(task, login);
}
std::unique_ptr<Errand> make_cli_errand(const OperatorTask& task, const Login& login) {
  return std::make_unique<CliErrand>(task, login);
}
std::unique_ptr<Errand> make_xml_errand(const OperatorTask& task, const Login& login) {
  return std::make_unique<XmlErrand>(task, login);
}

}  // namespace hexad::actors
