#include "model/http/server.h"

#include <algorithm>
#include <utility>

#include "model/host/check.h"
#include "model/host/deadline_wheel.h"
#include "model/host/rate_limit.h"
#include "model/http/server_connection.h"
#include "model/tls/tls_listener.h"
#include "model/wire/http/writer.h"

namespace hexad::http {

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    Responder finished(std::move(*this));
    answer_ = std::exchange(other.answer_, nullptr);
  }
  return *this;
}

Responder::~Responder() {
  if (answer_) respond({500, {}, "The request was not answered.\n", "text/plain; charset=utf-8"});
}

void Responder::respond(Response response) {
  HEXAD_CHECK(answer_ != nullptr);
  std::exchange(answer_, nullptr)(std::move(response));
}

/// Listeners, connections by slot, their deadlines, and the turn in which those that rest go on.
struct Server::Parts final : host::ListenerHandler,
                             host::DeadlineHandler,
                             host::TimerHandler,
                             ServerConnectionOwner,
                             std::enable_shared_from_this<Server::Parts> {
  struct Listener {
    host::ListenerHandle handle;
    bool secure = false;
  };

  Parts(host::Host& at_host, ServerSettings server_settings, RequestHandler& to)
      : host_(at_host),
        settings_(std::move(server_settings)),
        handler_(to),
        deadlines_(at_host, *this),
        turn_(at_host.make_timer(*this)),
        log_limit_(20, std::chrono::seconds(1)) {}

  const ServerSettings& settings() const override { return settings_; }
  ServerCounters& counters() override { return counters_; }
  RequestHandler& handler() override { return handler_; }
  host::MonotonicTime now() const override { return host_.now(); }
  void set_deadline(std::uint32_t slot, host::MonotonicTime when) override { deadlines_.set(slot, when); }
  void clear_deadline(std::uint32_t slot) override { deadlines_.clear(slot); }

  std::string_view date() override {
    const host::WallTime wall = host_.wall_now();
    if (const std::int64_t second = host::unix_seconds(wall); second != date_second_ || date_.empty()) {
      date_second_ = second;
      date_ = http_date(wall);
    }
    return date_;
  }

  bool take_large_body() override {
    if (large_bodies_ >= settings_.large_bodies_max) return false;
    ++large_bodies_;
    return true;
  }
  void give_back_large_body() override { --large_bodies_; }

  void come_back(ServerConnection& connection) override {
    resting_.push_back(connection.shared_from_this());
    if (!turn_->armed()) turn_->arm_after(host::Duration::zero());
  }

  void on_timer(host::Timer&) override {
    // A handler may destroy the server while these go on.
    const auto keep = shared_from_this();
    std::vector<std::shared_ptr<ServerConnection>> turn;
    turn.swap(resting_);
    for (const auto& connection : turn) connection->go_on();
  }

  void on_deadline(std::uint32_t slot) override {
    if (const auto connection = connections_[slot]) connection->on_deadline();
  }

  void on_refused(const ServerConnection& connection, const Fault& fault) override {
    if (!log_limit_.allow(host_.now())) return;
    host_.log().write(host::Severity::info, "http", "http_request_refused", fault.sentence,
                      {{"remote", connection.remote().to_string()}, {"status", std::to_string(fault.status)}});
  }

  void on_closed(ServerConnection& connection) override {
    HEXAD_CHECK(connections_[connection.slot()].get() == &connection);
    connections_[connection.slot()].reset();
    free_slots_.push_back(connection.slot());
    --open_;
  }

  void on_accepted(host::TcpListener& listener, host::StreamHandle stream) override {
    ++counters_.connections;
    if (open_ >= settings_.connections_max ||
        open_from(stream->remote().address) >= settings_.connections_per_source_max) {
      ++counters_.refused_connections;
      if (log_limit_.allow(host_.now())) {
        host_.log().write(host::Severity::notice, "http", "http_connection_refused", "Too many connections are open.",
                          {{"remote", stream->remote().to_string()}});
      }
      return;
    }
    const auto found = std::find_if(listeners_.begin(), listeners_.end(),
                                    [&](const Listener& each) { return each.handle.get() == &listener; });
    HEXAD_CHECK(found != listeners_.end());
    const std::uint32_t slot = take_slot();
    auto connection =
        std::make_shared<ServerConnection>(*this, ServerConnection::Options{slot, found->secure}, std::move(stream));
    connections_[slot] = connection;
    ++open_;
    connection->start();
  }

  std::uint32_t take_slot() {
    if (free_slots_.empty()) {
      connections_.emplace_back();
      return static_cast<std::uint32_t>(connections_.size() - 1);
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    return slot;
  }

  std::size_t open_from(const host::IpAddress& source) const {
    return static_cast<std::size_t>(std::count_if(connections_.begin(), connections_.end(), [&](const auto& each) {
      return each != nullptr && each->remote().address == source;
    }));
  }

  void abandon() {
    listeners_.clear();
    resting_.clear();
    for (auto& connection : connections_) {
      if (connection) connection->abandon();
      connection.reset();
    }
    turn_.reset();
  }

  host::Host& host_;
  ServerSettings settings_;
  RequestHandler& handler_;
  ServerCounters counters_;
  host::DeadlineWheel deadlines_;
  host::TimerHandle turn_;
  host::RateLimit log_limit_;
  std::vector<Listener> listeners_;
  std::vector<std::shared_ptr<ServerConnection>> connections_;  ///< By slot.
  std::vector<std::uint32_t> free_slots_;
  std::size_t open_ = 0;
  std::size_t large_bodies_ = 0;
  std::vector<std::shared_ptr<ServerConnection>> resting_;
  std::int64_t date_second_ = 0;
  std::string date_;
};

Server::Server(host::Host& host, ServerSettings settings, RequestHandler& handler)
    : parts_(std::make_shared<Parts>(host, std::move(settings), handler)) {}

Server::~Server() { parts_->abandon(); }

host::Expected<host::SocketAddress> Server::listen(const host::SocketAddress& local) {
  auto listener = parts_->host_.listen_tcp({local}, *parts_);
  if (!listener) return tl::unexpected(listener.error());
  parts_->listeners_.push_back({std::move(*listener), false});
  return parts_->listeners_.back().handle->local();
}

host::Expected<host::SocketAddress> Server::listen_tls(const host::SocketAddress& local, tls::ContextHandle context,
                                                       tls::HandshakeBudget* budget) {
  tls::TlsListenOptions options;
  options.tcp.local = local;
  options.tls.budget = budget;
  options.handshakes_pending_max = std::min(tls::kHandshakesPendingMax, parts_->settings_.connections_max * 2);
  options.handshakes_per_source_max = parts_->settings_.connections_per_source_max;
  auto listener = tls::tls_listen(parts_->host_, std::move(context), options, *parts_);
  if (!listener) return tl::unexpected(listener.error());
  parts_->listeners_.push_back({std::move(*listener), true});
  return parts_->listeners_.back().handle->local();
}

std::size_t Server::listeners() const { return parts_->listeners_.size(); }

void Server::stop_first(std::size_t count) {
  auto& listeners = parts_->listeners_;
  const auto end = static_cast<std::ptrdiff_t>(std::min(count, listeners.size()));
  listeners.erase(listeners.begin(), listeners.begin() + end);
}

void Server::stop_listening() { parts_->listeners_.clear(); }

const ServerCounters& Server::counters() const { return parts_->counters_; }

std::size_t Server::connections() const { return parts_->open_; }

}  // namespace hexad::http
