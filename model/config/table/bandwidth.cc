// Configuration > Bandwidth: links between subzones and zones, and the pipes that limit what passes over them.
#include "model/config/table/rows.h"

namespace hexad::config::table {

void add_bandwidth(Rows& rows) {
  rows.under("Bandwidth ", "Configuration > Bandwidth > Configuration");
  rows.integer("Default", 64, 65535, "384", "Default call bandwidth (kbps)",
               "The bandwidth of a call whose caller names none.");
  rows.on_off("Downspeed PerCall Mode", "On", "Downspeed per call mode",
              "Whether a call that exceeds the limit of one call is made slower instead of refused.");
  rows.on_off("Downspeed Total Mode", "On", "Downspeed total mode",
              "Whether a call that exceeds what is left is made slower instead of refused.");
  rows.under("Bandwidth Link [1..3000] ", "Configuration > Bandwidth > Links");
  rows.text("Name", 50, "Name", "The name of a link.").at_least(1);
  rows.text("Node1 Name", 50, "Node 1", "The zone or subzone at one end.");
  rows.text("Node2 Name", 50, "Node 2", "The zone or subzone at the other end.");
  rows.text("Pipe1 Name", 50, "Pipe 1", "A pipe that limits the link.");
  rows.text("Pipe2 Name", 50, "Pipe 2", "Another pipe that limits the link.");
  rows.under("Bandwidth Pipe [1..1000] ", "Configuration > Bandwidth > Pipes");
  rows.text("Name", 50, "Name", "The name of a pipe.").at_least(1);
  rows.choice("Bandwidth Total Mode", {"Limited", "Unlimited", "NoBandwidth"}, "Unlimited",
              "Total bandwidth available: mode", "Whether all calls through the pipe together are limited.");
  rows.integer("Bandwidth Total Limit", 1, 100000000, "500000", "Total bandwidth available: limit (kbps)",
               "What they may use together.");
  rows.choice("Bandwidth PerCall Mode", {"Limited", "Unlimited", "NoBandwidth"}, "Unlimited",
              "Calls through this pipe: mode", "Whether one call through the pipe is limited.");
  rows.integer("Bandwidth PerCall Limit", 1, 100000000, "1920", "Calls through this pipe: limit (kbps)",
               "What one call may use.");
}

}  // namespace hexad::config::table
