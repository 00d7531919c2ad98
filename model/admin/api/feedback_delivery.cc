#include "model/admin/api/feedback_delivery.h"

#include <fmt/format.h>

#include <utility>

namespace hexad::admin {

FeedbackDelivery::FeedbackDelivery(host::Host& host, const FeedbackSettings& settings, FeedbackUrl url)
    : host_(host), settings_(settings), url_(std::move(url)), timer_(host.make_timer(*this)) {}

FeedbackDelivery::~FeedbackDelivery() { *alive_ = false; }

void FeedbackDelivery::post(std::string document) {
  if (waiting_.size() == kWaitingMax) {
    // The first one may be on its way: the one behind it makes room.
    waiting_.erase(waiting_.begin() + 1);
    ++lost_;
  }
  waiting_.push_back(std::move(document));
  if (busy_) return;
  busy_ = true;
  tries_ = 0;
  // From the loop: whoever publishes is in the middle of something else.
  timer_->arm_after({});
}

void FeedbackDelivery::on_timer(host::Timer&) {
  ++tries_;
  find_server();
}

void FeedbackDelivery::find_server() {
  if (std::exchange(stale_, false)) client_.reset();
  if (client_ != nullptr) return send();
  if (const auto address = host::IpAddress::parse(url_.host)) return open_client(*address);
  if (!settings_.lookup) return failed("there is no name service");
  settings_.lookup(url_.host, [this, alive = alive_](const host::Expected<host::IpAddress>& found) {
    if (!*alive) return;
    if (!found) return failed(found.error().to_string());
    open_client(*found);
  });
}

void FeedbackDelivery::open_client(host::IpAddress address) {
  http::ClientSettings settings;
  settings.server = {address, url_.port};
  settings.host_name = url_.host;
  if (url_.secure && settings_.context == nullptr) return failed("no certificate authority is trusted");
  if (url_.secure) settings.context = settings_.context;
  settings.response_bytes_max = 64 * 1024;
  client_ = std::make_unique<http::Client>(host_, std::move(settings));
  send();
}

void FeedbackDelivery::send() {
  http::Request request;
  request.method = "POST";
  request.target = url_.target;
  request.headers.add("Content-Type", "text/xml; charset=utf-8");
  request.body = waiting_.front();
  client_->send(std::move(request), [this](const host::Expected<http::Response>& answer) { ended(answer); });
}

void FeedbackDelivery::ended(const host::Expected<http::Response>& answer) {
  if (!answer) return failed(answer.error().to_string());
  if (answer->status < 200 || answer->status > 299) return failed(fmt::format("answered {}", answer->status));
  last_failure_.clear();
  ++delivered_;
  waiting_.pop_front();
  tries_ = 1;
  busy_ = !waiting_.empty();
  if (busy_) find_server();
}

void FeedbackDelivery::failed(std::string why) {
  last_failure_ = std::move(why);
  // The name may have another address by the next try.
  client_.reset();
  if (tries_ >= kTriesMax) {
    waiting_.pop_front();
    ++lost_;
    tries_ = 0;
    busy_ = !waiting_.empty();
    if (busy_) timer_->arm_after(kFirstWait);
    return;
  }
  timer_->arm_after(kFirstWait * (1 << (tries_ - 1)));
}

}  // namespace hexad::admin
