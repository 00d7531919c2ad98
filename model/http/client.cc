#include "model/http/client.h"

#include <deque>
#include <utility>

#include "model/host/check.h"
#include "model/http/answer_writer.h"
#include "model/http/request_writer.h"
#include "model/tls/tls_stream.h"
#include "model/wire/http/parser.h"

namespace hexad::http {

namespace {

constexpr std::size_t kHeaderBytesMax = 64 * 1024;
/// Bodies up to this size go out with their head in one write.
constexpr std::size_t kSmallBodyBytes = 12 * 1024;

bool harmless_twice(std::string_view method) { return method != "POST" && method != "PATCH"; }

}  // namespace

/// The connection, and the requests of which the first is under way while busy_.
struct Client::Parts final : host::StreamHandler, host::TimerHandler, std::enable_shared_from_this<Client::Parts> {
  struct Waiting {
    Request request;
    Done done;
  };
  struct Refused {
    Done done;
    host::Error error;
  };

  Parts(host::Host& at_host, ClientSettings client_settings)
      : host_(at_host),
        settings_(std::move(client_settings)),
        deadline_(at_host.make_timer(*this)),
        turn_(at_host.make_timer(*this)),
        parser_(kHeaderBytesMax) {}

  void close() {
    closed_ = true;
    stream_.reset();
    deadline_.reset();
    turn_.reset();
    waiting_.clear();
    refused_.clear();
  }

  void send(Request request, Done done) {
    if (waiting_.size() >= kClientRequestsMax) {
      refuse_later(std::move(done), {host::ErrorCode::bound_reached, "too many requests wait for " + server_words()});
      return;
    }
    waiting_.push_back({std::move(request), std::move(done)});
    if (!busy_) begin();
  }

  std::string server_words() const { return settings_.server.to_string(); }

  /// Nobody is told from inside a call.
  void refuse_later(Done done, host::Error error) {
    refused_.push_back({std::move(done), std::move(error)});
    turn_->arm_after(host::Duration::zero());
  }

  void begin() {
    busy_ = true;
    deadline_->arm_after(settings_.timeout);
    if (stream_) {
      reused_ = true;
      write_request();
    } else {
      connect();
    }
  }

  void connect() {
    reused_ = false;
    connected_ = false;
    const host::TcpConnectOptions tcp{.remote = settings_.server, .timeout = settings_.timeout};
    host::Expected<host::StreamHandle> stream;
    if (settings_.context) {
      tls::TlsOptions options;
      if (settings_.verify_name) {
        options.session.server_name =
            settings_.host_name.empty() ? settings_.server.address.to_string() : settings_.host_name;
      }
      options.handshake_timeout = settings_.timeout;
      stream = tls::tls_connect(host_, settings_.context, tcp, std::move(options), *this);
    } else {
      stream = host_.connect_tcp(tcp, *this);
    }
    if (stream) {
      stream_ = std::move(*stream);
      return;
    }
    failure_ = stream.error();
    turn_->arm_after(host::Duration::zero());
  }

  void write_request() {
    const Request& request = waiting_.front().request;
    out_.clear();
    written_ = 0;
    append_request_head(out_, request, {settings_.host_name, settings_.server, settings_.context != nullptr});
    // The body is kept apart when it is large: it may have to be written once more.
    body_apart_ = request.body.size() > kSmallBodyBytes;
    if (!body_apart_) out_.append(request.body);
    parser_.start_next();
    parser_.expect_no_body(request.method == "HEAD");
    answer_begun_ = false;
    flush();
  }

  std::size_t request_bytes() const { return out_.size() + (body_apart_ ? waiting_.front().request.body.size() : 0); }

  void flush() {
    while (written_ < request_bytes()) {
      const std::string_view rest =
          written_ < out_.size() ? std::string_view(out_).substr(written_)
                                 : std::string_view(waiting_.front().request.body).substr(written_ - out_.size());
      const auto taken = stream_->write(host::as_bytes(rest));
      // Whoever ended the stream tells it by on_failed() or on_end().
      if (!taken) return;
      written_ += *taken;
      if (*taken < rest.size()) return;
    }
  }

  void on_connected(host::TcpStream&) override {
    connected_ = true;
    write_request();
  }

  void on_writable(host::TcpStream&) override {
    if (busy_ && connected_) flush();
  }

