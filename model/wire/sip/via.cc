#include "model/wire/sip/via.h"

#include "model/wire/sip/chars.h"
#include "model/wire/sip/scanner.h"

namespace hexad::sip {
namespace {

bool read_sent_by(Scanner& scanner, ViaView& via) {
  if (!scanner.read_token(via.protocol) || !scanner.read_separator('/')) return false;
  if (!scanner.read_token(via.version) || !scanner.read_separator('/')) return false;
  if (!scanner.read_token(via.transport) || !is_lws(scanner.peek())) return false;
  scanner.skip_lws();
  return read_host_port(scanner, true, via.host, via.port);
}

}  // namespace

bool parse_via_into(std::string_view value, ViaView& into) {
  into = ViaView{};
  into.text = trim(value);
  Scanner scanner(into.text);
  if (!read_sent_by(scanner, into) || !read_header_params(scanner, into.params)) return false;
  scanner.skip_lws();
  into.note_params();
  return scanner.at_end();
}

std::optional<ViaView> parse_via(std::string_view value) {
  std::optional<ViaView> via(std::in_place);
  if (!parse_via_into(value, *via)) via.reset();
  return via;
}

std::optional<ViaView> parse_via_sent_by(std::string_view value) {
  std::optional<ViaView> via(std::in_place);
  via->text = trim(value);
  Scanner scanner(via->text);
  if (!read_sent_by(scanner, *via)) return std::nullopt;
  ParamsView params;
  if (read_header_params(scanner, params)) via->params = params;
  via->note_params();
  return via;
}

// The first of each name counts.
void ViaView::note_params() {
  bool has_maddr = false;
  ParamView param;
  for (std::size_t position = 0; params.next(position, param);) {
    if (equals_ignoring_case(param.name, "branch")) {
      if (branch_count_++ == 0) branch_ = param.value;
    } else if (equals_ignoring_case(param.name, "rport")) {
      wants_rport_ = true;
    } else if (!has_maddr && equals_ignoring_case(param.name, "maddr")) {
      maddr_ = param.value;
      has_maddr = true;
    }
  }
}

bool ViaView::has_rfc3261_branch() const {
  const std::string_view text_of_branch = branch();
  return text_of_branch.size() > kBranchCookie.size() && starts_with_ignoring_case(text_of_branch, kBranchCookie);
}

std::optional<std::uint16_t> ViaView::rport() const {
  const auto number = parse_number(params.value("rport"), UINT16_MAX);
  if (!number) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

std::optional<std::uint8_t> ViaView::ttl() const {
  const auto number = parse_number(params.value("ttl"), UINT8_MAX);
  if (!number) return std::nullopt;
  return static_cast<std::uint8_t>(*number);
}

std::string sent_by_text(const ViaView& via) {
  std::string text;
  if (via.host.is_ipv6()) {
    text.append("[").append(via.host.text).append("]");
  } else {
    text.append(via.host.text);
  }
  if (via.port) text.append(":").append(std::to_string(*via.port));
  return text;
}

std::optional<host::SocketAddress> answer_address(const ViaView& via, const host::SocketAddress& source, bool secure) {
  const std::uint16_t sent_by_port = via.port.value_or(secure ? 5061 : 5060);
  if (const std::string_view maddr = via.maddr(); !maddr.empty()) {
    const auto host = parse_host(maddr);
    if (!host || !host->address) return std::nullopt;
    return host::SocketAddress{*host->address, sent_by_port};
  }
  return host::SocketAddress{source.address, via.wants_rport() ? source.port : sent_by_port};
}

}  // namespace hexad::sip
