#include "model/wire/http/parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <utility>

namespace hexad::http {

namespace {

namespace beast = boost::beast;
using BeastError = boost::system::error_code;

bool is_text(char c) { return static_cast<unsigned char>(c) >= ' ' ? c != 0x7f : c == '\t'; }

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// Beast's parser for one message; collects what it tells.
template <bool is_request>
class Collector final : public beast::http::basic_parser<is_request> {
 public:
  std::string method;
  std::string target;
  int status = 0;
  Headers headers;
  std::string body;
  std::size_t body_bytes_max = SIZE_MAX;
  bool in_trailer = false;
  bool over_bound = false;
  bool chunk_begun = false;

 private:
  void on_request_impl(beast::http::verb, beast::string_view method_text, beast::string_view target_text, int,
                       BeastError&) override {
    method = view(method_text);
    target = view(target_text);
  }
  void on_response_impl(int code, beast::string_view, int, BeastError&) override { status = code; }
  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value, BeastError&) override {
    // Fields after a chunked body would come too late for whoever decides by the header: they are dropped.
    if (!in_trailer) headers.add(view(name), view(value));
  }
  void on_header_impl(BeastError&) override { in_trailer = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, BeastError&) override {}
  std::size_t on_body_impl(beast::string_view bytes, BeastError& error) override { return keep(bytes, error); }
  void on_chunk_header_impl(std::uint64_t size, beast::string_view extensions, BeastError& error) override {
    chunk_begun = true;
    if (!std::all_of(extensions.begin(), extensions.end(), is_text)) {
      error = beast::http::error::bad_chunk_extension;
    } else if (size > body_bytes_max - body.size()) {
      over_bound = true;
      error = beast::http::error::body_limit;
    }
  }
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, BeastError& error) override {
    return keep(bytes, error);
  }
  void on_finish_impl(BeastError&) override {}

  std::size_t keep(beast::string_view bytes, BeastError& error) {
    if (bytes.size() > body_bytes_max - body.size()) {
      over_bound = true;
      error = beast::http::error::body_limit;
      return 0;
    }
    body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
};

/// Head collection, checks, and what Beast leaves over between two pushes.
template <bool is_request>
class Engine {
 public:
  using Head = std::conditional_t<is_request, RequestHead, ResponseHead>;

  explicit Engine(std::size_t header_bytes_max) : header_bytes_max_(header_bytes_max) {}

  ParseEvent push(std::string_view& bytes) {
    if (phase_ == Phase::head) return push_head(bytes);
    if (phase_ == Phase::head_told) {
      if (auto fault = over_announced_bound()) return refuse(std::move(*fault));
      phase_ = collector_->is_done() ? Phase::whole : Phase::body;
      if (phase_ == Phase::body) collector_->body.reserve(head_.framing.content_length.value_or(0));
    }
    if (phase_ == Phase::body) return push_body(bytes);
    return phase_ == Phase::whole ? ParseEvent::message : ParseEvent::failed;
  }

  ParseEvent end() {
    if (phase_ == Phase::head_told) {
      std::string_view nothing;
      push(nothing);
    }
    if (phase_ == Phase::body && collector_->need_eof()) {
      BeastError error;
      collector_->put_eof(error);
      if (!error) phase_ = Phase::whole;
    }
    if (phase_ == Phase::whole) return ParseEvent::message;
    return phase_ == Phase::failed ? ParseEvent::failed : refuse({400, "The message ends before its end."});
  }

  void start_next() {
    collector_.reset();
    text_.clear();
    head_ = {};
    phase_ = Phase::head;
    head_end_ = {};
    line_feeds_skipped_ = 0;
  }

  bool idle() const { return phase_ == Phase::head && text_.empty(); }
  Head& head() { return head_; }
  void limit_body(std::size_t bytes_max) { collector_->body_bytes_max = bytes_max; }
  std::string take_body() { return std::move(collector_->body); }
  bool until_end() const { return collector_ && collector_->need_eof(); }
  const Fault& fault() const { return fault_; }
  bool no_body = false;

