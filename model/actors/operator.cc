#include "model/actors/operator.h"

#include <utility>

#include "model/actors/operator_errand.h"
#include "model/http/message_log.h"

namespace hexad::actors {
namespace {

std::string_view to_string(OperatorTask::What what) {
  switch (what) {
    case OperatorTask::What::set: return "set";
    case OperatorTask::What::read: return "read";
    case OperatorTask::What::run: return "run";
  }
  return "";
}

/// What was asked for: the line, or the paths of the settings.
std::string request_of(const OperatorTask& task) {
  if (task.what == OperatorTask::What::run) return task.line;
  std::string paths = task.path;
  for (const SettingValue& more : task.also) paths += "; " + more.path;
  return paths;
}

}  // namespace

std::string_view to_string(Interface interface) {
  switch (interface) {
    case Interface::web: return "web";
    case Interface::cli: return "cli";
    case Interface::json: return "json";
    case Interface::xml: return "xml";
  }
  return "";
}

std::optional<Interface> interface_from(std::string_view word) {
  for (const Interface each : {Interface::web, Interface::cli, Interface::json, Interface::xml}) {
    if (word == to_string(each)) return each;
  }
  return std::nullopt;
}

std::vector<SettingValue> OperatorTask::settings() const {
  std::vector<SettingValue> all{{path, value}};
  all.insert(all.end(), also.begin(), also.end());
  return all;
}

/// What the operator has open for one peer: a connection, a login, and the tasks that wait.
class Operator::Desk {
 public:
  Desk(host::Host& host, const OperatorSettings& settings, const AdministeredPeer& peer)
      : host_(host),
        release_(settings.release),
        login_{settings.user, settings.password, {}},
        path_{host::WireMessage::Direction::sent, {}, peer.https, settings.context != nullptr},
        client_(host, client_settings(settings, peer)) {}

  host::Expected<void> take(OperatorTask task) {
    if (tasks_.size() >= kTasksMax)
      return host::fail(host::ErrorCode::bound_reached, "too many tasks for " + task.peer);
    tasks_.push_back(std::move(task));
    if (tasks_.size() == 1) begin();
    return {};
  }

 private:
  static http::ClientSettings client_settings(const OperatorSettings& settings, const AdministeredPeer& peer) {
    http::ClientSettings client;
    client.server = peer.https;
    client.host_name = peer.host_name;
    client.context = settings.context;
    client.timeout = settings.timeout;
    return client;
  }

  void begin() {
    errand_ = make_errand(tasks_.front(), login_, release_);
    go_on(nullptr);
  }

  void go_on(const http::Response* answer) {
    auto request = errand_->next(answer);
    if (!request) return finish(errand_->outcome());
    http::log_request(host_.log(), path_, *request);
    client_.send(std::move(*request), [this, what = http::name_of(*request)](host::Expected<http::Response> response) {
      if (response) {
        http::LoggedPath back = path_;
        back.direction = host::WireMessage::Direction::received;
        http::log_response(host_.log(), back, *response, what);
        return go_on(&*response);
      }
      finish({ErrandOutcome::Kind::failed, {}, response.error().to_string()});
    });
  }

  void finish(const ErrandOutcome& outcome) {
    const OperatorTask task = std::move(tasks_.front());
    tasks_.pop_front();
    const std::string number = std::to_string(task.number), request = request_of(task);
    const bool good = outcome.kind == ErrandOutcome::Kind::ok;
    host_.log().write(good ? host::Severity::info : host::Severity::notice, "operator", "operator_done",
                      good ? "An operator did something" : "An operator could not do something",
                      {{"step", number},
                       {"peer", task.peer},
                       {"via", to_string(task.via)},
                       {"what", to_string(task.what)},
                       {"request", request},
                       {"outcome", to_string(outcome.kind)},
                       {"value", outcome.value},
                       {"detail", outcome.detail}});
    if (!tasks_.empty()) begin();
  }

  host::Host& host_;
  config::Release release_;
  Login login_;
  http::LoggedPath path_;           ///< Of what it sends. Which port it sends from, the client alone knows.
  std::deque<OperatorTask> tasks_;  ///< The first one is under way.
  std::unique_ptr<Errand> errand_;
  http::Client client_;  ///< Goes first, and its answers with it.
};

Operator::Operator(host::Host& host, OperatorSettings settings) : host_(host), settings_(std::move(settings)) {
  for (const AdministeredPeer& peer : settings_.peers) {
    desks_.emplace(peer.name, std::make_unique<Desk>(host_, settings_, peer));
  }
}

Operator::~Operator() = default;

host::Expected<void> Operator::perform(OperatorTask task) {
  const auto desk = desks_.find(task.peer);
  if (desk == desks_.end()) return host::fail(host::ErrorCode::not_found, "no peer of the name " + task.peer);
  if (task.via == Interface::cli && !task.also.empty()) {
    return host::fail(host::ErrorCode::invalid_argument, "the command line sets one setting at a time");
  }
  return desk->second->take(std::move(task));
}

}  // namespace hexad::actors
