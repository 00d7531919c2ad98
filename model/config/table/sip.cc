// Configuration > Protocols > SIP: transports, sessions, authentication and certificates.
#include "model/config/table/rows.h"

namespace hexad::config::table {
namespace {

constexpr std::string_view kPage = "Configuration > Protocols > SIP";

void add_transports(Rows& rows) {
  rows.under("SIP ", kPage);
  rows.on_off("Mode", {"On", "Off"}, "SIP mode", "Whether the peer is a SIP registrar and proxy at all.")
      .read_by("peer");
  rows.on_off("UDP Mode", {"On", "Off"}, "UDP mode", "Whether SIP over UDP is served.").read_by("peer");
  rows.integer("UDP Port", 1024, 65534, "5060", "UDP port", "The port for SIP over UDP.").read_by("peer");
  rows.on_off("TCP Mode", {"On", "Off"}, "TCP mode", "Whether SIP over TCP is served.").read_by("peer");
  rows.integer("TCP Port", 1024, 65534, "5060", "TCP port", "The port for SIP over TCP.").read_by("peer");
  rows.on_off("TLS Mode", "On", "TLS mode", "Whether SIP over TLS is served; it needs a server certificate.")
      .read_by("peer");
  rows.integer("TLS Port", 1024, 65534, "5061", "TLS port", "The port for SIP over TLS.").read_by("peer");
  rows.integer("TCP Outbound Port Start", 1024, 65534, "25000", "TCP outbound port start",
               "The first port from which TCP and TLS connections are made.");
  rows.integer("TCP Outbound Port End", 1024, 65534, "29999", "TCP outbound port end",
               "The last port from which TCP and TLS connections are made.");
}

void add_sessions(Rows& rows) {
  rows.under("SIP ", kPage);
  rows.integer("Session Refresh Value", 90, 86400, "1800", "Session refresh interval",
               "The longest time in seconds between two refreshes of a session (RFC 4028).");
  rows.integer("Session Refresh Minimum", 90, 7200, "500", "Minimum session refresh interval",
               "The shortest such time that is granted; a request for less is answered 422.");
  rows.on_off("GRUU Mode", "On", "GRUU mode", "Whether globally routable user agent URIs are given (RFC 5627).");
  rows.on_off("MediaRouting ICE Mode", "Off", "Media routing mode for ICE",
              "Whether the system takes media of ICE-to-non-ICE calls when an end speaks ICE.")
      .cli_only();
  rows.on_off("Require Duo Video Mode", "On", "Require duo video",
              "Whether com.tandberg.sdp.duo.enable is demanded of endpoints that support it.")
      .cli_only();
  rows.on_off("Require UDP BFCP Mode", "On", "Require UDP BFCP",
              "Whether com.tandberg.udp.bfcp is demanded of endpoints that support it.")
      .cli_only();
  rows.text("PreRoutedRouteHeader", 128, "Pre-routed route header",
            "The header that marks a request as routed already.")
      .cli_only();
}

void add_advanced(Rows& rows) {
  rows.under("SIP Advanced ", kPage);
  rows.integer("SipTcpConnectTimeout", 1, 150, "10", "SIP TCP connect timeout",
               "Seconds to wait for a TCP connection to be established.")
      .read_by("peer");
  rows.integer("SipMaxSize", 1, 1048576, "32768", "SIP max size",
               "The largest SIP message in bytes that is accepted over TCP and TLS; below 512 counts as 512.")
      .default_ours()
      .read_by("peer");
  rows.choice(
          "SipTlsVersions",
          {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "TLSv1:TLSv1.1", "TLSv1:TLSv1.2", "TLSv1.1:TLSv1.2",
           "TLSv1:TLSv1.1:TLSv1.2", "TLSv1.1:TLSv1.2:TLSv1.3", "TLSv1.2:TLSv1.3", "TLSv1:TLSv1.1:TLSv1.2:TLSv1.3"},
          "TLSv1.2:TLSv1.3", "SIP TLS versions",
          "The TLS versions offered; those before 1.2 never are (RFC 8996), so one of the others must be among them.")
      .default_ours()
      .read_by("peer");
  rows.choice("SipTlsDhKeySize", {"1024", "2048", "3072"}, "2048", "SIP TLS Diffie-Hellman key size",
              "Bits of the key that inbound TLS connections exchange.")
      .default_ours();
  rows.on_off("TlsSignatureAlgoPrefRsa", "Off", "Prefer RSA signatures",
              "Whether RSA goes before ECDSA in the signature algorithms offered.")
      .default_ours()
      .cli_only();
  rows.integer("BibInviteDelay", 1, 5000, "400", "Built-in bridge INVITE delay",
               "Milliseconds before an INVITE to a built-in bridge is sent on.")
      .default_ours()
      .cli_only();
  rows.integer("BusytoneReferDelay", 0, 2000, "0", "Busy tone REFER delay",
               "Milliseconds before a REFER that follows a busy tone is sent on.")
      .default_ours()
      .cli_only();
}

void add_authentication(Rows& rows) {
  rows.under("SIP Authentication ", kPage);
  rows.integer("Digest Nonce ExpireDelta", 30, 3600, "300", "Nonce expiry",
               "Seconds for which a nonce may be used again.")
      .cli_only();
  rows.integer("Digest Nonce Length", 32, 512, "60", "Nonce length", "Characters of a nonce.").cli_only();
  rows.integer("Digest Nonce Limit", 1, 65535, "10000", "Nonce limit", "How many nonces are remembered.").cli_only();
  rows.integer("Digest Nonce Maximum Use Count", 1, 1024, "128", "Nonce use count", "How often a nonce may be used.")
      .cli_only();
  rows.choice("NTLM Mode", {"On", "Off", "Auto"}, "Auto", "NTLM protocol challenges",
              "Whether NTLM is offered beside Digest; Auto: to those that say they support it.")
      .on_page("Configuration > Authentication > Devices > Active Directory Service");
  rows.integer("NTLM SA Lifetime", 30, 43200, "28800", "NTLM security association lifetime",
               "Seconds for which a security association lives.")
      .cli_only();
  rows.integer("NTLM SA Limit", 1, 65535, "10000", "NTLM security association limit",
               "How many security associations there may be.")
      .cli_only();
  rows.integer("Retry Limit", 1, 16, "3", "Retry limit", "How often credentials may be tried for one request.")
      .cli_only();
}

void add_certificates(Rows& rows) {
  rows.under("SIP TLS Certificate ", kPage);
  rows.on_off("Revocation Checking Mode", "Off", "Certificate revocation checking mode",
              "Whether certificates of SIP TLS connections are checked for revocation.");
  rows.on_off("Revocation Checking OCSP Mode", "On", "Use OCSP", "Whether the status protocol is asked.");
  rows.on_off("Revocation Checking CRL Mode", "On", "Use CRLs", "Whether revocation lists are looked at.");
  rows.on_off("Revocation Checking CRL Network Fetch Mode", "On", "Allow CRL downloads from CDPs",
              "Whether lists are fetched from where the certificate says.");
  rows.choice("Revocation Checking Source Inaccessibility Behavior", {"Ignore", "Fail"}, "Fail", "Fallback behavior",
              "What happens when no source of the revocation status can be reached.");
  rows.on_off("ExtendedKeyUsage Checking Mode", "On", "Extended key usage checking",
              "Whether a certificate must allow the use that is made of it.")
      .cli_only();
}

}  // namespace

void add_sip(Rows& rows) {
  add_transports(rows);
  add_sessions(rows);
  add_advanced(rows);
  add_authentication(rows);
  add_certificates(rows);
}

}  // namespace hexad::config::table
