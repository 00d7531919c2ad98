// The pages of the Status menu that act on something: Overview, Alarms, Registrations, Calls. What they show comes from
// the alarms and the status tree; what their buttons do, from the command table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/admin/web/page.h"

namespace hexad::admin::web {

class OverviewPage final : public Page {
 public:
  void show(Visit& visit) override;
};

class AlarmsPage final : public Page {
 public:
  void show(Visit& visit) override;
  void act(Visit& visit) override;
};

/// A table of the items of one element of the status tree, with check boxes and one button that runs a command for each
/// that is checked: Registrations (Unregister) and Calls (Disconnect).
class ItemsPage final : public Page {
 public:
  struct Column {
    std::string_view heading;
    std::vector<std::string_view> paths;  ///< Of the leaf under the item; the first that is there counts.
  };
  struct Description {
    std::string_view element;  ///< "Registrations"
    std::string_view item;     ///< "Registration"
    std::vector<Column> columns;
    std::string_view button;            ///< "Unregister"
    std::string_view command;           ///< "RemoveRegistration"
    std::string_view number_parameter;  ///< "Registration": takes the item's number.
    std::string_view serial_parameter;  ///< "RegistrationSerialNumber": takes its leaf SerialNumber.
    std::string_view done;              ///< "unregistered"
    std::string_view elsewhere;         ///< Has the items of other peers, which can only be looked at; may be empty.
  };
  static Description registrations(bool by_alias);
  static Description calls();

  explicit ItemsPage(Description description) : description_(std::move(description)) {}
  void show(Visit& visit) override;
  void act(Visit& visit) override;

 private:
  void write_rows(Html& html, Visit& visit, const Node& all, bool with_boxes, bool with_empty_cells) const;

  Description description_;
};

/// One element of the status tree, every leaf of it.
class ElementPage final : public Page {
 public:
  explicit ElementPage(std::string_view element) : element_(element) {}
  void show(Visit& visit) override;

 private:
  std::string_view element_;
};

/// The value of a leaf; list members are meant by "Alias 1". Empty when it is not there.
std::string leaf(const Node& node, std::string_view path);
/// Runs a command for each list of arguments, one after the other, then goes back to `url` and says how many succeeded
/// and why the first that failed did.
void run_each(Visit& visit, std::string_view command, std::vector<Arguments> calls, std::string_view done);

}  // namespace hexad::admin::web
