#include "model/http/server_connection.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/host/check.h"
#include "model/http/answer_writer.h"
#include "model/http/target.h"

namespace hexad::http {

namespace {

/// Requests that one connection is answered in one turn of the loop; others have their turn in between.
constexpr std::uint32_t kRequestsPerTurn = 16;
/// Bytes after a request under way that are held before TCP holds the rest.
constexpr std::size_t kHeldBytesMax = 64 * 1024;
/// A body up to this size goes out with its head in one write.
constexpr std::size_t kSmallBodyBytes = 12 * 1024;
/// A client must take so much of an answer within the idle time, or all that is left.
constexpr std::size_t kWrittenInTimeBytes = 16 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr host::Duration kLingerTime = std::chrono::seconds(5);
constexpr std::size_t kLingerBytesMax = 4 * 1024 * 1024;
constexpr std::array<std::string_view, 7> kMethods = {"GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"};

}  // namespace

ServerConnection::ServerConnection(ServerConnectionOwner& owner, const Options& options, host::StreamHandle stream)
    : owner_(&owner),
      slot_(options.slot),
      secure_(options.secure),
      remote_(stream->remote()),
      local_(stream->local()),
      parser_(owner.settings().header_bytes_max),
      stream_(std::move(stream)) {}

void ServerConnection::start() {
  stream_->set_handler(*this);
  watch();
}

void ServerConnection::abandon() {
  phase_ = Phase::closed;
  owner_ = nullptr;
  stream_.reset();
}

void ServerConnection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  stream_.reset();
  forget_request();
  owner_->clear_deadline(slot_);
  owner_->on_closed(*this);
}

void ServerConnection::on_bytes(host::TcpStream&, host::ByteView bytes) {
  const auto keep = shared_from_this();
  std::string_view text = host::as_text(bytes);
  if (phase_ == Phase::lingering) {
    discarded_bytes_ += text.size();
    if (discarded_bytes_ > kLingerBytesMax) close();
    return;
  }
  requests_in_turn_ = 0;
  read(text);
  if (!text.empty()) hold(text);
  watch();
}

/// Only one answer is under way at a time; what follows its request waits, and beyond a bound waits in TCP.
void ServerConnection::hold(std::string_view bytes) {
  if (phase_ == Phase::closed || phase_ == Phase::lingering) return;
  held_.append(bytes);
  if (held_.size() - held_read_ < kHeldBytesMax || paused_) return;
  paused_ = true;
  stream_->pause_reading();
}

void ServerConnection::read(std::string_view& bytes) {
  in_read_ = true;
  while (reading()) {
    const ParseEvent event = parser_.push(bytes);
    if (event == ParseEvent::need_more) {
      if (phase_ == Phase::idle && !parser_.idle()) phase_ = Phase::head;
      if (far_ended_) linger();
      break;
    }
    if (event == ParseEvent::head) accept_head(!bytes.empty());
    if (event == ParseEvent::message) hand_over();
    if (event == ParseEvent::failed) refuse(parser_.fault());
  }
  in_read_ = false;
}

void ServerConnection::read_held() {
  if (!reading()) return;
  std::string_view rest = std::string_view(held_).substr(held_read_);
  read(rest);
  if (phase_ == Phase::closed || phase_ == Phase::lingering) return;
  held_read_ = held_.size() - rest.size();
  if (rest.empty()) {
    held_.clear();
    held_read_ = 0;
    if (held_.capacity() > kHeldBytesMax) held_.shrink_to_fit();
  }
  if (paused_ && rest.size() < kHeldBytesMax) {
    paused_ = false;
    stream_->resume_reading();
  }
}

void ServerConnection::accept_head(bool body_came) {
  RequestHead& head = parser_.head();
  phase_ = Phase::body;
  keep_alive_ = head.framing.keep_alive;
  version_1_0_ = head.framing.version_minor == 0;
  head_only_ = head.method == "HEAD";
  if (std::find(kMethods.begin(), kMethods.end(), head.method) == kMethods.end()) {
    return refuse({501, "This method is not known here."});
  }
  request_ = {};
  request_.method = std::move(head.method);
  request_.target = std::move(head.target);
  request_.headers = std::move(head.headers);
  request_.remote = remote_;
  request_.local = local_;
  request_.secure = secure_;
  if (!read_target(request_)) return refuse({400, "The target is malformed."});
  if (!bound_body(head.framing)) return refuse({503, "Too many large bodies are under way."});
  const bool has_body = head.framing.chunked || head.framing.content_length.value_or(0) > 0;
  if (!head.framing.expects_continue || body_came || !has_body) return;
  // Too long a body is refused in place of being asked for.
  if (head.framing.content_length.value_or(0) > body_bytes_max_) return;
  // Part of it would be worse than none: a client sends its body in the end without having been asked.
  if (stream_->writable_bytes() >= kContinue.size()) (void)stream_->write(host::as_bytes(kContinue));
}

/// False: a large body would be one too many.
bool ServerConnection::bound_body(const Framing& framing) {
  const ServerSettings& settings = owner_->settings();
  const auto& paths = settings.large_body_paths;
  const bool may_be_large = std::find(paths.begin(), paths.end(), request_.path) != paths.end() &&
                            (framing.chunked || framing.content_length.value_or(0) > settings.body_bytes_max);
  if (may_be_large && !owner_->take_large_body()) return false;
  large_body_ = may_be_large;
  body_bytes_max_ = may_be_large ? settings.large_body_bytes_max : settings.body_bytes_max;
  parser_.limit_body(body_bytes_max_);
  return true;
}

