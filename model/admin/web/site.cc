#include "model/admin/web/site.h"

#include <algorithm>
#include <utility>

#include "model/admin/web/index_page.h"

namespace hexad::admin::web {
namespace {

/// The path up to and including its n-th word.
std::string first_steps(std::string_view path, std::size_t count) {
  const auto steps = steps_of(path);
  const auto& last = steps[count - 1];
  return std::string(path.substr(0, static_cast<std::size_t>(last.data() - path.data()) + last.size()));
}

}  // namespace

Site::Site(Services services, WebContext context)
    : services_(services),
      context_(std::move(context)),
      sessions_(services.host, services.configuration, services.accounts) {}

std::string Site::system_name() const {
  constexpr std::string_view kPath = "SystemUnit Name";
  const config::Configuration& current = services_.configuration.current();
  const auto ref = config::find_setting(kPath);
  std::string name = ref && ref->setting->in(release()) ? current.value(*ref) : std::string();
  return name.empty() ? std::string(services_.host.name()) : name;
}

void Site::add(std::string_view path, std::unique_ptr<Page> page, bool in_menu) {
  const std::size_t depth = steps_of(path).size();
  for (std::size_t count = 1; in_menu && count < depth; ++count) {
    const std::string above = first_steps(path, count);
    if (find(url_of(above)) == nullptr) add(above, std::make_unique<IndexPage>(), true);
  }
  std::string url = url_of(path);
  auto& place = by_url_[url];
  if (place == nullptr) {
    places_.push_back(std::make_unique<Place>());
    place = places_.back().get();
  }
  place->path = std::string(path);
  place->url = std::move(url);
  place->page = page.get();
  place->in_menu = in_menu;
  pages_.push_back(std::move(page));
}

const Place* Site::find(std::string_view url) const {
  const auto it = by_url_.find(url);
  return it == by_url_.end() ? nullptr : it->second;
}

std::vector<std::string_view> Site::sections() const {
  std::vector<std::string_view> names;
  for (const auto& place : places_) {
    if (place->in_menu && place->path == place->section()) names.push_back(place->section());
  }
  return names;
}

}  // namespace hexad::admin::web
