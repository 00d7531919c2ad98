// What the administrative parts share. The peer owns all of it and outlives every user.
#pragma once

#include "model/admin/accounts.h"
#include "model/admin/command.h"
#include "model/admin/node.h"
#include "model/config/active_configuration.h"
#include "model/config/store.h"
#include "model/host/host.h"
#include "model/status/alarms.h"
#include "model/status/event_log.h"

namespace hexad::admin {

struct Services {
  host::Host& host;
  config::Store* store;  ///< Null: nothing is kept (no disk, or a store that could not be opened).
  config::ActiveConfiguration& configuration;
  status::Alarms& alarms;
  status::EventLog& events;
  Accounts& accounts;
  CommandTable& commands;
  StatusTree& status;
};

}  // namespace hexad::admin
