// Configuration > Call policy and Configuration > Dial plan > Policy services.
#include "model/config/table/policy_service.h"
#include "model/config/table/rows.h"

namespace hexad::config::table {

void add_policy_service(Rows& rows) {
  rows.choice("Protocol", {"HTTP", "HTTPS"}, "HTTPS", "Protocol", "How the service is called.");
  rows.on_off("TLS Verify Mode", "On", "Certificate verification mode",
              "Whether the service's certificate is checked over HTTPS.");
  rows.on_off("TLS CRLCheck Mode", "Off", "HTTPS certificate revocation list (CRL) checking",
              "Whether the certificate is looked up in revocation lists.");
  rows.text("Server [1..3] Address", 128, "Server address", "The IP address or name of a server that runs the service.")
      .form(TextForm::host);
  rows.text("Path", 255, "Path", "The path at the server that is called.");
  rows.text("Status Path", 255, "status", "Status path", "The path at which the server's state is asked.")
      .default_ours();
  rows.text("UserName", 30, "Username", "The name by which the system logs in.");
  rows.password("Password", 82, "Password", "The password by which the system logs in.");
  rows.text("DefaultCPL", 255, "<reject status='403' reason='Service Unavailable'/>", "Default CPL",
            "The policy that counts while the service cannot be reached.")
      .default_ours();
}

void add_call_policy(Rows& rows) {
  rows.under("Policy AdministratorPolicy ", "Configuration > Call policy > Configuration");
  rows.choice("Mode", {"Off", "LocalCPL", "LocalService", "PolicyService"}, "Off", "Call policy mode",
              "What decides about calls: nothing, a CPL script, rules here, or a policy service.");
  rows.under("Policy AdministratorPolicy Service ", "Configuration > Call policy > Configuration");
  add_policy_service(rows);
  rows.under("Policy Services Service [1..20] ", "Configuration > Dial plan > Policy services");
  rows.text("Name", 50, "Name", "The name of a policy service that search rules may name.");
  rows.text("Description", 64, "Description", "What the service is for.");
  rows.choice("HTTPMethod", {"POST", "GET"}, "POST", "HTTP method", "The method that the service is called with.")
      .cli_only();
  add_policy_service(rows);
}

}  // namespace hexad::config::table
