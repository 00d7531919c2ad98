// System > Clustering. Every item is set on each peer by itself and is to be the same on all; only the TLS verification
// mode of X12 and its address mapping spread.
#include "model/config/table/rows.h"

namespace hexad::config::table {

namespace {

/// How links notice and mend their loss: a choice of ours, the guides print no figures.
void add_link_times(Rows& rows) {
  rows.integer("Cluster Link BeatInterval", 1, 60, "10", "Cluster link beat interval",
               "The seconds after which a peer that has nothing to say tells the others that it is there.")
      .ours()
      .cli_only()
      .read_by("cluster");
  rows.integer("Cluster Link DeadInterval", 3, 600, "25", "Cluster link dead interval",
               "The seconds of silence after which a peer counts as lost; two and a half beats at least.")
      .ours()
      .cli_only()
      .read_by("cluster");
  rows.integer("Cluster Link RetryMinimum", 1, 60, "1", "Cluster link first retry",
               "The seconds until a lost peer is tried again, doubled at each failure.")
      .ours()
      .cli_only()
      .read_by("cluster");
  rows.integer("Cluster Link RetryMaximum", 1, 600, "30", "Cluster link longest retry",
               "The most seconds between two attempts to reach a lost peer.")
      .ours()
      .cli_only()
      .read_by("cluster");
}

}  // namespace

void add_clustering(Rows& rows) {
  rows.under("Alternates ", "System > Clustering");
  rows.text("Cluster Name", 128, "Cluster name",
            "The name of the cluster: the fully qualified name that its SRV records are for. The same on every peer.")
      .form(TextForm::cluster_name)
      .peer_specific()
      .restart()
      .read_by("cluster");
  rows.integer("ConfigurationPrimary", 1, 6, "1", "Configuration primary",
               "The number of the peer whose configuration the others copy. The same on every peer.")
      .default_ours()
      .alias("Alternates ConfigurationMaster")
      .peer_specific()
      .read_by("cluster");
  rows.choice("Cluster IPVersion", {"IPv4", "IPv6"}, "IPv4", "Cluster IP version",
              "The protocol that the peers talk to one another with. The same on every peer.")
      .ours()
      .only(kSinceX89)
      .peer_specific()
      .restart()
      .read_by("cluster");
  rows.choice("Cluster TLSVerificationMode", {"Permissive", "Enforce"}, "Permissive", "TLS verification mode",
              "Whether peers check one another's certificates; Enforce needs certificates that name the peers.")
      .ours()
      .only(kSinceX89)
      .peer_specific(kBeforeX12)
      .restart()
      .read_by("cluster");
  rows.password("Cluster PreSharedKey", 255, "Cluster pre-shared key",
                "The password by which peers know one another. The same on every peer.")
      .ours()
      .only(kOnlyX81)
      .peer_specific()
      .restart()
      .read_by("cluster");
  rows.text("Peer [1..6] Address", 128, "Peer address",
            "The address of a peer, this one's own included. The same list in the same order on every peer.")
      .form(TextForm::host)
      .peer_specific()
      .read_by("cluster");
  add_link_times(rows);
  rows.on_off("AddressMapping Mode", "Off", "Cluster address mapping",
              "Whether names of peers are looked up in the mappings here before DNS.")
      .ours()
      .only(kOnlyX12)
      .read_by("cluster");
  rows.text("AddressMapping Mapping [1..12] Fqdn", 128, "Mapped name",
            "The fully qualified name of a peer. At most two mappings for each peer: a bound of ours.")
      .form(TextForm::domain_name)
      .ours()
      .only(kOnlyX12)
      .read_by("cluster");
  rows.address("AddressMapping Mapping [1..12] IpAddress", "Mapped address", "The private address that it stands for.")
      .ours()
      .only(kOnlyX12)
      .read_by("cluster");
}

}  // namespace hexad::config::table