 private:
  enum class Phase : std::uint8_t { head, head_told, body, whole, failed };

  ParseEvent refuse(Fault fault) {
    fault_ = std::move(fault);
    phase_ = Phase::failed;
    return ParseEvent::failed;
  }

  /// An empty line or two before a request are forgiven (RFC 9112 section 2.2).
  void skip_empty_lines(std::string_view& bytes) {
    while (!bytes.empty() && line_feeds_skipped_ < 4 && bytes.front() == (line_feeds_skipped_ % 2 == 0 ? '\r' : '\n')) {
      bytes.remove_prefix(1);
      ++line_feeds_skipped_;
    }
  }

  ParseEvent push_head(std::string_view& bytes) {
    if (is_request && text_.empty()) skip_empty_lines(bytes);
    if (bytes.empty()) return ParseEvent::need_more;
    // Something that speaks no HTTP at all, such as TLS, is told so before it has sent a whole head.
    if (text_.empty() && !is_token_char(bytes.front())) return refuse({400, "This is not an HTTP message."});
    const std::size_t before = text_.size();
    // A head that is whole in these bytes is parsed in its place.
    std::string_view text = bytes;
    if (before > 0) {
      text_.append(bytes.substr(0, header_bytes_max_ + 1 - before));
      text = text_;
    }
    const HeadEnd::Found found = head_end_.look(text);
    if (found == HeadEnd::Found::bare_line_feed) return refuse({400, "A line does not end in CR LF."});
    const bool whole = found == HeadEnd::Found::end;
    if ((whole ? head_end_.size_bytes() : text.size()) > header_bytes_max_) {
      return refuse({431, "The header is too long."});
    }
    if (!whole) {
      if (before == 0) text_ = text;
      bytes = {};
      return ParseEvent::need_more;
    }
    const ParseEvent event = read_head(text.substr(0, head_end_.size_bytes()));
    bytes.remove_prefix(head_end_.size_bytes() - before);
    text_.clear();
    return event;
  }