void ServerConnection::forget_request() {
  if (large_body_) owner_->give_back_large_body();
  large_body_ = head_only_ = version_1_0_ = false;
  keep_alive_ = true;
}

void ServerConnection::hand_over() {
  request_.body = parser_.take_body();
  phase_ = Phase::handling;
  ++request_number_;
  ++requests_in_turn_;
  ++owner_->counters().requests;
  Responder responder([connection = weak_from_this(), number = request_number_](Response response) {
    if (const auto standing = connection.lock()) standing->answer(number, std::move(response));
  });
  owner_->handler().on_request(std::move(request_), std::move(responder));
}

void ServerConnection::refuse(Fault fault) {
  keep_alive_ = false;
  ServerCounters& counters = owner_->counters();
  if (fault.status == 400) ++counters.malformed;
  if (fault.status == 413 || fault.status == 431) ++counters.too_large;
  if (fault.status == 408) ++counters.timeouts;
  owner_->on_refused(*this, fault);
  phase_ = Phase::handling;
  answer(request_number_, {fault.status, {}, fault.sentence + "\n", "text/plain; charset=utf-8"});
}

void ServerConnection::answer(std::uint64_t request_number, Response response) {
  if (phase_ != Phase::handling || request_number != request_number_) return;
  phase_ = Phase::writing;
  watched_ = Phase::closed;
  compose(std::move(response));
  flush();
  if (in_read_ || phase_ == Phase::closed) return;
  // An answer that came later, from outside: what was held in the meantime is read now.
  requests_in_turn_ = 0;
  read_held();
  watch();
}

void ServerConnection::compose(Response response) {
  if (response.status < 200 || response.status > 999) response.status = 500;
  if (has_close(response.headers)) keep_alive_ = false;
  out_.clear();
  written_ = 0;
  append_answer_head(out_, response, {owner_->date(), keep_alive_, version_1_0_});
  if (head_only_ || !may_have_body(response.status)) return;
  if (response.body.size() <= kSmallBodyBytes) {
    out_.append(response.body);
  } else {
    body_ = std::move(response.body);
  }
}

void ServerConnection::flush() {
  const std::size_t size = out_.size() + body_.size();
  while (written_ < size) {
    const bool in_head = written_ < out_.size();
    const std::string_view rest =
        in_head ? std::string_view(out_).substr(written_) : std::string_view(body_).substr(written_ - out_.size());
    const auto taken = stream_->write(host::as_bytes(rest));
    if (!taken) return close();
    written_ += *taken;
    written_in_time_ += *taken;
    if (written_in_time_ >= kWrittenInTimeBytes) watched_ = Phase::closed;
    if (*taken < rest.size()) return;
  }
  finish_answer();
}

void ServerConnection::finish_answer() {
  if (!body_.empty()) std::string().swap(body_);
  if (!keep_alive_) return linger();
  forget_request();
  parser_.start_next();
  phase_ = requests_in_turn_ < kRequestsPerTurn ? Phase::idle : Phase::resting;
  if (phase_ == Phase::resting) owner_->come_back(*this);
}

void ServerConnection::go_on() {
  if (phase_ != Phase::resting) return;
  const auto keep = shared_from_this();
  phase_ = Phase::idle;
  requests_in_turn_ = 0;
  read_held();
  watch();
}

void ServerConnection::linger() {
  held_.clear();
  held_read_ = 0;
  // A stream that is destroyed still delivers what it took, but for TLS, which has a buffer of its own.
  if (far_ended_ && !secure_) return close();
  phase_ = Phase::lingering;
  stream_->shutdown();
  if (!paused_) return;
  paused_ = false;
  stream_->resume_reading();
}

void ServerConnection::on_writable(host::TcpStream&) {
  if (phase_ != Phase::writing) return;
  const auto keep = shared_from_this();
  requests_in_turn_ = 0;
  flush();
  if (phase_ == Phase::closed) return;
  read_held();
  watch();
}

void ServerConnection::on_end(host::TcpStream&) {
  const auto keep = shared_from_this();
  far_ended_ = true;
  // The client may have ended its own direction only, and still waits for answers.
  if (reading() || phase_ == Phase::lingering) close();
}

void ServerConnection::on_failed(host::TcpStream&, const host::Error&) {
  const auto keep = shared_from_this();
  close();
}

void ServerConnection::on_deadline() {
  const auto keep = shared_from_this();
  watched_ = Phase::closed;
  if (phase_ == Phase::head || phase_ == Phase::body) {
    refuse({408, "The request did not come in time."});
    return watch();
  }
  // A client that does not take its answer: what TCP still holds for it is not worth keeping.
  if (phase_ == Phase::writing && stream_) stream_->abort();
  close();
}

/// Sets the deadline of the phase, once for each time that it is entered and at each progress of writing.
void ServerConnection::watch() {
  if (phase_ == Phase::closed || phase_ == watched_) return;
  watched_ = phase_;
  written_in_time_ = 0;
  const ServerSettings& settings = owner_->settings();
  host::Duration limit{};
  switch (phase_) {
    case Phase::idle:
    case Phase::writing: limit = settings.idle_timeout; break;
    case Phase::head: limit = settings.header_timeout; break;
    case Phase::body: limit = settings.body_timeout; break;
    case Phase::lingering: limit = secure_ ? settings.idle_timeout : kLingerTime; break;
    case Phase::handling:
    case Phase::resting:
    case Phase::closed: return owner_->clear_deadline(slot_);
  }
  owner_->set_deadline(slot_, owner_->now() + limit);
}

}  // namespace hexad::http
