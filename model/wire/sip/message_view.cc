#include "model/wire/sip/message_view.h"

#include <cstring>

#include "model/host/check.h"
#include "model/wire/sip/chars.h"

namespace hexad::sip {
namespace {

std::size_t slot_of(HeaderId id) { return static_cast<std::size_t>(id); }

// SIP-Version: "SIP" "/" 1*DIGIT "." 1*DIGIT.
bool is_sip_version(std::string_view text) {
  if (!starts_with_ignoring_case(text, "SIP/")) return false;
  text.remove_prefix(4);
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != dot && !is_digit(text[i])) return false;
  }
  return true;
}

bool has_control_or_space(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return true;
  }
  return false;
}

}  // namespace

void MessageView::clear() {
  kind_ = MessageKind::none;
  method_ = Method::other;
  status_ = 0;
  text_ = method_text_ = request_uri_ = reason_ = body_ = {};
  defect_.reset();
  content_length_.reset();
  framing_lost_ = false;
  header_count_ = 0;
  first_.fill(kNoHeader);
}

void MessageView::note(int status, std::string_view reason, HeaderId header) {
  if (!defect_) defect_ = Defect{status, reason, header};
}

MessageKind MessageView::parse(std::string_view datagram) {
  while (datagram.size() >= 2 && datagram[0] == '\r' && datagram[1] == '\n') datagram.remove_prefix(2);
  if (index(datagram) != MessageKind::none) end_at_content_length();
  return kind_;
}

void MessageView::end_at_content_length() {
  if (!content_length_ || framing_lost_) return;
  if (*content_length_ > body_.size()) {
    note(400, "Content-Length Beyond End of Message", HeaderId::content_length);
    return;
  }
  text_.remove_suffix(body_.size() - *content_length_);
  body_ = body_.substr(0, *content_length_);
}

MessageKind MessageView::index(std::string_view bytes) {
  clear();
  text_ = rest_ = bytes;
  if (!parse_start_line(take_line(false))) {
    clear();
    return kind_;
  }
  while (!(rest_.size() >= 2 && rest_[0] == '\r' && rest_[1] == '\n')) {
    if (rest_.empty()) {
      note(400, "Header Fields Without End");
      framing_lost_ = true;
      break;
    }
    index_header(take_line(true));
  }
  if (!rest_.empty()) rest_.remove_prefix(2);
  body_ = rest_;
  read_content_length();
  return kind_;
}

// Takes one line off rest_ and returns it without its CRLF; with `folding`, lines that continue it too. A CR or LF on
// its own ends no line by the grammar, but some receivers take it for one: such a message is refused, because two
// readings of one message are a way to smuggle header fields.
std::string_view MessageView::take_line(bool folding) {
  std::size_t end = 0;
  std::size_t next = 0;
  do {
    const char* start = rest_.data() + next;
    const std::size_t size = rest_.size() - next;
    const auto* feed = size == 0 ? nullptr : static_cast<const char*>(std::memchr(start, '\n', size));
    end = feed ? static_cast<std::size_t>(feed - rest_.data()) : rest_.size();
    const std::size_t line_start = next;
    next = feed ? end + 1 : end;
    if (feed && end > line_start && rest_[end - 1] == '\r') {
      --end;
    } else {
      note(400, feed ? "Line Feed Without Carriage Return" : "Header Fields Without End");
      framing_lost_ = true;
    }
    const std::string_view content(start, end - line_start);
    if (has_control(content) && content.find('\r') != std::string_view::npos) {
      note(400, "Carriage Return Without Line Feed");
      framing_lost_ = true;
    }
  } while (folding && next < rest_.size() && (rest_[next] == ' ' || rest_[next] == '\t'));
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(next);
  return line;
}

bool MessageView::parse_start_line(std::string_view line) {
  return starts_with_ignoring_case(line, "SIP/") ? parse_status_line(line) : parse_request_line(line);
}

void MessageView::check_version(std::string_view version) {
  if (equals_ignoring_case(version, "SIP/2.0")) return;
  if (is_sip_version(version)) {
    note(505, reason_phrase(505));
  } else {
    note(400, "Malformed SIP Version");
  }
}

// Method SP Request-URI SP SIP-Version. A line that is off by white space is still understood, so that it can be
// answered with 400 (RFC 4475 sections 3.1.2.7 to 3.1.2.10).
bool MessageView::parse_request_line(std::string_view line) {
  const std::size_t method_end = line.find(' ');
  const std::string_view trimmed = trim(line);
  const std::size_t version_start = trimmed.rfind(' ');
  if (method_end == std::string_view::npos || version_start == std::string_view::npos) return false;
  method_text_ = line.substr(0, method_end);
  const std::string_view version = trimmed.substr(version_start + 1);
  if (!is_token(method_text_) || version_start <= method_end || !starts_with_ignoring_case(version, "SIP/")) {
    return false;
  }
  kind_ = MessageKind::request;
  method_ = method_from(method_text_);
  request_uri_ = line.substr(method_end + 1, version_start - method_end - 1);
  if (trimmed.size() != line.size() || request_uri_.empty() || has_control_or_space(request_uri_)) {
    note(400, "Malformed Request-Line");
  }
  request_uri_ = trim(request_uri_);
  check_version(version);
  return true;
}

