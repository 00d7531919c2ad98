// An errand on the web pages of a peer, as a browser without a script makes it: open the setting's page, log in where
// that is asked for, fill in the form and send it, look at the page again.
#include <fmt/format.h>

#include <utility>
#include <vector>

#include "model/actors/operator_errand.h"
#include "model/admin/web/page.h"
#include "model/config/setting.h"
#include "model/wire/xml/document.h"

namespace hexad::actors {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
using Kind = ErrandOutcome::Kind;
using What = OperatorTask::What;

/// A form of a page that has the field looked for.
struct FoundForm {
  std::string action;  ///< Empty: the page's own address.
  Fields fields;       ///< As a browser would send them, with the form's first button.
  std::string value;   ///< Of the field.
};

/// The first element for which `wanted` holds, depth first; null when there is none.
template <class Wanted>
const xml::Element* find(const xml::Element& root, const Wanted& wanted) {
  if (wanted(root)) return &root;
  for (const xml::Element& child : root.children) {
    if (const xml::Element* found = find(child, wanted)) return found;
  }
  return nullptr;
}

std::string text_of(const xml::Element& element) {
  std::string text = element.text;
  for (const xml::Element& child : element.children) text += text_of(child);
  return text;
}

std::string value_of(const xml::Element& control) {
  if (control.name != "select") return std::string(control.attribute("value"));
  const xml::Element* chosen =
      find(control, [](const xml::Element& e) { return e.name == "option" && e.has_attribute("selected"); });
  if (chosen == nullptr) chosen = find(control, [](const xml::Element& e) { return e.name == "option"; });
  if (chosen == nullptr) return {};
  return std::string(chosen->has_attribute("value") ? chosen->attribute("value") : std::string_view(chosen->text));
}

/// What a browser sends of a form: check boxes only when they are ticked, and the first of the buttons.
void collect(const xml::Element& element, Fields& fields, bool& button_seen) {
  const std::string_view name = element.attribute("name");
  const std::string_view type = element.attribute("type");
  const bool box = type == "checkbox" || type == "radio";
  if (element.name == "button" && !button_seen) {
    button_seen = true;
    if (!name.empty()) fields.emplace_back(name, element.attribute("value"));
  } else if (!name.empty() && (element.name == "input" || element.name == "select" || element.name == "textarea") &&
             (!box || element.has_attribute("checked"))) {
    fields.emplace_back(name, element.name == "textarea" ? element.text : value_of(element));
  }
  for (const xml::Element& child : element.children) collect(child, fields, button_seen);
}

std::optional<FoundForm> find_form(const xml::Element& page, std::string_view field) {
  const auto is_field = [&](const xml::Element& e) {
    return (e.name == "input" || e.name == "select") && e.attribute("name") == field;
  };
  const xml::Element* form =
      find(page, [&](const xml::Element& e) { return e.name == "form" && find(e, is_field) != nullptr; });
  const xml::Element* control = find(page, is_field);
  if (control == nullptr) return std::nullopt;
  FoundForm found;
  found.value = value_of(*control);
  if (form != nullptr) {
    bool button_seen = false;
    found.action = std::string(form->attribute("action"));
    collect(*form, found.fields, button_seen);
  }
  return found;
}

/// The entry of a long list that a setting belongs to: "zones-zone" and 3 of "Zones Zone 3 Name"; nothing when it is in
/// none.
std::optional<std::pair<std::string, std::string>> list_entry_of(std::string_view path) {
  std::string name;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find(' ', begin), path.size());
    const std::string word(path.substr(begin, end - begin));
    if (word.find_first_not_of("0123456789") == std::string::npos) return std::make_pair(name, word);
    if (!name.empty()) name += '-';
    for (const char c : word) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    begin = end + 1;
  }
  return std::nullopt;
}

std::string encoded(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    body += fmt::format("{}{}={}", body.empty() ? "" : "&", http::percent_encoded(name), http::percent_encoded(value));
  }
  return body;
}

class WebErrand final : public Errand {
 public:
  WebErrand(OperatorTask task, Login& login, config::Release release) : task_(std::move(task)), login_(login) {
    const auto ref = config::find_setting(task_.path);
    if (!ref) return;
    on_web_ = ref->setting->on_web;
    page_ = admin::web::url_of(config::page_in(release, ref->setting->page));
  }

