// A page of the menu.
#pragma once

#include <string>
#include <string_view>

#include "model/admin/web/visit.h"

namespace hexad::admin::web {

class Page {
 public:
  virtual ~Page() = default;
  Page() = default;
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  /// GET.
  virtual void show(Visit& visit) = 0;
  /// POST, its session, token and role checked.
  virtual void act(Visit& visit) { visit.refuse(405, "This page takes no input."); }
  /// Who may post to it.
  virtual Role role_to_act() const { return Role::administrator; }
};

/// Where a page stands: "System > Network interfaces > IP" at /system/network-interfaces/ip.
struct Place {
  std::string path;
  std::string url;
  Page* page = nullptr;
  bool in_menu = true;

  /// The last word of the path: "IP".
  std::string_view title() const;
  /// What the page is headed by: its title, with the word above it where it says little: "Firewall rules
  /// configuration".
  std::string heading() const;
  /// The first: "System".
  std::string_view section() const;
};

/// "System > Network interfaces > IP" -> "/system/network-interfaces/ip".
std::string url_of(std::string_view path);
/// The words of a path, between its " > ".
std::vector<std::string_view> steps_of(std::string_view path);

}  // namespace hexad::admin::web
