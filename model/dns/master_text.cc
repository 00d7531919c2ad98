#include "model/dns/master_text.h"

namespace hexad::dns {
namespace {

constexpr std::string_view kBlanks = " \t\r";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::uint64_t unit_seconds(char unit) {
  switch (unit) {
    case 'w':
    case 'W': return 7 * 24 * 3600;
    case 'd':
    case 'D': return 24 * 3600;
    case 'h':
    case 'H': return 3600;
    case 'm':
    case 'M': return 60;
    case 's':
    case 'S': return 1;
    default: return 0;
  }
}

}  // namespace

char MasterText::take() {
  const char c = rest_.front();
  rest_.remove_prefix(1);
  if (c == '\n') ++line_;
  return c;
}

tl::expected<std::optional<MasterEntry>, MasterTextError> MasterText::next() {
  while (!rest_.empty()) {
    auto entry = read_entry();
    if (!entry) {
      rest_ = {};
      return tl::unexpected<MasterTextError>(entry.error());
    }
    if (entry->text.find_first_not_of(kBlanks) != std::string::npos) return std::optional(*std::move(entry));
  }
  return std::optional<MasterEntry>();
}

bool MasterText::copy_quoted(std::string& text) {
  const bool is_escape = rest_.front() == '\\';
  text += take();
  if (is_escape) {
    if (!rest_.empty() && rest_.front() != '\n') text += take();
    return true;
  }
  while (!rest_.empty() && rest_.front() != '\n') {
    const char c = take();
    text += c;
    if (c == '"') return true;
    if (c == '\\' && !rest_.empty() && rest_.front() != '\n') text += take();
  }
  return false;
}

tl::expected<MasterEntry, MasterTextError> MasterText::read_entry() {
  MasterEntry entry{line_, {}};
  const auto refuse = [](int line, const char* what) { return tl::unexpected(MasterTextError{line, what}); };
  int opened_at = 0;  // The line of an open parenthesis; 0 outside.
  while (!rest_.empty()) {
    const char c = rest_.front();
    if (c == '"' || c == '\\') {
      const int line = line_;
      if (!copy_quoted(entry.text)) return refuse(line, "a quote has no end; expected another \" on the same line");
      continue;
    }
    if (c == ';') {
      while (!rest_.empty() && rest_.front() != '\n') take();
      continue;
    }
    take();
    if (c == '\n' && opened_at == 0) return entry;
    if (c == '(') {
      if (opened_at != 0) return refuse(line_, "a ( inside of parentheses; expected )");
      opened_at = line_;
    } else if (c == ')') {
      if (opened_at == 0) return refuse(line_, "a ) without its (");
      opened_at = 0;
    }
    const bool separates = c == '\n' || c == '(' || c == ')' || is_blank(c);
    entry.text += separates ? ' ' : c;
  }
  if (opened_at != 0) return refuse(opened_at, "a ( has no end; expected )");
  return entry;
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return words;
    text.remove_prefix(first);
    std::size_t end = 0;
    for (bool quoted = false; end < text.size() && (quoted || !is_blank(text[end])); ++end) {
      if (text[end] == '"') quoted = !quoted;
      if (text[end] == '\\' && end + 1 < text.size()) ++end;
    }
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

host::Expected<std::uint32_t> parse_ttl(std::string_view text) {
  const auto refuse = [&] {
    return host::fail(host::ErrorCode::malformed, "'" + std::string(text.substr(0, 40)) +
                                                      "' is not a TTL; expected seconds up to 2147483647, or 1h30m");
  };
  std::uint64_t total = 0, number = 0;
  bool digits = false, units = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + static_cast<std::uint64_t>(c - '0');
      digits = true;
    } else {
      if (!digits || unit_seconds(c) == 0) return refuse();
      total += number * unit_seconds(c);
      number = 0;
      digits = false;
      units = true;
    }
    if (number > 0x7fffffff || total > 0x7fffffff) return refuse();
  }
  if (digits == units || total + number > 0x7fffffff) return refuse();
  return static_cast<std::uint32_t>(total + number);
}

}  // namespace hexad::dns
