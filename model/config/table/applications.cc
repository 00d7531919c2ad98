// Applications, and FindMe under its policy.
#include "model/config/table/rows.h"

namespace hexad::config::table {

void add_applications(Rows& rows) {
  rows.under("Applications ConferenceFactory ", "Applications > Conference Factory");
  rows.on_off("Mode", "Off", "Mode", "Whether this peer registers the factory's alias and serves it.")
      .only(kVcsAndX12)
      .peer_specific();
  rows.text("Alias", 60, "Alias", "What endpoints call to begin a Multiway conference; the same on every peer.")
      .only(kVcsAndX12)
      .peer_specific();
  rows.text("Template", 60, "Template",
            "The alias of each new conference, %% standing for its number; another one on each peer.")
      .only(kVcsAndX12)
      .peer_specific();
  rows.integer("Range Start", 1, 65535, "65535", "Number range start", "The first number that %% becomes.")
      .only(kVcsAndX12)
      .peer_specific();
  rows.integer("Range End", 1, 65535, "65535", "Number range end", "The last number that %% becomes.")
      .only(kVcsAndX12)
      .peer_specific();
  rows.under("Applications External Status [1..10] ", "Applications > External");
  rows.text("Name", 64, "Name", "The name of an external application whose status is shown.").cli_only();
  rows.text("Filename", 255, "File name", "The file that it writes its status to.").cli_only();
  rows.under("Applications B2BUA ", "Applications > B2BUA > Microsoft Interoperability > Configuration");
  rows.choice("Microsoft Mode", {"Enabled", "Disabled"}, "Disabled", "Microsoft Interoperability",
              "Whether calls to and from Microsoft systems pass through a back-to-back user agent here.")
      .ours()
      .only(kBeforeX12)
      .restart();
  rows.under("Policy FindMe ", "Applications > FindMe");
  rows.choice("Mode", {"Off", "On", "ThirdPartyManager"}, "Off", "FindMe mode",
              "Whether calls to a person are sent on to the person's devices, and who knows them.");
  rows.choice("CallerID", {"FindMeID", "IncomingID"}, "IncomingID", "Caller ID",
              "Whether a call from a device shows the device or the person.");
  rows.text("Server Address", 128, "Server address", "The IP address or name of the third party's manager.")
      .form(TextForm::host);
  rows.text("Server Path", 255, "Path", "The path at the manager that is called.");
  rows.password("Server Password", 82, "Password", "The password by which the system logs in there.");
}

}  // namespace hexad::config::table
