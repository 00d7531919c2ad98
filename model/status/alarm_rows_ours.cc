// Alarms whose causes have no published id: ours, in the range that alarms.h documents.
#include "model/status/alarm_rows.h"

namespace hexad::status {
namespace {

using enum AlarmSeverity;

constexpr AlarmRow kRows[] = {
    {kReplicationWithoutNtp, warning, "Cluster replication error", "the NTP server is unreachable",
     "Configure an NTP server that can be reached: System > Time"},
    {kAdministrationNotServed, error, "Administration interface not available",
     "The web pages and interfaces for administration cannot be served",
     "Check the port and the certificate that the interface is set to use"},
    {kConfigurationNotSaved, critical, "Configuration not saved",
     "The disk does not take what was changed; the changes end with this run of the system",
     "Make room on the disk or replace it, then save the settings again"},
    {kRemoteSyslogUnavailable, warning, "Remote syslog server not available",
     "Log lines cannot be delivered to a remote syslog server", "Check the server's address, port and transport"},
    {kUpgradeFailed, error, "Upgrade failed", "The upgrade did not finish; the system runs the version it ran before",
     "Read the event log for the reason, then upgrade again"},
    {kSipTlsNotServed, error, "SIP over TLS not available",
     "SIP TLS Mode is On, but there is no server certificate of this peer's own",
     "Upload a server certificate and its private key, or set SIP TLS Mode to Off"},
    {kLicenceKeyMissing, notice, "Option key required", "This peer has no key for licences that other peers have",
     "Acknowledge and ignore this alarm: the licences of the cluster count here too"},
    {kLicenceKeyHolderAway, warning, "Option key required",
     "This peer has no key for licences, and the peers that have are out of service",
     "Bring such a peer back within two weeks of its loss, or add a key here: Maintenance > Option keys"},
};

}  // namespace

std::span<const AlarmRow> our_alarm_rows() { return kRows; }

}  // namespace hexad::status
