// The rows of the alarm table for the system's own state and the cluster (ids from 10, 15, 20).
// Ids, severities and titles are published; so are the descriptions of the cluster's alarms. Other descriptions and all
// actions are in our own words: where only a title is public they say no more than it does. A severity that is not
// published is Warning.
#include "model/status/alarm_rows.h"

namespace hexad::status {
namespace {

using enum AlarmSeverity;

constexpr std::string_view kCluster = "Correct the settings: System > Clustering";
constexpr std::string_view kDatabase = "Restore a backup, or reset the configuration and enter it again";
constexpr std::string_view kForce = "Run xCommand ForceConfigUpdate on this subordinate; never on the primary";
constexpr std::string_view kHardware = "Check the device and its settings";
constexpr std::string_view kLoad = "Move registrations or calls to other peers";
constexpr std::string_view kNetwork = "Check that the other system runs and can be reached from here";
constexpr std::string_view kReport = "Restart the system; if it comes back, take a system snapshot and report it";
constexpr std::string_view kRestart = "Restart the system: Maintenance > Restart options";
constexpr std::string_view kWait = "Wait until it has ended";

constexpr AlarmRow kRows[] = {
    {15004, error, "Application failed", "An unexpected error stopped a part of the software", kReport},
    {15005, warning, "Database failure", "The configuration database is damaged or cannot be written", kDatabase},
    {15006, warning, "Restart required", "A change of the software's settings takes effect at the next restart",
     kRestart},
    {15007, alert, "The system is busy", "The system has more work than it can do and answers late", kLoad},
    {15008, warning, "Failed to load database", "The configuration database could not be read at start", kDatabase},
    {15009, alert, "Factory reset started", "A factory reset is under way; the system restarts when it is done", kWait},
    {15010, error, "Application failed", "An unexpected error stopped a part of the software", kReport},
    {15011, error, "Application failed", "An unexpected error stopped a part of the software", kReport},
    {15012, warning, "Language pack mismatch", "The language pack belongs to another software version",
     "Install the language pack of this version"},
    {15013, alert, "Factory reset failed", "The factory reset did not finish and the system keeps its former state",
     kReport},
    {15014, warning, "Restart required", "A change of the software's settings takes effect at the next restart",
     kRestart},
    {15015, warning, "Maintenance mode", "The peer is in maintenance mode and takes no new registrations and calls",
     "Leave maintenance mode when the work is done"},
    {15016, warning, "Directory service database failure", "The database of the directory service is damaged",
     kDatabase},
    {15017, warning, "Application failed", "A service stopped unexpectedly", kReport},
    {15018, critical, "Boot selection mismatch", "The software that runs is not the one that was selected to start",
     "Select the version again and restart"},
    {15019, critical, "Application failed", "A service that the system cannot do without stopped unexpectedly",
     kReport},
    {15021, warning, "Delayed Cisco XCP Router restart", "The restart of the messaging service waits for other changes",
     kWait},
    {15022, warning, "Restart required", "A change of the software's settings takes effect at the next restart",
     kRestart},
    {15023, error, "Restore failed", "The backup could not be restored; the configuration may be incomplete",
     "Restore a backup of this version again"},
    {15024, critical, "Crypto device failure", "The cryptographic device does not work", kHardware},
    {15025, error, "HSM disenrollment failure", "The hardware security module could not be removed from service",
     kHardware},
    {15026, error, "HSM enrollment failure", "The hardware security module could not be taken into service", kHardware},
    {15027, critical, "HSM failure", "The hardware security module does not answer or reports a failure", kHardware},
    {15028, warning, "Restart required", "A change of the software's settings takes effect at the next restart",
     kRestart},
    {15029, warning, "Failed to send Crash Report", "An incident report could not be delivered",
     "Check the address of the report server and the way to it"},
    {15030, error, "Unified CM data crosscheck failure",
     "What is stored about the call managers does not agree with them", "Refresh the list of call managers"},
    {15031, error, "HSM TLP not installed", "Software for the hardware security module is missing", kHardware},
    {15032, warning, "Unified CM server unavailable", "A call manager does not answer", kNetwork},
    {20003, warning, "Invalid cluster configuration", "The cluster configuration is invalid", kCluster},
    {20004, warning, "Cluster communication failure",
     "The system is unable to communicate with one or more of the cluster peers",
     "Check that the other peers run and that the network lets the cluster ports pass"},
    {20005, warning, "Invalid peer address", "One or more peer addresses are invalid", kCluster},
    {20006, warning, "Cluster database communication failure",
     "The database is unable to replicate with one or more of the cluster peers",
     "Check that the other peers run and that the network lets the cluster ports pass"},
    {20007, warning, "Restart required",
     "Cluster configuration has been changed, however a restart is required for this to take effect", kRestart},
    {20008, warning, "Cluster replication error",
     "Automatic replication of configuration has been temporarily disabled because an upgrade is in progress",
     "Wait until every peer runs the same version"},
    {20009, warning, "Cluster replication error", "There was an error during automatic replication of configuration",
     kForce},
    {20011, warning, "Cluster replication error",
     "This peer's configuration conflicts with the primary's configuration, manual synchronization of configuration is "
     "required",
     kForce},
    {20012, warning, "Cluster replication error",
     "This peer's cluster configuration settings do not match the configuration primary peer's settings", kCluster},
    {20014, warning, "Cluster replication error",
     "Cannot find primary or this peer's configuration file, manual synchronization of configuration is required",
     kForce},
    {20015, warning, "Cluster replication error", "The local Expressway does not appear in the list of peers",
     "Correct the list of peers on the primary and copy it to every peer"},
    {20016, warning, "Cluster replication error", "The primary peer is unreachable",
     "Check that the primary runs and can be reached"},
    {20017, warning, "Cluster replication error",
     "Configuration primary ID is inconsistent, manual synchronization of configuration is required",
     "Set the same configuration primary on every peer"},
    {20018, warning, "Invalid clustering configuration",
     "H.323 mode must be turned On - clustering uses H.323 communications between peers",
     "Turn H.323 mode on: Configuration > Protocols > H.323"},
    {20019, warning, "Cluster name not configured", "If FindMe or clustering are in use a cluster name must be defined",
     "Enter the same cluster name on every peer: System > Clustering"},
    {20020, warning, "Restart required", "TLS verification configuration does not match active status", kRestart},
    {20021, warning, "Cluster communication failure",
     "Unable to establish a TCP connection with one or more peers on the cluster ports",
     "Check firewalls between the peers, and the rules of this one"},
    {20024, warning, "Cluster configuration error", "Cluster is in inconsistent state",
     "Clear the peers that took control and add them to the primary's cluster again"},
    {20025, critical, "Failed to synchronize database",
     "Database synchronization failed on a node; reboot that node from its command line", kRestart},
    {20026, critical, "Failed to recover ClusterDB log server",
     "The cluster database's log server is frozen and its messages are not processed", kRestart},
};

}  // namespace

std::span<const AlarmRow> system_alarm_rows() { return kRows; }

}  // namespace hexad::status
