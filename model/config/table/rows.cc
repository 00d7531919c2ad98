#include "model/config/table/rows.h"

#include <algorithm>
#include <deque>
#include <string>

namespace hexad::config::table {
namespace {

// Paths that are put together here; they live for the program, as the table does.
std::string_view kept(std::string text) {
  static std::deque<std::string> all;
  return all.emplace_back(std::move(text));
}

}  // namespace

Row& Row::peer_specific(const Releases& releases) {
  for (std::size_t i = 0; i < releases.size(); ++i) {
    setting_.scopes[i] = releases[i] ? Scope::peer_specific : Scope::cluster_wide;
  }
  setting_.scope = setting_.scopes.back();
  return *this;
}

Row& Row::restart() { return setting_.restart_required = true, *this; }
Row& Row::only(const Releases& releases) { return setting_.releases = releases, *this; }
Row& Row::ours() { return setting_.path_is_ours = true, *this; }
Row& Row::default_ours() { return setting_.default_is_ours = true, *this; }
Row& Row::cli_only() { return setting_.on_web = false, *this; }
Row& Row::read_by(std::string_view reader) { return setting_.reader = reader, *this; }
Row& Row::alias(std::string_view path) { return setting_.alias = path, *this; }
Row& Row::form(TextForm form) { return setting_.form = form, *this; }
Row& Row::at_least(std::int64_t characters) { return setting_.minimum = characters, *this; }
Row& Row::on_page(std::string_view page) { return setting_.page = page, *this; }

void Rows::under(std::string_view prefix, std::string_view page) {
  prefix_ = prefix;
  page_ = page;
}

Setting& Rows::add(std::string_view path, ValueKind kind, const Default& value, std::string_view label,
                   std::string_view help) {
  Setting& setting = table_.emplace_back();
  setting.path = prefix_.empty() ? path : kept(std::string(prefix_) + std::string(path));
  setting.kind = kind;
  setting.defaults = value.by_release;
  setting.page = page_;
  setting.label = label;
  setting.help = help;
  return setting;
}

Row Rows::on_off(std::string_view path, Default value, std::string_view label, std::string_view help) {
  return choice(path, {"On", "Off"}, value, label, help);
}

Row Rows::choice(std::string_view path, std::vector<std::string_view> words, Default value, std::string_view label,
                 std::string_view help) {
  Setting& setting = add(path, ValueKind::choice, value, label, help);
  setting.words = std::move(words);
  return Row(setting);
}

Row Rows::integer(std::string_view path, std::int64_t minimum, std::int64_t maximum, Default value,
                  std::string_view label, std::string_view help) {
  Setting& setting = add(path, ValueKind::integer, value, label, help);
  setting.minimum = minimum;
  setting.maximum = maximum;
  return Row(setting);
}

Row Rows::text(std::string_view path, std::int64_t maximum, std::string_view label, std::string_view help) {
  return text(path, maximum, "", label, help);
}

Row Rows::text(std::string_view path, std::int64_t maximum, Default value, std::string_view label,
               std::string_view help) {
  Setting& setting = add(path, ValueKind::text, value, label, help);
  setting.maximum = maximum;
  return Row(setting);
}

Row Rows::password(std::string_view path, std::int64_t maximum, std::string_view label, std::string_view help) {
  Setting& setting = add(path, ValueKind::password, "", label, help);
  setting.maximum = maximum;
  return Row(setting);
}

Row Rows::address(std::string_view path, std::string_view label, std::string_view help) {
  Setting& setting = add(path, ValueKind::address, "", label, help);
  setting.maximum = 39;
  return Row(setting);
}

Row Rows::address_v4(std::string_view path, Default value, std::string_view label, std::string_view help) {
  Setting& setting = add(path, ValueKind::address, value, label, help);
  setting.minimum = 7;
  setting.maximum = 15;
  setting.family = host::Family::ipv4;
  return Row(setting);
}

Row Rows::address_v6(std::string_view path, std::string_view label, std::string_view help) {
  Setting& setting = add(path, ValueKind::address, "", label, help);
  setting.maximum = 39;
  setting.family = host::Family::ipv6;
  return Row(setting);
}

}  // namespace hexad::config::table