  void on_bytes(host::TcpStream&, host::ByteView bytes) override {
    const auto keep = shared_from_this();
    // Bytes that nobody asked for: the connection cannot be trusted any more.
    if (!busy_) return stream_.reset();
    answer_begun_ = true;
    std::string_view text = host::as_text(bytes);
    while (true) {
      switch (parser_.push(text)) {
        case ParseEvent::need_more: return;
        case ParseEvent::head: parser_.limit_body(settings_.response_bytes_max); break;
        case ParseEvent::message:
          if (parser_.head().status >= 200) return complete(text.empty());
          parser_.start_next();
          break;
        case ParseEvent::failed: return fail_answer();
      }
    }
  }

  void fail_answer() {
    const Fault& fault = parser_.fault();
    const bool too_long = fault.status == 413 || fault.status == 431;
    std::string sentence = fault.sentence;
    if (!sentence.empty()) sentence.pop_back();
    finish(tl::unexpected(host::Error{too_long ? host::ErrorCode::bound_reached : host::ErrorCode::malformed,
                                      "the answer of " + server_words() + ": " + sentence}),
           false);
  }

  void complete(bool nothing_follows) {
    ResponseHead& head = parser_.head();
    const bool stays = nothing_follows && head.framing.keep_alive && !parser_.until_end() &&
                       written_ == request_bytes() && !has_close(waiting_.front().request.headers);
    Response response;
    response.status = head.status;
    response.headers = std::move(head.headers);
    response.content_type = response.headers.get("content-type");
    response.body = parser_.take_body();
    finish(std::move(response), stays);
  }

  void on_end(host::TcpStream&) override {
    const auto keep = shared_from_this();
    if (!busy_) return stream_.reset();
    if (answer_begun_ && parser_.end() == ParseEvent::message && parser_.head().status >= 200) return complete(false);
    lose({host::ErrorCode::closed, server_words() + " closed the connection before its answer was whole"});
  }

  void on_failed(host::TcpStream&, const host::Error& error) override {
    const auto keep = shared_from_this();
    if (!busy_) return stream_.reset();
    lose(error);
  }

  void lose(const host::Error& error) {
    stream_.reset();
    const bool once_more = reused_ && !answer_begun_ && harmless_twice(waiting_.front().request.method);
    if (!once_more) return finish(tl::unexpected(error), false);
    connect();
  }

  void finish(host::Expected<Response> result, bool stays) {
    HEXAD_CHECK(busy_ && !waiting_.empty());
    busy_ = false;
    if (!stays) stream_.reset();
    if (stream_) {
      deadline_->arm_after(kClientIdleTime);
    } else {
      deadline_->cancel();
    }
    const Done done = std::move(waiting_.front().done);
    waiting_.pop_front();
    done(std::move(result));
    if (!closed_ && !busy_ && !waiting_.empty()) begin();
  }

  void on_timer(host::Timer& timer) override {
    const auto keep = shared_from_this();
    if (&timer == deadline_.get()) return on_deadline();
    std::vector<Refused> refused;
    refused.swap(refused_);
    for (Refused& each : refused) {
      each.done(tl::unexpected(std::move(each.error)));
      if (closed_) return;
    }
    if (!failure_) return;
    const host::Error error = *std::exchange(failure_, std::nullopt);
    finish(tl::unexpected(error), false);
  }

  void on_deadline() {
    if (!busy_) return stream_.reset();
    failure_.reset();
    if (stream_) stream_->abort();
    finish(tl::unexpected(host::Error{host::ErrorCode::timed_out, "no answer from " + server_words() + " in time"}),
           false);
  }

  host::Host& host_;
  ClientSettings settings_;
  host::TimerHandle deadline_;  ///< Of the request under way, or of the idle connection.
  host::TimerHandle turn_;      ///< When those that failed at once are told.
  ResponseParser parser_;
  std::deque<Waiting> waiting_;
  std::vector<Refused> refused_;
  std::optional<host::Error> failure_;  ///< Of the request under way, to be told in the next turn.
  bool busy_ = false;
  bool connected_ = false;
  bool reused_ = false;  ///< The connection carried another request before.
  bool answer_begun_ = false;
  bool body_apart_ = false;
  bool closed_ = false;
  std::string out_;
  std::size_t written_ = 0;
  host::StreamHandle stream_;
};

Client::Client(host::Host& host, ClientSettings settings)
    : parts_(std::make_shared<Parts>(host, std::move(settings))) {}

Client::~Client() { parts_->close(); }

void Client::send(Request request, Done done) { parts_->send(std::move(request), std::move(done)); }

}  // namespace hexad::http
