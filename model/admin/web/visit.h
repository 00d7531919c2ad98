// One request of a person who is logged in, from the moment its session and token have been checked until it is
// answered: what was asked, by whom, and the ways to answer. A page keeps it (share()) while a command runs.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/admin/services.h"
#include "model/admin/web/html.h"
#include "model/admin/web/sessions.h"
#include "model/http/server.h"

namespace hexad::admin::web {

class Site;
struct Place;

/// The fields of a posted form, in order.
class Form {
 public:
  Form() = default;
  explicit Form(std::vector<std::pair<std::string, std::string>> fields) : fields_(std::move(fields)) {}
  /// The first value of a name; nullopt when it was not posted.
  std::optional<std::string_view> find(std::string_view name) const;
  /// As above; empty when it was not posted.
  std::string_view text(std::string_view name) const { return find(name).value_or(std::string_view()); }
  /// All values of a name: check boxes.
  std::vector<std::string_view> all(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

using Arguments = std::vector<std::pair<std::string, std::string>>;

class Visit : public std::enable_shared_from_this<Visit> {
 public:
  Visit(Site& site, const Place& place, const Session& session, http::Request request, Form form,
        http::Responder responder);

  std::shared_ptr<Visit> share() { return shared_from_this(); }
  const http::Request& request() const { return request_; }
  const Form& form() const { return form_; }
  const Principal& who() const { return who_; }
  /// False: the page shows no way to change anything.
  bool may_change() const { return who_.may(Role::administrator); }
  const Place& place() const { return place_; }
  /// The page's own address.
  const std::string& url() const;
  Site& site() const { return site_; }
  Services& services() const;
  config::Release release() const;
  /// Of the query; empty when it is not there.
  std::string_view parameter(std::string_view name) const;

  bool has_command(std::string_view name) const;
  /// Runs a command as this person. `then` is called once, unless the pages are gone by then.
  void run(std::string_view command, const Arguments& arguments, std::function<void(const CommandResult&)> then);
  /// Runs a command, then goes back to `url` with what came of it; `sentence` is said where a success brings none.
  void run_and_return(std::string_view command, const Arguments& arguments, std::string url, std::string sentence);

  /// Opens a form that posts to this page (or to its address with a query) and carries the session's token.
  void open_form(Html& html, std::string_view query = {}, bool with_file = false) const;

  /// Sessions::hold() and take() for this person's session.
  std::string hold(Arguments what);
  std::optional<Arguments> take(std::string_view ticket);

  // Ways to answer, each once.
  void show(const Html& content, int status = 200);
  /// 303 to another page of ours, which shows the notice once.
  void leave(std::string_view url, Notice notice = {});
  void refuse(int status, std::string_view sentence);
  void download(std::string_view file_name, std::string_view content_type, std::string content);
  /// The page fetches its content anew by itself, while nobody works in it.
  void refresh_every(int seconds) { refresh_seconds_ = seconds; }
  int refresh_seconds() const { return refresh_seconds_; }
  /// What the answer will say above the content.
  void tell(Notice notice) { notice_ = std::move(notice); }

 private:
  Site& site_;
  const Place& place_;
  std::string session_id_;
  std::string token_;
  Principal who_;
  Notice notice_;
  int refresh_seconds_ = 0;
  http::Request request_;
  Form form_;
  http::Responder responder_;
};

}  // namespace hexad::admin::web
