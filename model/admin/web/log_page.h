// Status > Logs: the Event Log and the Configuration Log of this peer, newest first, a page at a time, with a filter.
#pragma once

#include "model/admin/web/page.h"
#include "model/status/event_log.h"

namespace hexad::admin::web {

class LogPage final : public Page {
 public:
  static constexpr std::size_t kLinesPerPage = 100;
  explicit LogPage(status::LogName log) : log_(log) {}
  void show(Visit& visit) override;

 private:
  status::LogName log_;
};

}  // namespace hexad::admin::web
