// Configuration > Zones: the Default Zone, neighbor, DNS and ENUM zones, and what zones of all kinds share.
#include "model/config/table/rows.h"
#include "model/config/table/zone_parts.h"

namespace hexad::config::table {
namespace {

constexpr std::string_view kDefaultZone = "Configuration > Zones > Default Zone";

void add_default_zone(Rows& rows) {
  rows.under("Zones DefaultZone ", kDefaultZone);
  add_zone_authentication(rows);
  rows.choice("SIP Media Encryption Mode", {"Off", "On", "BestEffort", "Auto"}, "Auto", "Media encryption mode",
              "Whether media is encrypted; Auto: as the ends do by themselves.");
  rows.on_off("SIP Media ICE Support", "Off", "ICE support", "Whether ICE is offered.");
  rows.on_off("SIP Multistream Mode", "On", "Multistream mode", "Whether several video streams may be negotiated.")
      .default_ours();
  rows.choice("SIP Record Route Address Type", {"IP", "Hostname"}, "IP", "SIP record route address type",
              "Whether Record-Route headers name this system by address or by name.")
      .cli_only();
  rows.on_off("SIP SipUpdateRefresh Support", "Off", "SIP UPDATE for session refresh",
              "Whether sessions are refreshed by UPDATE.");
  rows.on_off("SIP TLS Verify Mode", "Off", "Enable mutual TLS on Default Zone",
              "Whether those who come in by TLS must show a certificate that is checked.")
      .default_ours();
}

void add_common(Rows& rows) {
  rows.under("Zones Zone [1..1000] ", kZonesPage);
  rows.text("Name", 50, "Name", "The name of a zone.").at_least(1);
  rows.choice("Type", {"Neighbor", "TraversalClient", "TraversalServer", "ENUM", "DNS"}, "Neighbor", "Type",
              "What the zone leads to: another system, one behind a firewall on either side, ENUM or DNS.")
      .default_ours();
  rows.integer("HopCount", 1, 255, "15", "Hop count", "How often a search may be sent on behind the zone.");
  rows.on_off("H323 Mode", "On", "H.323 mode", "Whether H.323 calls use the zone.");
  rows.on_off("SIP Mode", "On", "SIP mode", "Whether SIP calls use the zone.");
}

void add_interworking_defaults(Rows& rows) {
  rows.on_off("EmptyInviteAllowed", "On", "Empty INVITE allowed",
              "Whether an INVITE without SDP may be sent for a call from H.323.");
  rows.choice("Audio DefaultCodec",
              {"G711u", "G711a", "G722_48", "G722_56", "G722_64", "G722_1_16", "G722_1_24", "G722_1_32", "G722_1_48",
               "G723_1", "G728", "G729", "AACLD_48", "AACLD_56", "AACLD_64", "AMR"},
              "G711u", "Default audio codec",
              "The codec to interwork with when an empty INVITE is not allowed. The words are ours.");
  rows.choice("Video DefaultCodec", {"None", "H261", "H263", "H263p", "H263pp", "H264"}, "H263", "Default video codec",
              "The codec to interwork with when an empty INVITE is not allowed.");
  rows.integer("Video DefaultBitrate", 64, 65535, "384", "Default video bit rate",
               "The rate in kbps to interwork with when an empty INVITE is not allowed.");
  rows.choice("Video DefaultResolution", {"None", "QCIF", "CIF", "4CIF", "SIF", "4SIF", "VGA", "SVGA", "XGA"}, "CIF",
              "Default video resolution", "The resolution to interwork with when an empty INVITE is not allowed.");
}

void add_profile(Rows& rows) {
  rows.choice("ZoneProfile",
              {"Default", "Custom", "CiscoUnifiedCommunicationsManager", "CiscoUnifiedCommunicationsManagerBFCP",
               "NortelCS1000", "NonRegisteringDevice", "LocalB2BUAService"},
              "Default", "Zone profile",
              "What the far system is, which sets the advanced items; Custom shows them. The words are ours.")
      .default_ours();
}

// What a system at the far end of a neighbor or DNS zone can do.
void add_far_system(Rows& rows) {
  rows.on_off("SearchAutoResponse", "Off", "Automatically respond to SIP searches",
              "Whether searches from the zone are answered without a look, so that it sends the call itself.");
  rows.on_off("UDP BFCP Filter Mode", "Off", "UDP/BFCP filter mode", "Whether UDP/BFCP is taken out of INVITEs.");
  rows.choice("Record Route Address Type", {"IP", "Hostname"}, "IP", "SIP record route address type",
              "Whether Record-Route headers name this system by address or by name.");
  rows.on_off("TLS Verify Mode", "Off", "TLS verify mode",
              "Whether the far system's certificate must be valid and name it.");
}

void add_dns_zone(Rows& rows) {
  rows.under("Zones Zone [1..1000] DNS ", kZonesPage);
  rows.on_off("IncludeAddressRecord", "Off", "Include address record",
              "Whether A and AAAA records are asked for when there are no NAPTR and SRV records.");
  add_profile(rows);
  rows.under("Zones Zone [1..1000] DNS Interworking SIP ", kZonesPage);
  add_interworking_defaults(rows);
  rows.under("Zones Zone [1..1000] DNS SIP ", kZonesPage);
  rows.choice("Default Transport", {"UDP", "TCP", "TLS"}, "UDP", "Fallback transport protocol",
              "The transport when DNS names none.");
  add_zone_media(rows);
  add_far_system(rows);
  rows.text("TLS Verify Subject Name", 128, "TLS verify subject name",
            "The name that the far system's certificate must have; empty: the one that was looked up.");
  rows.under("Zones Zone [1..1000] ENUM ", kZonesPage);
  rows.text("DNSSuffix", 128, "DNS suffix", "What is put behind the reversed number to make the name to look up.");
}

void add_neighbor(Rows& rows) {
  rows.under("Zones Zone [1..1000] Neighbor ", kZonesPage);
  rows.text("Peer [1..6] Address", 128, "Peer address", "The IP address or name of a peer of the far system.")
      .form(TextForm::host);
  rows.choice("Monitor", {"Yes", "No"}, "Yes", "Monitor peer status",
              "Whether the far system is asked from time to time if it is alive.");
  rows.integer("SRV MaxPeers", 1, 30, "15", "SRV peers", "How many peers a service record may name.")
      .default_ours()
      .cli_only();
  add_zone_authentication(rows);
  add_zone_registrations(rows);
  rows.choice("SignalingRouting Mode", {"Auto", "Always"}, "Auto", "Call signaling routed mode",
              "Auto: as Configuration > Call routing says; Always: signalling stays with this system.");
  rows.choice("RetainConnectionOnParseErrorMode", {"KeepAll", "KeepSome", "DropAll"}, "DropAll",
              "Retain connection on parse error",
              "Whether a connection that brought a malformed message is kept. The words are ours.")
      .cli_only();
  add_profile(rows);
  rows.integer("H323 Port", 1024, 65534, "1719", "H.323 port", "The far system's port for RAS messages.");
  rows.integer("H323 CallSignaling Port", 1024, 65534, "1720", "H.323 call signaling port",
               "The far system's port for call signalling.");
  rows.on_off("H323 SearchAutoResponse", "Off", "Automatically respond to H.323 searches",
              "Whether searches from the zone are answered without a look, so that it sends the call itself.");
  rows.under("Zones Zone [1..1000] Neighbor Interworking SIP ", kZonesPage);
  add_interworking_defaults(rows);
  rows.choice("Encryption EncryptSRTCP", {"Yes", "No"}, "No", "Encrypt SRTCP",
              "Whether control packets of encrypted media are encrypted too.")
      .cli_only();
  rows.choice("Search Strategy", {"Options", "Info"}, "Options", "SIP search strategy",
              "The request that asks whether an alias is known there.");
}

void add_neighbor_sip(Rows& rows) {
  rows.under("Zones Zone [1..1000] Neighbor SIP ", kZonesPage);
  rows.integer("Port", 1024, 65534, "5061", "SIP port", "The far system's port for SIP.");
  rows.choice("Transport", {"UDP", "TCP", "TLS"}, "TLS", "SIP transport", "How the far system is reached.");
  add_zone_media(rows);
  add_zone_multistream(rows);
  add_far_system(rows);
  rows.on_off("Authentication Trust Mode", "Off", "SIP authentication trust mode",
              "Whether what the far system says about authenticated callers is believed.");
  rows.choice("ClassFiveResponseLiveness", {"Yes", "No"}, "Yes", "SIP 5xx responses count as alive",
              "Whether a 5xx answer shows that the far system is alive.")
      .cli_only();
  rows.choice("B2BUA Refer Mode", {"Forward", "Terminate"}, "Forward", "SIP REFER mode",
              "Whether REFER is sent on or acted upon here.")
      .default_ours();
  rows.choice("B2BUA Replaces Mode", {"Forward", "Terminate"}, "Forward", "SIP Replaces mode",
              "Whether Replaces is sent on or acted upon here.")
      .default_ours()
      .cli_only();
  rows.integer("B2BUA Service Identifier", 0, 64, "0", "B2BUA service", "The local service that the zone leads to.")
      .default_ours()
      .cli_only();
  rows.choice("Encryption Mode", {"Auto", "Microsoft", "Off"}, "Auto", "SIP encryption mode",
              "How encrypted SIP calls are negotiated.");
  rows.on_off("MIME Strip Mode", "Off", "SIP MIME strip mode", "Whether multipart bodies are reduced to their SDP.");
  rows.choice("MediaRouting Mode", {"Auto", "Signaled", "Latching"}, "Auto", "SIP media routing mode",
              "Where media is sent to: where the signalling says, or where it came from.")
      .cli_only();
  rows.text("ProxyRequire Strip List", 255, "SIP Proxy-Require header strip list",
            "Option tags, separated by commas, that are taken out of Proxy-Require.");
  rows.choice("RFC3327 Enabled", {"Yes", "No"}, "Yes", "Include Path header (RFC 3327)",
              "Whether registrations that are sent on carry a Path header.")
      .cli_only();
  rows.on_off("UDP IX Filter Mode", "Off", "UDP/UDT/IX filter mode", "Whether IX media is taken out of INVITEs.");
  rows.on_off("UPDATE Strip Mode", "Off", "SIP UPDATE strip mode", "Whether UPDATE is taken out of Allow headers.");
}

}  // namespace

void add_zone_authentication(Rows& rows) {
  rows.choice("Authentication Mode", {"DoNotCheckCredentials", "TreatAsAuthenticated", "CheckCredentials"},
              "DoNotCheckCredentials", "Authentication policy",
              "Whether credentials in messages from the zone are checked, or they count as authenticated or not.");
}

void add_zone_registrations(Rows& rows) {
  rows.choice("Registrations", {"Allow", "Deny"}, "Allow", "Accept proxied registrations",
              "Whether SIP registrations that come through the zone are accepted.");
}

void add_zone_media(Rows& rows) {
  rows.choice("Media Encryption Mode", {"Off", "On", "BestEffort", "Auto"}, "Auto", "Media encryption mode",
              "Whether media is encrypted; Auto: as the ends do by themselves.");
  rows.on_off("Media AesGcm Support", "Off", "AES GCM support", "Whether AES GCM is offered for encrypted media.");
  rows.on_off("Media ICE Support", "Off", "ICE support", "Whether ICE is offered.");
  rows.on_off("Media ICEPassThrough Support", "Off", "ICE pass-through support",
              "Whether candidates of the ends are passed on.")
      .default_ours();
  rows.on_off("Poison Mode", "Off", "SIP poison mode",
              "Whether requests are marked so that they are refused if they come back.");
  rows.on_off("PreloadedSipRoutes Accept", "Off", "Preloaded SIP routes support",
              "Whether an INVITE that brings its route with it is accepted.")
      .default_ours();
  rows.on_off("SipUpdateRefresh Support", "Off", "SIP UPDATE for session refresh",
              "Whether sessions are refreshed by UPDATE.");
}

void add_zone_multistream(Rows& rows) {
  rows.on_off("Multistream Mode", "On", "Multistream mode", "Whether several video streams may be negotiated.")
      .default_ours();
}

void add_zones(Rows& rows) {
  add_default_zone(rows);
  add_common(rows);
  add_dns_zone(rows);
  add_neighbor(rows);
  add_neighbor_sip(rows);
}

}  // namespace hexad::config::table
