#include "model/http/target.h"

namespace hexad::http {

bool read_target(Request& request) {
  std::string_view target = request.target;
  if (!target.empty() && target.front() != '/' && target != "*") {
    const std::size_t authority = target.find("://");
    const std::size_t end = authority == std::string_view::npos ? authority : target.find_first_of("/?", authority + 3);
    target = end == std::string_view::npos ? "/" : target.substr(end);
  }
  const std::size_t mark = target.find('?');
  auto path = percent_decoded(target.substr(0, mark), false);
  if (!path) return false;
  request.path = path->empty() ? "/" : std::move(*path);
  if (mark == std::string_view::npos) {
    request.query.clear();
    return true;
  }
  auto query = parse_urlencoded(target.substr(mark + 1));
  if (!query) return false;
  request.query = std::move(*query);
  return true;
}

}  // namespace hexad::http
