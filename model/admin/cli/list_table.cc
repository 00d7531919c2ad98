#include "model/admin/cli/list_table.h"

#include <array>

namespace hexad::admin {
namespace {

constexpr std::array<ListParameter, 3> kPattern{{
    {"PatternString", "Pattern String", true},
    {"PatternType", "Pattern Type"},
    {"Description", "Description"},
}};

constexpr std::array<ListParameter, 2> kMapping{{{"Fqdn", "Fqdn", true}, {"IpAddress", "IpAddress", true}}};

constexpr std::array<ListParameter, 4> kDomain{
    {{"Name", "Name", true}, {"Sip", "Sip"}, {"Edge", "Edge"}, {"Authzone", "Authzone"}}};

constexpr std::array<ListParameter, 5> kLink{{
    {"LinkName", "Name", true},
    {"Node1", "Node1 Name", true},
    {"Node2", "Node2 Name", true},
    {"Pipe1", "Pipe1 Name"},
    {"Pipe2", "Pipe2 Name"},
}};

constexpr std::array<ListParameter, 5> kPipe{{
    {"PipeName", "Name", true},
    {"TotalMode", "Bandwidth Total Mode"},
    {"Total", "Bandwidth Total Limit"},
    {"PerCallMode", "Bandwidth PerCall Mode"},
    {"PerCall", "Bandwidth PerCall Limit"},
}};

constexpr std::array<ListParameter, 7> kTransform{{
    {"Pattern", "Pattern String", true},
    {"Type", "Pattern Type"},
    {"Behavior", "Pattern Behavior"},
    {"Replace", "Pattern Replace"},
    {"Priority", "Priority"},
    {"TransformState", "State"},
    {"Description", "Description"},
}};

constexpr std::array<ListParameter, 5> kZone{{
    {"ZoneName", "Name", true},
    {"Type", "Type", true},
    {"HopCount", "HopCount"},
    {"H323Mode", "H323 Mode"},
    {"SIPMode", "SIP Mode"},
}};

constexpr std::array<ListParameter, 15> kSearchRule{{
    {"Name", "Name", true},
    {"ZoneName", "Target Name"},
    {"TargetType", "Target Type"},
    {"Priority", "Priority"},
    {"Protocol", "Protocol"},
    {"SourceMode", "Source Mode"},
    {"SourceName", "Source Name"},
    {"Authentication", "Authentication"},
    {"Mode", "Mode"},
    {"PatternType", "Pattern Type"},
    {"PatternString", "Pattern String"},
    {"PatternBehavior", "Pattern Behavior"},
    {"PatternReplace", "Pattern Replace"},
    {"Progress", "Progress"},
    {"SearchRuleState", "State"},
}};

constexpr std::array<ListParameter, 9> kSubZone{{
    {"SubZoneName", "Name", true},
    {"Registrations", "Registrations"},
    {"AuthenticationMode", "Authentication Mode"},
    {"TotalMode", "Bandwidth Total Mode"},
    {"Total", "Bandwidth Total Limit"},
    {"PerCallInterMode", "Bandwidth PerCall Inter Mode"},
    {"PerCallInter", "Bandwidth PerCall Inter Limit"},
    {"PerCallIntraMode", "Bandwidth PerCall Intra Mode"},
    {"PerCallIntra", "Bandwidth PerCall Intra Limit"},
}};

constexpr std::array<ListParameter, 10> kMembershipRule{{
    {"Name", "Name", true},
    {"Type", "Type", true},
    {"SubZoneName", "SubZoneName", true},
    {"SubnetAddress", "Subnet Address"},
    {"SubnetPrefixLength", "Subnet PrefixLength"},
    {"PatternType", "Pattern Type"},
    {"PatternString", "Pattern String"},
    {"Priority", "Priority"},
    {"State", "State"},
    {"Description", "Description"},
}};

constexpr std::array<ListParameter, 4> kRoute{{
    {"Address", "Address", true},
    {"PrefixLength", "PrefixLength", true},
    {"Gateway", "Gateway", true},
    {"Interface", "Interface"},
}};

constexpr std::array<ListParameter, 6> kPolicyService{{
    {"Name", "Name", true},
    {"Description", "Description"},
    {"Protocol", "Protocol"},
    {"Path", "Path"},
    {"UserName", "UserName"},
    {"Password", "Password"},
}};

constexpr std::array<ListParameter, 1> kAddress{{{"Address", "Address", true}}};

constexpr std::array<ListParameter, 3> kPerDomainServer{
    {{"Address", "Address", true}, {"Domain1", "Domain1", true}, {"Domain2", "Domain2"}}};

constexpr std::array<ListParameter, 2> kCredential{{{"Name", "Name", true}, {"Password", "Password", true}}};

constexpr std::array<ListRow, 18> kRows{{
    {"AllowListAdd", "AllowListDelete", "AllowListId", "Registration AllowList", "Adds a pattern to the allow list.",
     false, kPattern},
    {"ClusterAddressMappingAdd", "ClusterAddressMappingDelete", "MappingId", "Alternates AddressMapping Mapping",
     "Maps the name of a peer to its private address.", true, kMapping},
    {"CredentialAdd", "CredentialDelete", "CredentialId", "Login User",
     "Adds a name and password to the local authentication database.", true, kCredential},
    {"DenyListAdd", "DenyListDelete", "DenyListId", "Registration DenyList", "Adds a pattern to the deny list.", false,
     kPattern},
    {"DNSPerDomainServerAdd", "DNSPerDomainServerDelete", "ServerId", "DNS PerDomainServer",
     "Adds a DNS server for certain domains.", true, kPerDomainServer},
    {"DNSServerAdd", "DNSServerDelete", "ServerId", "DNS Server", "Adds a default DNS server.", true, kAddress},
    {"DomainAdd", "DomainDelete", "DomainId", "SIP Domain", "Adds a SIP domain.", true, kDomain},
    {"LinkAdd", "LinkDelete", "LinkId", "Bandwidth Link", "Adds a link between two zones or subzones.", true, kLink},
    {"MembershipRuleAdd", "MembershipRuleDelete", "RuleId", "Zones LocalZone SubZones MembershipRules Rule",
     "Adds a rule that puts devices into a subzone.", true, kMembershipRule},
    {"NTPServerAdd", "NTPServerDelete", "ServerId", "NTP Server", "Adds an NTP server.", true, kAddress},
    {"PipeAdd", "PipeDelete", "PipeId", "Bandwidth Pipe", "Adds a pipe, which limits the bandwidth of links.", true,
     kPipe},
    {"PolicyServiceAdd", "PolicyServiceDelete", "PolicyServiceId", "Policy Services Service", "Adds a policy service.",
     true, kPolicyService},
    {"RemoteSyslogAdd", "RemoteSyslogDelete", "ServerId", "Remote Syslog", "Adds a remote syslog server.", true,
     kAddress},
    {"RouteAdd", "RouteDelete", "RouteId", "IP Route", "Adds a static route.", false, kRoute},
    {"SearchRuleAdd", "SearchRuleDelete", "SearchRuleId", "Zones Policy SearchRules Rule", "Adds a search rule.", true,
     kSearchRule},
    {"SubZoneAdd", "SubZoneDelete", "SubZoneId", "Zones LocalZone SubZones SubZone", "Adds a subzone.", true, kSubZone},
    {"TransformAdd", "TransformDelete", "TransformId", "Transform", "Adds a pre-search transform.", false, kTransform},
    {"ZoneAdd", "ZoneDelete", "ZoneId", "Zones Zone", "Adds a zone.", true, kZone},
}};

}  // namespace

std::span<const ListRow> list_rows() { return kRows; }

}  // namespace hexad::admin
