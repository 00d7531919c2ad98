// Any stream of bytes to the request parser, and to the answer parser. Laws: cut anywhere it gives the same messages
// and the same fault as whole; what it accepts is written again by the writer and read back the same; bounds hold.
#include <algorithm>
#include <string>
#include <vector>

#include "model/host/check.h"
#include "model/wire/http/form.h"
#include "model/wire/http/parser.h"
#include "model/wire/http/writer.h"

namespace {

using namespace hexad::http;

constexpr std::size_t kHeaderBytesMax = 2000;
constexpr std::size_t kBodyBytesMax = 1500;

struct Message {
  std::string method, target;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
  bool operator==(const Message&) const = default;
};

struct Outcome {
  std::vector<Message> messages;
  int fault = 0;
  bool operator==(const Outcome&) const = default;
};

Message begun(RequestParser& parser) {
  const RequestHead& head = parser.head();
  HEXAD_CHECK(head.headers.all.size() <= kHeaderFieldsMax && is_token(head.method) && !head.target.empty());
  HEXAD_CHECK(!(head.framing.chunked && head.framing.content_length));
  Message message{head.method, head.target, {}, {}};
  for (const Header& header : head.headers.all) message.fields.emplace_back(header.name, header.value);
  return message;
}

Outcome parse(std::string_view text, std::size_t piece_bytes) {
  RequestParser parser(kHeaderBytesMax);
  Outcome outcome;
  Message message;
  while (!text.empty()) {
    std::string_view piece = text.substr(0, piece_bytes);
    text.remove_prefix(piece.size());
    for (ParseEvent event = parser.push(piece); event != ParseEvent::need_more; event = parser.push(piece)) {
      if (event == ParseEvent::failed) {
        outcome.fault = parser.fault().status;
        HEXAD_CHECK(outcome.fault >= 400 && !parser.fault().sentence.empty());
        return outcome;
      }
      if (event == ParseEvent::head) {
        message = begun(parser);
        parser.limit_body(kBodyBytesMax);
        continue;
      }
      message.body = parser.take_body();
      HEXAD_CHECK(message.body.size() <= kBodyBytesMax);
      outcome.messages.push_back(message);
      parser.start_next();
    }
    HEXAD_CHECK(piece.empty());
  }
  return outcome;
}

void check_round_trip(const Message& message) {
  std::string text;
  append_request_line(text, message.method, message.target);
  bool framed = false;
  for (const auto& [name, value] : message.fields) {
    if (same_word(name, "transfer-encoding") || same_word(name, "content-length")) {
      framed = true;
      continue;
    }
    append_field(text, name, value);
  }
  // Where HTTP/1.0 needs no Host, 1.1 does.
  const auto is_host = [](const auto& field) { return same_word(field.first, "host"); };
  if (std::none_of(message.fields.begin(), message.fields.end(), is_host)) append_field(text, "Host", "a");
  if (framed) append_field(text, "Content-Length", std::to_string(message.body.size()));
  text.append("\r\n").append(message.body);
  if (text.size() > kHeaderBytesMax || message.fields.size() >= kHeaderFieldsMax) return;
  const Outcome again = parse(text, SIZE_MAX);
  HEXAD_CHECK(again.fault == 0 && again.messages.size() == 1);
  HEXAD_CHECK(again.messages[0].method == message.method && again.messages[0].target == message.target);
  HEXAD_CHECK(again.messages[0].body == message.body);
}

std::pair<int, std::string> parse_answer(std::string_view text, std::size_t piece_bytes, bool no_body) {
  ResponseParser parser(kHeaderBytesMax);
  parser.expect_no_body(no_body);
  int status = 0;
  ParseEvent event = ParseEvent::need_more;
  while (!text.empty() && event == ParseEvent::need_more) {
    std::string_view piece = text.substr(0, piece_bytes);
    text.remove_prefix(piece.size());
    for (event = parser.push(piece); event == ParseEvent::head; event = parser.push(piece)) {
      status = parser.head().status;
      parser.limit_body(kBodyBytesMax);
    }
  }
  if (event == ParseEvent::need_more) event = parser.end();
  return event == ParseEvent::message ? std::pair(status, parser.take_body()) : std::pair(-1, std::string());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = parse(text, SIZE_MAX);
  HEXAD_CHECK(parse(text, 1) == whole);
  HEXAD_CHECK(parse(text, 1u + data[0] % 61u) == whole);
  for (const Message& message : whole.messages) {
    check_round_trip(message);
    for (const auto& [name, value] : message.fields) {
      if (same_word(name, "content-type")) (void)parse_form(value, message.body);
    }
  }
  const bool no_body = data[0] % 2 == 1;
  const auto answer = parse_answer(text, SIZE_MAX, no_body);
  HEXAD_CHECK(parse_answer(text, 1, no_body) == answer);
  HEXAD_CHECK(parse_answer(text, 1u + data[0] % 61u, no_body) == answer);
  if (const auto fields = parse_urlencoded(text)) HEXAD_CHECK(fields->size() <= kFormFieldsMax);
  (void)parse_form("multipart/form-data; boundary=x", text);
  return 0;
}
