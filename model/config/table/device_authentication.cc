// Configuration > Authentication: how devices that register or call prove who they are.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

void add_active_directory(Rows& rows) {
  rows.under("Authentication ADS ", "Configuration > Authentication > Devices > Active Directory Service");
  rows.on_off("Mode", "Off", "Connect to Active Directory Service",
              "Whether credentials of devices are checked against an Active Directory Service.");
  rows.text("ADDomain", 255, "AD domain", "The domain of the service; upper case by custom.");
  rows.text("Workgroup", 15, "Short domain name", "The NetBIOS name of the domain.");
  rows.text("MachineName", 15, "NetBIOS machine name (override)",
            "The name under which this system joins the domain, instead of its system host name.")
      .peer_specific(kSinceX89);
  rows.text("Username", 255, "Username", "A domain administrator in whose name this system joins the domain.")
      .ours()
      .peer_specific(kSinceX89);
  rows.password("Password", 128, "Password", "The domain administrator's password.").ours().peer_specific(kSinceX89);
  rows.on_off("MachinePassword Refresh", "On", "Machine password refresh",
              "Whether this system renews the password of its machine account.");
  rows.choice("SecureChannel", {"Auto", "Enabled", "Disabled"}, "Auto", "Secure channel mode",
              "Whether what passes to the domain controller is encrypted.");
  rows.choice("Encryption", {"Off", "TLS"}, "TLS", "Encryption", "Whether the connection to the service is encrypted.");
  rows.choice("SPNEGO", {"Enabled", "Disabled"}, "Enabled", "SPNEGO",
              "Whether the mechanism is negotiated with the controller.");
  rows.integer("Clockskew", 1, 65535, "300", "Clockskew",
               "Seconds by which the clocks of this system and the controller may differ.");
  rows.text("CipherSuite", 2048, "Cipher suite", "The ciphers that the connection may use, in OpenSSL's words.")
      .at_least(1)
      .cli_only();
  rows.address("DC [1..5] Address", "Domain controller address", "A controller to use instead of those found by DNS.");
  rows.address("KDC [1..5] Address", "Kerberos key distribution center address",
               "A distribution center to use instead of those found by DNS.");
  rows.integer("KDC [1..5] Port", 1, 65534, "88", "Kerberos key distribution center port",
               "The port of the distribution center.");
}

void add_h350(Rows& rows) {
  rows.under("Authentication H350 ", "Configuration > Authentication > Devices > H.350 directory service");
  rows.on_off("Mode", "Off", "H.350 device authentication",
              "Whether credentials of devices are looked up in an H.350 directory.");
  rows.text("LdapServerAddress", 256, "Server address", "The IP address or name of the directory's LDAP server.")
      .form(TextForm::host);
  rows.choice("LdapServerAddressResolution", {"AddressRecord", "ServiceRecord"}, "AddressRecord",
              "FQDN address resolution", "Which DNS record the server's name is looked up by.");
  rows.integer("LdapServerPort", 1, 65535, "389", "Port", "The port of the LDAP server.").default_ours();
  rows.choice("LdapEncryption", {"Off", "TLS"}, "TLS", "Encryption", "Whether the connection is encrypted.");
  rows.text("DirectoryBaseDn", 500, "Base DN for devices", "Where the search in the directory begins.");
  rows.text("BindUserDn", 500, "Bind DN", "The distinguished name to bind with.");
  rows.text("BindUserName", 500, "Bind username", "The user name to bind with by SASL.");
  rows.password("BindPassword", 60, "Bind password", "The password to bind with.");
  rows.choice("BindSaslMode", {"None", "DIGEST-MD5"}, "DIGEST-MD5", "SASL", "The mechanism to bind with.");
  rows.under("Authentication LDAP ", "Configuration > Authentication > Devices > H.350 directory service");
  rows.choice("AliasOrigin", {"LDAP", "Endpoint", "Combined"}, "LDAP", "Source of aliases for registration",
              "Whether a device registers with the directory's aliases, its own, or both.");
}

void add_digest_cache(Rows& rows) {
  rows.under("Authentication Remote Digest Cache ", "Configuration > Authentication > Devices > Configuration");
  rows.on_off("Mode", "On", "Digest cache", "Whether credentials checked by another system are kept for a while.")
      .default_ours()
      .cli_only();
  rows.integer("Lifetime", 0, 43200, "600", "Digest cache lifetime", "Seconds for which they are kept.")
      .default_ours()
      .cli_only();
  rows.integer("Limit", 0, 65535, "10000", "Digest cache limit", "How many are kept.").default_ours().cli_only();
  rows.integer("ExpireCheckInterval", 0, 65535, "600", "Digest cache expiry check interval",
               "Seconds between two looks for those to forget.")
      .default_ours()
      .cli_only();
}

void add_local_credentials(Rows& rows) {
  rows.under("Login User [1..2500] ", "Configuration > Authentication > Devices > Local database");
  rows.text("Name", 60, "Name", "The name that a device gives. The number of entries is a bound of ours.");
  rows.password("Password", 128, "Password", "The password that the device knows.");
  rows.under("Authentication ", "Configuration > Authentication > Outbound connection credentials");
  rows.text("UserName", 128, "Authentication username", "The name by which this system proves itself to others.");
  rows.password("Password", 215, "Authentication password", "The password by which it does.");
}

}  // namespace

void add_device_authentication(Rows& rows) {
  add_active_directory(rows);
  add_h350(rows);
  add_digest_cache(rows);
  add_local_credentials(rows);
}

}  // namespace hexad::config::table
