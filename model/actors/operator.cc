#include "model/actors/operator.h"

#include <fmt/format.h>

#include <algorithm>
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
  constexpr std::size_t kShownMax = 200;  // A certificate is longer, and a package.
  if (task.what == OperatorTask::What::run) return task.line.substr(0, kShownMax);
  std::string paths = task.path;
  for (const SettingValue& more : task.also) paths += "; " + more.path;
  return paths;
}

/// The file in the answer to BackupCreate; empty when there is none.
std::string_view file_in(std::string_view answer) {
  constexpr std::string_view kFile = "File: \"";
  const std::size_t begin = answer.find(kFile);
  if (begin == std::string_view::npos) return {};
  answer.remove_prefix(begin + kFile.size());
  return answer.substr(0, answer.find('"'));
}

/// The line with a file for each "{backup of peer2}"; invalid_argument when there is no such file.
host::Expected<std::string> with_backups(std::string line, const std::map<std::string, std::string>& backups) {
  constexpr std::string_view kOpen = "{backup of ";
  for (std::size_t at = line.find(kOpen); at != std::string::npos; at = line.find(kOpen)) {
    const std::size_t end = std::min(line.find('}', at), line.size());
    const std::string peer = line.substr(at + kOpen.size(), end - at - kOpen.size());
    const auto backup = backups.find(peer);
    if (backup == backups.end()) {
      return host::fail(host::ErrorCode::invalid_argument, fmt::format("no backup was made of '{}'", peer));
    }
    line.replace(at, end + 1 - at, backup->second);
  }
  return line;
}

/// PEM within one line of the command interpreter.
std::string on_one_line(std::string_view pem) {
  std::string line;
  for (const char c : pem) line += c == '\n' ? std::string("\\n") : std::string(1, c);
  return line;
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
  Desk(host::Host& host, const OperatorSettings& settings, const AdministeredPeer& peer, Backups& backups)
      : host_(host),
        backups_(backups),
        release_(settings.release),
        login_{settings.user, settings.password, {}},
        settings_(settings),
        peer_(peer),
        path_{host::WireMessage::Direction::sent, {}, peer.https, settings.context != nullptr} {
    open_clients();
  }

  host::Expected<void> take(OperatorTask task) {
    if (tasks_.size() >= kTasksMax)
      return host::fail(host::ErrorCode::bound_reached, "too many tasks for " + task.peer);
    tasks_.push_back(std::move(task));
    if (tasks_.size() == 1) begin();
    return {};
  }

 private:
  static http::ClientSettings client_settings(const OperatorSettings& settings, const AdministeredPeer& peer,
                                              const tls::ContextHandle& context) {
    http::ClientSettings client;
    client.server = peer.https;
    client.host_name = peer.host_name;
    client.context = context;
    client.timeout = settings.timeout;
    return client;
  }

  void open_clients() {
    client_ = std::make_unique<http::Client>(host_, client_settings(settings_, peer_, settings_.context));
    trusting_client_ = std::make_unique<http::Client>(host_, client_settings(settings_, peer_, settings_.unverified));
  }

  void follow_to(const host::IpAddress& address) {
    if (address == peer_.https.address) return;
    peer_.https.address = path_.remote.address = address;
    open_clients();
  }

  void begin() {
    OperatorTask task = tasks_.front();
    if (task.address) follow_to(*task.address);
    auto line = with_backups(task.line, backups_);
    if (!line) return finish({ErrandOutcome::Kind::failed, {}, line.error().detail});
    task.line = std::move(*line);
    errand_ = make_errand(task, login_, release_);
    go_on(nullptr);
  }

  void go_on(const http::Response* answer) {
    auto request = errand_->next(answer);
    if (!request) return finish(errand_->outcome());
    http::log_request(host_.log(), path_, *request);
    http::Client& client = trusts_ ? *trusting_client_ : *client_;
    client.send(std::move(*request), [this, what = http::name_of(*request)](host::Expected<http::Response> response) {
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
    // A restored backup brings its system's certificate along.
    const bool brings_certificate = task.certificate || task.line.find("BackupRestore") != std::string::npos;
    trusts_ = trusts_ || (good && brings_certificate);
    if (good && task.line.find("BackupCreate") != std::string::npos) backups_[task.peer] = file_in(outcome.value);
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
  Backups& backups_;
  config::Release release_;
  Login login_;
  const OperatorSettings& settings_;
  AdministeredPeer peer_;
  http::LoggedPath path_;           ///< Of what it sends. Which port it sends from, the client alone knows.
  std::deque<OperatorTask> tasks_;  ///< The first one is under way.
  std::unique_ptr<Errand> errand_;
  bool trusts_ = false;  ///< The peer has a certificate that the operator put there.
  // They go first, and their answers with them.
  std::unique_ptr<http::Client> client_, trusting_client_;
};

Operator::Operator(host::Host& host, OperatorSettings settings) : host_(host), settings_(std::move(settings)) {
  for (const AdministeredPeer& peer : settings_.peers) {
    desks_.emplace(peer.name, std::make_unique<Desk>(host_, settings_, peer, backups_));
  }
}

Operator::~Operator() = default;

host::Expected<void> Operator::perform(OperatorTask task) {
  const auto desk = desks_.find(task.peer);
  if (desk == desks_.end()) return host::fail(host::ErrorCode::not_found, "no peer of the name " + task.peer);
  if (task.via == Interface::cli && !task.also.empty()) {
    return host::fail(host::ErrorCode::invalid_argument, "the command line sets one setting at a time");
  }
  if (task.certificate) {
    auto line = upload_of(*task.certificate);
    if (!line) return tl::unexpected(line.error());
    task.line = std::move(*line);
  }
  constexpr std::string_view kAuthority = "{authority}";
  if (const std::size_t at = task.line.find(kAuthority); at != std::string::npos) {
    task.line.replace(at, kAuthority.size(), on_one_line(settings_.authority_pem));
  }
  return desk->second->take(std::move(task));
}

host::Expected<std::string> Operator::upload_of(const CertificateOrder& order) {
  if (!settings_.issue) return host::fail(host::ErrorCode::invalid_argument, "there is no authority to ask");
  constexpr host::Duration kLong = std::chrono::hours(24 * 365);
  tls::CertificateRequest request;
  request.common_name = order.common_name;
  request.dns_names = order.names;
  request.not_before = host_.wall_now() + order.begins - std::chrono::seconds(1);
  request.not_after = host_.wall_now() + order.ends.value_or(kLong);
  const auto issued = settings_.issue(request, order.by_stranger);
  if (!issued) return tl::unexpected(issued.error());
  return fmt::format("xCommand ServerCertificateUpload Certificate: \"{}\" PrivateKey: \"{}\"",
                     on_one_line(issued->certificate_chain_pem), on_one_line(issued->private_key_pem));
}

}  // namespace hexad::actors
