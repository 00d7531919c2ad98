// Users: who may administer the system, and how a person proves it.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

void add_accounts(Rows& rows) {
  rows.under("Authentication Account Admin Account [1..100] ", "Users > Administrator accounts");
  rows.text("Name", 128, "Name", "The name of an account. The number of accounts is a bound of ours.").cli_only();
  rows.password("Password", 1024, "Password", "Its password; the accounts keep a hash of it.").cli_only();
  rows.on_off("AccessWeb", "On", "Web access", "Whether the account may use the web interface.").cli_only();
  rows.on_off("AccessAPI", "On", "API access", "Whether the account may use the APIs.").cli_only();
  rows.on_off("Enabled", "On", "State", "Whether the account may be used at all.").cli_only();
  rows.under("Authentication Account Admin Group [1..100] ", "Users > Administrator groups");
  rows.text("Name", 128, "Name", "The name of a group in the remote directory. Their number is a bound of ours.");
  rows.on_off("AccessWeb", "On", "Web access", "Whether members may use the web interface.");
  rows.on_off("AccessAPI", "On", "API access", "Whether members may use the APIs.");
  rows.on_off("Enabled", "On", "State", "Whether membership counts at all.");
}

void add_password_rules(Rows& rows) {
  rows.under("Authentication StrictPassword ", "Users > Password security");
  rows.on_off("Enabled", "Off", "Enforce strict passwords", "Whether administrators' passwords must obey these rules.")
      .read_by("admin");
  rows.integer("MinimumLength", 6, 255, "15", "Length", "How many characters a password must have.").read_by("admin");
  rows.integer("MinimumDigits", 0, 255, "2", "Number of digits", "How many of them must be digits.").read_by("admin");
  rows.integer("MinimumUpperCase", 0, 255, "2", "Number of upper case letters", "How many must be upper case letters.")
      .default_ours()
      .read_by("admin");
  rows.integer("MinimumLowerCase", 0, 255, "2", "Number of lower case letters", "How many must be lower case letters.")
      .read_by("admin");
  rows.integer("MinimumOther", 0, 255, "2", "Number of special characters",
               "How many must be neither letters nor digits.")
      .default_ours()
      .read_by("admin");
  rows.integer("MaximumConsecutiveRepeated", 0, 255, "0", "Number of consecutive repeated characters",
               "How often a character may stand in a row; 0: as often as one likes.")
      .default_ours()
      .read_by("admin");
  rows.integer("MinimumClasses", 0, 4, "0", "Number of character classes",
               "Of how many kinds (digits, upper case, lower case, others) there must be some.")
      .read_by("admin");
}

void add_certificate_login(Rows& rows) {
  rows.under("Authentication Certificate ", "Maintenance > Security > Certificate-based authentication configuration");
  rows.choice("Mode", {"NotRequired", "Validation", "Authentication"}, "NotRequired",
              "Client certificate-based security",
              "Whether a browser must show a certificate, and whether that alone logs its user in.")
      .restart();
  rows.choice("Crlcheck", {"None", "Peer", "All"}, "All", "Certificate revocation list checking",
              "Which certificates of the chain are looked up in revocation lists.")
      .on_page("Maintenance > Security > CRL management");
  rows.choice("Crlinaccessible", {"Ignore", "Fail"}, "Ignore", "CRL inaccessibility fallback",
              "What happens when a revocation list cannot be had.")
      .on_page("Maintenance > Security > CRL management");
  rows.text("UsernameRegex", 1024, R"(/Subject:.*CN=(?<captureCommonName>([^,\\]|(\\,))*)/m)",
            "Regex to match against certificate", "What of the certificate is captured. Its length is a bound of ours.")
      .default_ours();
  rows.text("UsernameTemplate", 1024, "#captureCommonName#", "Username format",
            "How the user's name is made of what was captured. Its length is a bound of ours.")
      .default_ours();
}

void add_remote_login(Rows& rows) {
  rows.under("Login ", "Users > LDAP configuration");
  rows.choice("Source Admin", {"LocalOnly", "RemoteOnly", "Both"}, "LocalOnly", "Administrator authentication source",
              "Where administrators' credentials are checked.");
  rows.choice("Remote Protocol", {"LDAP"}, "LDAP", "Remote protocol", "How the remote directory is asked.").cli_only();
  rows.under("Login Remote LDAP ", "Users > LDAP configuration");
  rows.text("Server Address", 128, "Server address", "The IP address or name of the LDAP server.").form(TextForm::host);
  rows.choice("Server FQDNResolution", {"AddressRecord", "SRVRecord"}, "AddressRecord", "FQDN address resolution",
              "Which DNS record the server's name is looked up by.");
  rows.integer("Server Port", 1, 65534, "389", "Port", "The port of the LDAP server.");
  rows.choice("Encryption", {"Off", "TLS"}, "TLS", "Encryption", "Whether the connection is encrypted.");
  rows.choice("CRLCheck", {"None", "Peer", "All"}, "None", "Certificate revocation list (CRL) checking",
              "Which certificates of the server's chain are looked up in revocation lists.");
  rows.choice("DirectoryType", {"ActiveDirectory"}, "ActiveDirectory", "Directory type", "What the directory is.");
  rows.choice("SASL", {"None", "DIGEST-MD5"}, "DIGEST-MD5", "SASL", "The mechanism to bind with.");
  rows.text("VCS BindDN", 255, "Bind DN", "The distinguished name to bind with.");
  rows.text("VCS BindUsername", 255, "Bind username", "The user name to bind with by SASL.");
  rows.password("VCS BindPassword", 122, "Bind password", "The password to bind with.");
  rows.text("BaseDN Accounts", 255, "Base DN for accounts", "Where the search for accounts begins.");
  rows.text("BaseDN Groups", 255, "Base DN for groups", "Where the search for groups begins.");
  rows.integer("SearchOptimize NestedDepth", 1, 16, "16", "Nested subgroup search depth",
               "How deep groups inside groups are looked at.")
      .default_ours();
  rows.choice("SearchOptimize SkipMembers", {"Yes", "No"}, "No", "Skip subgroup members",
              "Whether members of nested groups are left out.")
      .default_ours();
}

}  // namespace

void add_users(Rows& rows) {
  add_accounts(rows);
  add_password_rules(rows);
  add_certificate_login(rows);
  add_remote_login(rows);
}

}  // namespace hexad::config::table