  ParseEvent read_head(std::string_view text) {
    auto fault = is_request ? check_request_head(text, head_.framing) : check_response_head(text, head_.framing);
    if (fault) return refuse(std::move(*fault));
    collector_.emplace();
    // The bounds are ours.
    collector_->header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(text.size() + 4, UINT32_MAX)));
    collector_->body_limit(UINT64_MAX);
    collector_->skip(no_body);
    BeastError error;
    const std::size_t taken = collector_->put(boost::asio::const_buffer(text.data(), text.size()), error);
    if (error || taken != text.size() || collector_->chunked() != head_.framing.chunked) {
      return refuse({400, "The header is malformed."});
    }
    if constexpr (is_request) {
      head_.method = std::move(collector_->method);
      head_.target = std::move(collector_->target);
    } else {
      head_.status = collector_->status;
    }
    head_.headers = std::move(collector_->headers);
    phase_ = Phase::head_told;
    return ParseEvent::head;
  }

  std::optional<Fault> over_announced_bound() const {
    if (collector_->is_done() || head_.framing.content_length.value_or(0) <= collector_->body_bytes_max) {
      return std::nullopt;
    }
    return Fault{413, "The body is too long."};
  }

  ParseEvent push_body(std::string_view& bytes) {
    const std::size_t before = text_.size();
    std::string_view rest = bytes;
    if (before > 0) {
      text_.append(bytes);
      rest = text_;
      // Beast asserts that a last chunk which it left unfinished comes back with five bytes, "0 CR LF CR LF".
      if (rest.size() < 5) {
        if (!may_begin_chunk(rest)) return refuse(body_fault());
        bytes = {};
        return ParseEvent::need_more;
      }
    }
    const std::size_t all = rest.size();
    while (!rest.empty() && !collector_->is_done()) {
      BeastError error;
      const std::size_t taken = collector_->put(boost::asio::const_buffer(rest.data(), rest.size()), error);
      rest.remove_prefix(taken);
      if (error == beast::http::error::need_more) break;
      if (error) return refuse(body_fault());
    }
    if (collector_->is_done()) {
      bytes.remove_prefix(all - rest.size() - before);
      text_.clear();
      phase_ = Phase::whole;
      return ParseEvent::message;
    }
    bytes = {};
    if (!rest.empty() && !may_begin_chunk(rest)) return refuse(body_fault());
    // What Beast leaves is an unfinished line of a chunk's size, or an unfinished trailer.
    const bool in_size_line = rest.find('\n', 2) == std::string_view::npos;
    if (rest.size() > (in_size_line ? kChunkLineBytesMax : header_bytes_max_)) {
      return refuse({400, "A chunk's size or the trailer is too long."});
    }
    std::string kept(rest);
    text_ = std::move(kept);
    return ParseEvent::need_more;
  }

  /// Told of its first bytes already, so that a fault does not depend on where the stream was cut.
  bool may_begin_chunk(std::string_view text) const {
    constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
    for (const char expected : {'\r', '\n'}) {
      if (!collector_->chunk_begun) break;
      if (text.empty()) return true;
      if (text.front() != expected) return false;
      text.remove_prefix(1);
    }
    return text.empty() || kHexDigits.find(text.front()) != std::string_view::npos;
  }

  Fault body_fault() const {
    if (collector_->over_bound) return {413, "The body is too long."};
    return {400, "The chunks of the body are malformed."};
  }

  std::size_t header_bytes_max_;
  Phase phase_ = Phase::head;
  std::string text_;  ///< Bytes of an unfinished head, chunk line or trailer.
  HeadEnd head_end_;
  unsigned line_feeds_skipped_ = 0;
  Head head_;
  std::optional<Collector<is_request>> collector_;
  Fault fault_;
};

}  // namespace

class RequestParser::Parts : public Engine<true> {
  using Engine::Engine;
};

RequestParser::RequestParser(std::size_t header_bytes_max) : parts_(std::make_unique<Parts>(header_bytes_max)) {}
RequestParser::~RequestParser() = default;
RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;
ParseEvent RequestParser::push(std::string_view& bytes) { return parts_->push(bytes); }
RequestHead& RequestParser::head() { return parts_->head(); }
void RequestParser::limit_body(std::size_t body_bytes_max) { parts_->limit_body(body_bytes_max); }
std::string RequestParser::take_body() { return parts_->take_body(); }
void RequestParser::start_next() { parts_->start_next(); }
bool RequestParser::idle() const { return parts_->idle(); }
const Fault& RequestParser::fault() const { return parts_->fault(); }

class ResponseParser::Parts : public Engine<false> {
  using Engine::Engine;
};

ResponseParser::ResponseParser(std::size_t header_bytes_max) : parts_(std::make_unique<Parts>(header_bytes_max)) {}
ResponseParser::~ResponseParser() = default;
ResponseParser::ResponseParser(ResponseParser&&) noexcept = default;
ResponseParser& ResponseParser::operator=(ResponseParser&&) noexcept = default;
ParseEvent ResponseParser::push(std::string_view& bytes) { return parts_->push(bytes); }
ParseEvent ResponseParser::end() { return parts_->end(); }
void ResponseParser::expect_no_body(bool no_body) { parts_->no_body = no_body; }
ResponseHead& ResponseParser::head() { return parts_->head(); }
void ResponseParser::limit_body(std::size_t body_bytes_max) { parts_->limit_body(body_bytes_max); }
std::string ResponseParser::take_body() { return parts_->take_body(); }
bool ResponseParser::until_end() const { return parts_->until_end(); }
void ResponseParser::start_next() { parts_->start_next(); }
bool ResponseParser::idle() const { return parts_->idle(); }
const Fault& ResponseParser::fault() const { return parts_->fault(); }

}  // namespace hexad::http
