// An errand on the web pages of a peer, as a browser without a script makes it: open the page of the settings, log in
// where that is asked for, fill in the one form that has them and send it, say OK where the page asks whether that is
// meant, look at the page again.
#include <fmt/format.h>

#include <algorithm>
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

/// A form of a page that has the fields looked for.
struct FoundForm {
  std::string action;               ///< Empty: the page's own address.
  Fields fields;                    ///< As a browser would send them, with the form's first button.
  std::vector<std::string> values;  ///< Of the fields looked for, in their order.
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

const xml::Element* find_control(const xml::Element& root, std::string_view field) {
  return find(root, [&](const xml::Element& e) {
    return (e.name == "input" || e.name == "select") && e.attribute("name") == field;
  });
}

/// The first form that has all the fields. Who may only look gets a page with the fields and without a form.
std::optional<FoundForm> find_form(const xml::Element& page, const std::vector<SettingValue>& wanted) {
  const auto has_all = [&](const xml::Element& root) {
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const SettingValue& setting) { return find_control(root, setting.path) != nullptr; });
  };
  const xml::Element* form = find(page, [&](const xml::Element& e) { return e.name == "form" && has_all(e); });
  if (form == nullptr && !has_all(page)) return std::nullopt;
  FoundForm found;
  for (const SettingValue& setting : wanted) {
    found.values.push_back(value_of(*find_control(form != nullptr ? *form : page, setting.path)));
  }
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
  WebErrand(OperatorTask task, Login& login, config::Release release)
      : task_(std::move(task)), wanted_(task_.settings()), login_(login), release_(release) {
    find_page();
  }

  std::optional<http::Request> next(const http::Response* answer) override {
    if (page_.empty()) return end(Kind::failed, {}, why_homeless_);
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
  /// The one page that has all the settings.
  void find_page() {
    for (const SettingValue& setting : wanted_) {
      const auto ref = config::find_setting(setting.path);
      if (!ref || !ref->setting->on_web) return homeless("no page has the setting " + setting.path);
      const std::string page = admin::web::url_of(config::page_in(release_, ref->setting->page));
      if (page_.empty()) page_ = page;
      if (page != page_) {
        return homeless(fmt::format("{} stands on the page {}, not on {}", setting.path, page, page_));
      }
    }
  }

  void homeless(std::string why) {
    page_.clear();
    why_homeless_ = std::move(why);
  }

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

  /// The form of the dialog that asks before something is done, with its OK; nothing where the page asks nothing.
  static std::optional<FoundForm> find_question(const xml::Element& page) {
    const xml::Element* dialog = find(page, [](const xml::Element& e) { return e.attribute("role") == "alertdialog"; });
    if (dialog == nullptr) return std::nullopt;
    const xml::Element* form = find(*dialog, [](const xml::Element& e) { return e.name == "form"; });
    if (form == nullptr) return std::nullopt;
    FoundForm found;
    bool button_seen = false;
    found.action = std::string(form->attribute("action"));
    collect(*form, found.fields, button_seen);
    return found;
  }

  std::optional<http::Request> look_at(const xml::Element& page) {
    if (const auto question = find_question(page); question && sent_) {
      if (std::exchange(confirmed_, true)) return end(Kind::failed, {}, "the page asks again and again");
      return post(question->action.empty() ? page_ : question->action, question->fields);
    }
    const auto form = find_form(page, wanted_);
    if (!form) return open_entry(page);
    if (task_.what == What::read) return end(Kind::ok, form->values.front());
    if (std::exchange(sent_, true)) return compare(*form);
    Fields fields = form->fields;
    for (const SettingValue& setting : wanted_) {
      for (auto& [name, value] : fields) {
        if (name == setting.path) value = setting.value;
      }
      const std::string clear = "clear " + setting.path;
      if (setting.value.empty() && find_control(page, clear) != nullptr) fields.emplace_back(clear, "yes");
    }
    return post(form->action.empty() ? page_ : form->action, fields);
  }

  /// What the page shows after it was saved.
  std::optional<http::Request> compare(const FoundForm& form) {
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      if (shows(wanted_[i], form.values[i])) continue;
      const std::string& path = wanted_[i].path;
      return end(Kind::failed, form.values[i], fmt::format("the page shows another {} after it was saved", path));
    }
    return end(Kind::ok, wanted_.size() == 1 ? form.values.front() : std::string());
  }

  /// Passwords are never shown, and what was cleared shows its default.
  bool shows(const SettingValue& wanted, const std::string& shown) const {
    const config::Setting& setting = *config::find_setting(wanted.path)->setting;
    if (setting.kind == config::ValueKind::password || shown == wanted.value) return true;
    return wanted.value.empty() && shown == setting.default_in(release_);
  }

  /// The setting may be one of a long list: its entry has a form of its own.
  std::optional<http::Request> open_entry(const xml::Element& page) {
    const auto entry = list_entry_of(wanted_.front().path);
    // Once to find the form, and once more to look at what was saved.
    if (!entry || ++entries_opened_ > (sent_ ? 2 : 1)) {
      return end(Kind::failed, {},
                 wanted_.size() == 1 ? fmt::format("the page {} has no field for {}", page_, wanted_.front().path)
                                     : fmt::format("no form of the page {} has all the settings", page_));
    }
    const std::string query = fmt::format("list={}&entry={}", entry->first, entry->second);
    const xml::Element* link = find(page, [&](const xml::Element& e) {
      const std::string_view target = e.attribute("href");
      return e.name == "a" && target.size() > query.size() && target.substr(target.size() - query.size()) == query;
    });
    if (link != nullptr) return get(std::string(link->attribute("href")));
    const bool cleared =
        sent_ && std::all_of(wanted_.begin(), wanted_.end(), [](const SettingValue& s) { return s.value.empty(); });
    if (task_.what == What::read || cleared) return end(Kind::ok, "");
    return get(fmt::format("{}?list={}&new=1", page_, entry->first));
  }

  OperatorTask task_;
  std::vector<SettingValue> wanted_;
  Login& login_;
  config::Release release_;
  std::string page_;  ///< Empty: there is none, for this reason.
  std::string why_homeless_;
  bool logged_in_ = false;
  bool sent_ = false;
  bool confirmed_ = false;
  int entries_opened_ = 0;
  int redirections_ = 0;
};

}  // namespace

std::unique_ptr<Errand> make_web_errand(const OperatorTask& task, Login& login, config::Release release) {
  return std::make_unique<WebErrand>(task, login, release);
}

}  // namespace hexad::actors