  std::optional<http::Request> next(const http::Response* answer) override {
    if (page_.empty() || !on_web_) return end(Kind::failed, {}, "no page has the setting " + task_.path);
    if (answer == nullptr) return get(page_);
    if (const std::string_view cookie = answer->headers.get("Set-Cookie"); !cookie.empty()) {
      login_.cookie = std::string(cookie.substr(0, cookie.find(';')));
    }
    if (answer->status == 303) return follow(std::string(answer->headers.get("Location")));
    auto page = xml::read(without_doctype(answer->body));
    if (!page) return end(Kind::failed, {}, fmt::format("{}: {}", answer->status, page.error().to_string()));
    if (answer->status != 200) return refuse(*answer, *page);
    return look_at(*page);
  }

 private:
  static std::string_view without_doctype(std::string_view body) {
    constexpr std::string_view kDoctype = "<!DOCTYPE html>";
    return body.substr(0, kDoctype.size()) == kDoctype ? body.substr(kDoctype.size()) : body;
  }

  http::Request get(const std::string& target) const {
    http::Request request;
    request.target = target;
    if (!login_.cookie.empty()) request.headers.set("Cookie", login_.cookie);
    return request;
  }

  http::Request post(const std::string& target, const Fields& fields) const {
    http::Request request = get(target);
    request.method = "POST";
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body = encoded(fields);
    return request;
  }

  std::optional<http::Request> follow(const std::string& location) {
    if (++redirections_ > 10) return end(Kind::failed, {}, "the pages lead round in a circle");
    if (location.rfind("/login", 0) != 0) return get(location);
    if (std::exchange(logged_in_, true)) return end(Kind::failed, {}, "the session ended at once");
    return post("/login", {{"return", page_}, {"name", login_.user}, {"password", login_.password}});
  }

  /// A page with another status: what it says beside the field, in its notice, or at all.
  std::optional<http::Request> refuse(const http::Response& answer, const xml::Element& page) {
    const auto with_class = [&](std::string_view word) {
      return find(page, [&](const xml::Element& e) {
        return (" " + std::string(e.attribute("class")) + " ").find(" " + std::string(word) + " ") != std::string::npos;
      });
    };
    for (const char* word : {"error", "problem", "bad", "notice"}) {
      if (const xml::Element* said = with_class(word)) return end(Kind::refused, {}, text_of(*said));
    }
    return end(Kind::refused, {}, fmt::format("status {}", answer.status));
  }

  std::optional<http::Request> look_at(const xml::Element& page) {
    const auto form = find_form(page, task_.path);
    if (!form) return open_entry(page);
    if (task_.what == What::read) return end(Kind::ok, form->value);
    if (std::exchange(sent_, true)) {
      if (form->value == task_.value) return end(Kind::ok, form->value);
      return end(Kind::failed, form->value, "the page shows another value after it was saved");
    }
    Fields fields = form->fields;
    for (auto& [name, value] : fields) {
      if (name == task_.path) value = task_.value;
    }
    return post(form->action.empty() ? page_ : form->action, fields);
  }

  /// The setting may be one of a long list: its entry has a form of its own.
  std::optional<http::Request> open_entry(const xml::Element& page) {
    const auto entry = list_entry_of(task_.path);
    // Once to find the form, and once more to look at what was saved.
    if (!entry || ++entries_opened_ > (sent_ ? 2 : 1)) {
      return end(Kind::failed, {}, fmt::format("the page {} has no field for {}", page_, task_.path));
    }
    const std::string query = fmt::format("list={}&entry={}", entry->first, entry->second);
    const xml::Element* link = find(page, [&](const xml::Element& e) {
      const std::string_view target = e.attribute("href");
      return e.name == "a" && target.size() > query.size() && target.substr(target.size() - query.size()) == query;
    });
    if (link != nullptr) return get(std::string(link->attribute("href")));
    if (task_.what == What::read) return end(Kind::ok, "");
    return get(fmt::format("{}?list={}&new=1", page_, entry->first));
  }

  OperatorTask task_;
  Login& login_;
  std::string page_;
  bool on_web_ = false;
  bool logged_in_ = false;
  bool sent_ = false;
  int entries_opened_ = 0;
  int redirections_ = 0;
};

}  // namespace

std::unique_ptr<Errand> make_web_errand(const OperatorTask& task, Login& login, config::Release release) {
  return std::make_unique<WebErrand>(task, login, release);
}

}  // namespace hexad::actors
