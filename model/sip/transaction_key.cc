#include "model/sip/transaction_key.h"

#include "model/wire/sip/chars.h"
#include "model/wire/sip/name_addr.h"

namespace hexad::sip {
namespace {

void append_part(std::string& key, std::string_view part) {
  key.append(part);
  key.push_back('\0');
}

void append_lower(std::string& key, std::string_view part) {
  const std::size_t start = key.size();
  append_part(key, part);
  for (std::size_t at = start; at < start + part.size(); ++at) key[at] = to_lower(key[at]);
}

void append_hex(std::string& text, std::uint64_t number) {
  static constexpr char kDigits[] = "0123456789abcdef";
  char digits[16];
  for (int i = 0; i < 16; ++i) digits[i] = kDigits[(number >> (60 - 4 * i)) & 15];
  text.append(digits, sizeof digits);
}

std::string_view tag_of(const MessageView& message, HeaderId id) {
  const auto party = parse_name_addr(message.value(id));
  return party ? party->tag() : std::string_view();
}

}  // namespace

TransactionKeys::TransactionKeys(host::Host& host)
    : hash_(host.entropy("sip.transactions")),
      second_hash_(host.entropy("sip.transactions")),
      tag_hash_(host.entropy("sip.tags")) {
  key_.reserve(512);
  tag_.reserve(32);
}

TransactionFingerprint TransactionKeys::of_request(const MessageView& request, const ViaView& top) {
  const bool is_ack = request.method() == Method::ack;
  return of_parts(request, top, is_ack ? method_name(Method::invite) : request.method_text());
}

TransactionFingerprint TransactionKeys::of_cancelled(const MessageView& cancel, const ViaView& top) {
  return of_parts(cancel, top, method_name(Method::invite));
}

TransactionFingerprint TransactionKeys::of_parts(const MessageView& request, const ViaView& top,
                                                 std::string_view method) {
  const bool of_invite = method == method_name(Method::invite);
  key_.clear();
  append_part(key_, method);
  if (top.has_rfc3261_branch()) {
    append_part(key_, top.branch());
    append_lower(key_, top.host.text);
    key_.push_back(top.port ? ':' : ' ');
    if (top.port) {
      key_.push_back(static_cast<char>(*top.port >> 8));
      key_.push_back(static_cast<char>(*top.port));
    }
    return fingerprint();
  }
  append_part(key_, request.request_uri());
  // The To tag of an ACK is the one that the answer to its INVITE brought, so that it is left out for both.
  if (!of_invite) append_part(key_, tag_of(request, HeaderId::to));
  append_part(key_, tag_of(request, HeaderId::from));
  append_part(key_, request.value(HeaderId::call_id));
  const auto cseq = parse_cseq(request.value(HeaderId::cseq));
  append_hex(key_, cseq ? cseq->number : 0);
  append_part(key_, top.text);
  return fingerprint();
}

TransactionFingerprint TransactionKeys::fingerprint() {
  const TransactionFingerprint both{hash_(key_), second_hash_(key_)};
  if (key_.capacity() > 4096) {
    key_.clear();
    key_.shrink_to_fit();
  }
  return both;
}

std::string_view TransactionKeys::of_client(std::string_view branch, std::string_view method) {
  key_.clear();
  append_part(key_, branch);
  append_part(key_, method);
  return bounded();
}

std::string_view TransactionKeys::bounded() {
  if (key_.size() <= kKeyBytesMax) return key_;
  const TransactionFingerprint both = fingerprint();
  key_.assign("#");
  append_hex(key_, both.first);
  append_hex(key_, both.second);
  return key_;
}

std::string_view TransactionKeys::to_tag(const MessageView& request) {
  key_.clear();
  append_part(key_, first_value(request, HeaderId::via));
  append_part(key_, request.value(HeaderId::call_id));
  append_part(key_, request.value(HeaderId::cseq));
  append_part(key_, request.value(HeaderId::from));
  tag_.clear();
  append_hex(tag_, tag_hash_(key_));
  return tag_;
}

}  // namespace hexad::sip
