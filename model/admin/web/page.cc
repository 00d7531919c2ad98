#include "model/admin/web/page.h"

namespace hexad::admin::web {
namespace {

constexpr std::string_view kBetween = " > ";

}  // namespace

std::vector<std::string_view> steps_of(std::string_view path) {
  std::vector<std::string_view> steps;
  for (std::size_t from = 0;;) {
    const std::size_t to = path.find(kBetween, from);
    steps.push_back(path.substr(from, to - from));
    if (to == std::string_view::npos) return steps;
    from = to + kBetween.size();
  }
}

std::string url_of(std::string_view path) {
  std::string url;
  for (const std::string_view step : steps_of(path)) {
    url += '/';
    bool gap = false;
    for (const char c : step) {
      const bool upper = c >= 'A' && c <= 'Z';
      const bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!word) {
        gap = true;
        continue;
      }
      if (gap && url.back() != '/') url += '-';
      gap = false;
      url += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return url;
}

std::string_view Place::title() const { return steps_of(path).back(); }

std::string Place::heading() const {
  const auto steps = steps_of(path);
  if (steps.size() < 3 || steps.back() != "Configuration") return std::string(steps.back());
  return std::string(steps[steps.size() - 2]) + " configuration";
}

std::string_view Place::section() const { return steps_of(path).front(); }

}  // namespace hexad::admin::web
