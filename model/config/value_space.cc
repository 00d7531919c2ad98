// What a setting's value may be: the sentence, the command reference's notation, and the check itself.
#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "model/config/setting.h"
#include "model/config/setting_tree.h"
#include "model/host/address.h"

namespace hexad::config {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Characters of printable UTF-8, or nothing when it is not that.
std::optional<std::int64_t> characters_of(std::string_view text) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x20 || lead == 0x7f) return std::nullopt;
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xc2 && lead < 0xe0 ? 2
                               : lead >= 0xe0 && lead < 0xf0 ? 3
                               : lead >= 0xf0 && lead < 0xf5 ? 4
                                                             : 0;
    if (length == 0 || i + length > text.size()) return std::nullopt;
    for (std::size_t j = 1; j < length; ++j) {
      if ((static_cast<unsigned char>(text[i + j]) & 0xc0) != 0x80) return std::nullopt;
    }
    const unsigned char second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
    const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    const bool no_character = (lead == 0xed && second >= 0xa0) || (lead == 0xf4 && second >= 0x90);
    if (overlong || no_character) return std::nullopt;
    i += length;
  }
  return count;
}

bool is_label(std::string_view text) {
  if (text.empty() || text.size() > 63 || text.front() == '-' || text.back() == '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

// The last label of a dotted name, or nothing when a label is malformed.
std::optional<std::string_view> last_label(std::string_view text) {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return std::nullopt;
    if (dot == std::string_view::npos) return text;
    text.remove_prefix(dot + 1);
  }
}

bool is_domain_name(std::string_view text) {
  const auto last = last_label(text);
  return last && !std::all_of(last->begin(), last->end(), is_digit);
}

bool has_form(TextForm form, std::string_view text) {
  switch (form) {
    case TextForm::any: return true;
    case TextForm::host_label: return is_label(text);
    case TextForm::domain_name: return is_domain_name(text);
    case TextForm::host: return is_domain_name(text) || host::IpAddress::parse(text).has_value();
    case TextForm::cluster_name: {
      const auto last = last_label(text);
      return last && !is_digit(last->front());
    }
  }
  return false;
}

std::string_view form_text(TextForm form) {
  switch (form) {
    case TextForm::any: return {};
    case TextForm::host_label: return "a host name without dots (letters, digits and inner hyphens)";
    case TextForm::domain_name: return "a domain name";
    case TextForm::host: return "an IP address or a domain name";
    case TextForm::cluster_name:
      return "levels of letters, digits and inner hyphens joined by dots, the last one starting with a letter";
  }
  return {};
}

std::string joined(const std::vector<std::string_view>& words, std::string_view between, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? last : between;
    text += words[i];
  }
  return text;
}

std::optional<std::string> canonical_text(const Setting& setting, std::string_view value) {
  const auto characters = characters_of(value);
  if (!characters || *characters > setting.maximum) return std::nullopt;
  if (value.empty()) return std::string();
  if (*characters < setting.minimum || !has_form(setting.form, value)) return std::nullopt;
  return std::string(value);
}

std::string text_space(const Setting& setting) {
  const std::string length = setting.minimum > 0
                                 ? fmt::format("{} to {} characters, or nothing", setting.minimum, setting.maximum)
                                 : fmt::format("at most {} characters", setting.maximum);
  const std::string_view form = form_text(setting.form);
  return form.empty() ? length : fmt::format("{}, {}", form, length);
}

}  // namespace

std::string value_space(const Setting& setting) {
  switch (setting.kind) {
    case ValueKind::choice: return joined(setting.words, ", ", " or ");
    case ValueKind::integer: return fmt::format("a whole number from {} to {}", setting.minimum, setting.maximum);
    case ValueKind::text: return text_space(setting);
    case ValueKind::password: return fmt::format("a password, {}", text_space(setting));
    case ValueKind::address:
      if (setting.family == host::Family::ipv4) return "an IPv4 address";
      if (setting.family == host::Family::ipv6) return "an IPv6 address";
      return "an IPv4 or IPv6 address";
  }
  return {};
}

std::string value_syntax(const Setting& setting) {
  switch (setting.kind) {
    case ValueKind::choice: return fmt::format("<{}>", joined(setting.words, "/", "/"));
    case ValueKind::integer: return fmt::format("<{}..{}>", setting.minimum, setting.maximum);
    case ValueKind::password: return "<Password>";
    case ValueKind::text:
    case ValueKind::address: return fmt::format("<S: {}, {}>", setting.minimum, setting.maximum);
  }
  return {};
}

std::optional<std::string> canonical_value(const Setting& setting, std::string_view value) {
  switch (setting.kind) {
    case ValueKind::choice:
      for (const std::string_view word : setting.words) {
        if (equal_ignoring_case(word, value)) return std::string(word);
      }
      return std::nullopt;
    case ValueKind::integer: {
      const auto number = whole_number(value);
      if (!number || *number < setting.minimum || *number > setting.maximum) return std::nullopt;
      return std::to_string(*number);
    }
    case ValueKind::text:
    case ValueKind::password: return canonical_text(setting, value);
    case ValueKind::address: {
      if (value.empty()) return std::string();
      const auto address = host::IpAddress::parse(value);
      if (!address || (setting.family && address->family() != *setting.family)) return std::nullopt;
      return address->to_string();
    }
  }
  return std::nullopt;
}

std::vector<std::string> enumerated_values(const Setting& setting) {
  std::vector<std::string> values(setting.words.begin(), setting.words.end());
  if (setting.kind != ValueKind::integer || setting.maximum - setting.minimum >= 10) return values;
  for (std::int64_t number = setting.minimum; number <= setting.maximum; ++number) {
    values.push_back(std::to_string(number));
  }
  return values;
}

std::string shown_value(const Setting& setting, std::string_view value) {
  return std::string(setting.kind == ValueKind::password && !value.empty() ? "***" : value);
}

}  // namespace hexad::config
