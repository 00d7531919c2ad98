// What all pages of one peer share: its services, the sessions, and the pages by their addresses and in the order of
// the menu.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/web/page.h"
#include "model/admin/web/sessions.h"

namespace hexad::admin {

/// What the pages cannot find in Services.
struct WebContext {
  std::string version = "Hexad";  ///< "Hexad 0.1.0": shown at the foot of every page and on the overview.
  /// False while the peer is starting or stopping; the overview says so. Empty: always ready.
  std::function<bool()> ready;
};

}  // namespace hexad::admin

namespace hexad::admin::web {

class Site {
 public:
  Site(Services services, WebContext context);

  Services& services() { return services_; }
  const Services& services() const { return services_; }
  const WebContext& context() const { return context_; }
  Sessions& sessions() { return sessions_; }
  config::Release release() const { return services_.configuration.current().release(); }
  /// "SystemUnit Name", or the machine's name where none is set.
  std::string system_name() const;
  /// Expires when the pages go: whoever waits for a command asks it before touching anything of theirs.
  std::weak_ptr<const int> presence() const { return presence_; }

  /// Adds a page behind those that are there; one at the same place is replaced. The words above it that no page stands
  /// at ("System > Network interfaces") become pages that list what is under them.
  void add(std::string_view path, std::unique_ptr<Page> page, bool in_menu = true);
  /// Null when there is no such page.
  const Place* find(std::string_view url) const;
  /// In the order of the menu.
  const std::vector<std::unique_ptr<Place>>& places() const { return places_; }
  /// "Status", "System" and so on, in the order of the menu.
  std::vector<std::string_view> sections() const;

 private:
  Services services_;
  WebContext context_;
  std::shared_ptr<const int> presence_ = std::make_shared<const int>(0);
  Sessions sessions_;
  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<std::unique_ptr<Place>> places_;
  std::map<std::string, Place*, std::less<>> by_url_;
};

}  // namespace hexad::admin::web