// SIP-Version SP Status-Code SP Reason-Phrase; a missing SP before an empty phrase is overlooked.
bool MessageView::parse_status_line(std::string_view line) {
  kind_ = MessageKind::response;
  const std::size_t version_end = line.find(' ');
  check_version(line.substr(0, version_end));
  std::string_view rest = version_end == std::string_view::npos ? std::string_view() : line.substr(version_end + 1);
  const std::size_t code_end = rest.find(' ');
  const std::string_view code = rest.substr(0, code_end);
  if (code_end != std::string_view::npos) reason_ = rest.substr(code_end + 1);
  const auto number = parse_number(code, 699);
  if (code.size() != 3 || !number || *number < 100) {
    note(400, "Malformed Status-Line");
  } else {
    status_ = static_cast<int>(*number);
  }
  return true;
}

// header-name *( SP / HTAB ) ":" value
void MessageView::index_header(std::string_view line) {
  std::size_t name_end = 0;
  while (name_end < line.size() && is_token_char(line[name_end])) ++name_end;
  std::size_t colon = name_end;
  while (colon < line.size() && (line[colon] == ' ' || line[colon] == '\t')) ++colon;
  if (name_end == 0 || colon == line.size() || line[colon] != ':') {
    note(400, "Malformed Header Field");
    return;
  }
  add_header(line.substr(0, name_end), trim(line.substr(colon + 1)));
}

void MessageView::add_header(std::string_view name, std::string_view value) {
  if (header_count_ == kHeadersMax) {
    note(400, "Too Many Header Fields");
    framing_lost_ = true;
    return;
  }
  const auto position = static_cast<std::uint16_t>(header_count_++);
  // Field by field: a whole HeaderView would be composed in narrow stores and copied in wide loads, which stalls.
  HeaderView& header = headers_[position];
  header.id = header_id(name);
  header.name = name;
  header.value = value;
  header.next_of_same_id = kNoHeader;
  const std::size_t id = slot_of(header.id);
  if (first_[id] == kNoHeader) {
    first_[id] = position;
  } else {
    headers_[last_[id]].next_of_same_id = position;
  }
  last_[id] = position;
}

void MessageView::read_content_length() {
  const HeaderView* header = first(HeaderId::content_length);
  if (!header) return;
  content_length_ = parse_number(header->value);
  if (!content_length_) {
    note(400, "Malformed Content-Length", HeaderId::content_length);
    framing_lost_ = true;
  } else if (next(*header)) {
    note(400, "More Than One Content-Length", HeaderId::content_length);
    framing_lost_ = true;
  }
}

const HeaderView* MessageView::first(HeaderId id) const {
  const std::uint16_t position = kind_ == MessageKind::none ? kNoHeader : first_[slot_of(id)];
  return position == kNoHeader ? nullptr : &headers_[position];
}

const HeaderView* MessageView::next(const HeaderView& header) const {
  if (header.next_of_same_id == kNoHeader) return nullptr;
  HEXAD_CHECK(header.next_of_same_id < header_count_);
  return &headers_[header.next_of_same_id];
}

const HeaderView* MessageView::find(std::string_view name) const {
  for (std::size_t i = 0; i < header_count_; ++i) {
    if (equals_ignoring_case(headers_[i].name, name)) return &headers_[i];
  }
  return nullptr;
}

std::string_view MessageView::value(HeaderId id) const {
  const HeaderView* header = first(id);
  return header ? header->value : std::string_view();
}

std::size_t MessageView::count(HeaderId id) const {
  std::size_t found = 0;
  for (const HeaderView* header = first(id); header; header = next(*header)) ++found;
  return found;
}

bool HeaderValues::next(std::string_view& value) {
  while (header_) {
    if (splitter_.next(value)) return true;
    header_ = message_.next(*header_);
    splitter_ = ListSplitter(header_ ? header_->value : std::string_view());
  }
  return false;
}

std::string_view first_value(const MessageView& message, HeaderId id) {
  std::string_view value;
  ListSplitter(message.value(id)).next(value);
  return value;
}

bool list_has_token(const MessageView& message, HeaderId id, std::string_view token) {
  std::string_view value;
  for (HeaderValues values(message, id); values.next(value);) {
    if (equals_ignoring_case(value, token)) return true;
  }
  return false;
}

}  // namespace hexad::sip
