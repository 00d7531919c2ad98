// The documents on their way to one URL that registered for feedback: one after another, each tried again with a
// doubling wait, the oldest given up when too many wait.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "model/admin/api/feedback_expression.h"
#include "model/host/host.h"
#include "model/http/client.h"

namespace hexad::admin {

/// Finds the address of a host name, once, now or later.
using AddressLookup =
    std::function<void(const std::string& name, std::function<void(host::Expected<host::IpAddress>)> done)>;

struct FeedbackSettings {
  tls::ContextHandle context;  ///< For https; null: such URLs are refused.
  AddressLookup lookup;        ///< Null: URLs name addresses only.
};

class FeedbackDelivery final : public host::TimerHandler {
 public:
  static constexpr std::size_t kWaitingMax = 100;
  static constexpr int kTriesMax = 4;
  static constexpr host::Duration kFirstWait = std::chrono::seconds(5);

  FeedbackDelivery(host::Host& host, const FeedbackSettings& settings, FeedbackUrl url);
  ~FeedbackDelivery();

  /// Gives the document its place; when kWaitingMax wait already the oldest is lost.
  void post(std::string document);
  /// From the next document on the settings count as they are then, over a connection of its own.
  void reconnect() { stale_ = true; }
  std::size_t waiting() const { return waiting_.size(); }
  std::uint64_t delivered() const { return delivered_; }
  std::uint64_t lost() const { return lost_; }
  /// "refused: 10.1.0.9:80"; empty when the last try succeeded or none was made.
  const std::string& last_failure() const { return last_failure_; }

 private:
  void on_timer(host::Timer& timer) override;
  void find_server();
  void open_client(host::IpAddress address);
  void send();
  void ended(const host::Expected<http::Response>& answer);
  void failed(std::string why);

  host::Host& host_;
  const FeedbackSettings& settings_;
  FeedbackUrl url_;
  host::TimerHandle timer_;
  std::unique_ptr<http::Client> client_;
  std::deque<std::string> waiting_;
  bool stale_ = false;  ///< The connection was made with settings that are gone.
  bool busy_ = false;   ///< The first one that waits is being sent, or waits for its next try.
  int tries_ = 0;
  std::uint64_t delivered_ = 0;
  std::uint64_t lost_ = 0;
  std::string last_failure_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace hexad::admin
