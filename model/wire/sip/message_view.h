// A SIP message as an index into the buffer it arrived in (RFC 3261 section 7): start line, header fields in order,
// body. Indexing allocates nothing and looks into no header value but Content-Length; values are parsed on demand
// from views. One object serves any number of messages, one after the other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/wire/sip/fields.h"
#include "model/wire/sip/header_id.h"
#include "model/wire/sip/method.h"

namespace hexad::sip {

/// What is wrong with a message, as the answer to it says it.
struct Defect {
  int status = 400;
  std::string_view reason;            ///< A phrase for the status line; static storage.
  HeaderId header = HeaderId::other;  ///< The header field at fault, when there is one.
  bool operator==(const Defect&) const = default;
};

struct HeaderView {
  HeaderId id = HeaderId::other;
  std::string_view name;   ///< As received, without the colon and white space before it.
  std::string_view value;  ///< Trimmed; folds are still in place and count as white space in every parser here.
  /// Index of the next header field of the same id; MessageView::kNoHeader at the last. See MessageView::next().
  std::uint16_t next_of_same_id = UINT16_MAX;
};

enum class MessageKind : std::uint8_t {
  none,  ///< No SIP start line: a keepalive, or not SIP at all. Nothing else is set.
  request,
  response,
};

/// The views point into the buffer given to parse(), which must outlive their use. About 10 kB; keep one and reuse it.
class MessageView {
 public:
  /// A message with more header fields is defective (400); the first so many are indexed.
  static constexpr std::size_t kHeadersMax = 256;
  static constexpr std::uint16_t kNoHeader = UINT16_MAX;

  MessageView() = default;
  MessageView(const MessageView&) = delete;
  MessageView& operator=(const MessageView&) = delete;

  /// Indexes a datagram, or a message that StreamFramer delivered. CRLFs before the start line are skipped. Without
  /// Content-Length the body reaches to the end; octets behind the body are ignored; a Content-Length beyond the end
  /// is a defect (RFC 3261 sections 18.3 and 20.14). Anything that has a start line is indexed as far as it can be
  /// read, so that it can be answered; the first thing found wrong is in defect().
  MessageKind parse(std::string_view datagram);

  MessageKind kind() const { return kind_; }
  bool is_request() const { return kind_ == MessageKind::request; }
  bool is_response() const { return kind_ == MessageKind::response; }
  /// The first defect of framing, start line or header syntax. check_request() and check_response() look at the
  /// header values too.
  const std::optional<Defect>& defect() const { return defect_; }

  /// The whole message with its body, without CRLFs before it and octets behind it.
  std::string_view text() const { return text_; }

  // Requests.
  Method method() const { return method_; }
  std::string_view method_text() const { return method_text_; }
  std::string_view request_uri() const { return request_uri_; }
  // Responses. 0 when it is not three digits from 100 to 699.
  int status() const { return status_; }
  std::string_view reason() const { return reason_; }

  std::string_view body() const { return body_; }
  bool has_content_length() const { return first(HeaderId::content_length) != nullptr; }

  std::size_t header_count() const { return header_count_; }
  const HeaderView& header(std::size_t index) const { return headers_[index]; }
  /// The first header field of this id, or nullptr. Constant time; not for HeaderId::other.
  const HeaderView* first(HeaderId id) const;
  /// The next header field of the same id after `header` of this message, or nullptr.
  const HeaderView* next(const HeaderView& header) const;
  /// The first header field of this name, ignoring case; for those without an id.
  const HeaderView* find(std::string_view name) const;
  /// The value of the first header field of this id, or an empty text.
  std::string_view value(HeaderId id) const;
  bool has(HeaderId id) const { return first(id) != nullptr; }
  /// How many header fields (not values) have this id.
  std::size_t count(HeaderId id) const;

 private:
  friend class StreamFramer;

  void clear();
  MessageKind index(std::string_view bytes);
  bool parse_start_line(std::string_view line);
  bool parse_request_line(std::string_view line);
  bool parse_status_line(std::string_view line);
  void check_version(std::string_view version);
  std::string_view take_line(bool folding);
  void index_header(std::string_view line);
  void add_header(std::string_view name, std::string_view value);
  void read_content_length();
  void end_at_content_length();
  void note(int status, std::string_view reason, HeaderId header = HeaderId::other);

  MessageKind kind_ = MessageKind::none;
  Method method_ = Method::other;
  int status_ = 0;
  std::string_view rest_;  ///< While indexing: what is left.
  std::string_view text_, method_text_, request_uri_, reason_, body_;
  std::optional<Defect> defect_;
  std::optional<std::uint32_t> content_length_;
  bool framing_lost_ = false;  ///< Where this message ends cannot be told.
  std::size_t header_count_ = 0;
  std::array<std::uint16_t, kHeaderIdCount> first_{}, last_{};
  std::array<HeaderView, kHeadersMax> headers_;
};

/// Walks the comma-separated values of all header fields of one id, in order. Not for header fields whose values hold
/// commas (Date, WWW-Authenticate and its kin).
class HeaderValues {
 public:
  HeaderValues(const MessageView& message, HeaderId id)
      : message_(message), header_(message.first(id)), splitter_(header_ ? header_->value : std::string_view()) {}
  /// False at the end. Elements are trimmed, and empty where commas stand side by side.
  bool next(std::string_view& value);

 private:
  const MessageView& message_;
  const HeaderView* header_;
  ListSplitter splitter_;
};

/// The value of the first header field of this id up to the first separating comma; empty when there is none, or when
/// that header field is empty.
std::string_view first_value(const MessageView& message, HeaderId id);

/// True when a list of tokens (Require, Supported, Allow ...) names `token`, ignoring case.
bool list_has_token(const MessageView& message, HeaderId id, std::string_view token);

}  // namespace hexad::sip
