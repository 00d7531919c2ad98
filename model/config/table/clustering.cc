// System > Clustering. Every item is set on each peer by itself and is to be the same on all; only the TLS verification
// mode of X12 and its address mapping spread.
#include "model/config/table/rows.h"

namespace hexad::config::table {

void add_clustering(Rows& rows) {
  rows.under("Alternates ", "System > Clustering");
  rows.text("Cluster Name", 128, "Cluster name",
            "The name of the cluster: the fully qualified name that its SRV records are for. The same on every peer.")
      .form(TextForm::cluster_name)
      .peer_specific()
      .restart()
      .read_by("peer");
  rows.integer("ConfigurationPrimary", 1, 6, "1", "Configuration primary",
               "The number of the peer whose configuration the others copy. The same on every peer.")
      .default_ours()
      .alias("Alternates ConfigurationMaster")
      .peer_specific()
      .read_by("peer");
  rows.choice("Cluster IPVersion", {"IPv4", "IPv6"}, "IPv4", "Cluster IP version",
              "The protocol that the peers talk to one another with. The same on every peer.")
      .ours()
      .only(kSinceX89)
      .peer_specific()
      .restart();
  rows.choice("Cluster TLSVerificationMode", {"Permissive", "Enforce"}, "Permissive", "TLS verification mode",
              "Whether peers check one another's certificates; Enforce needs certificates that name the peers.")
      .ours()
      .only(kSinceX89)
      .peer_specific(kBeforeX12)
      .restart();
  rows.password("Cluster PreSharedKey", 255, "Cluster pre-shared key",
                "The password by which peers know one another. The same on every peer.")
      .ours()
      .only(kOnlyX81)
      .peer_specific()
      .restart();
  rows.text("Peer [1..6] Address", 128, "Peer address",
            "The address of a peer, this one's own included. The same list in the same order on every peer.")
      .form(TextForm::host)
      .peer_specific()
      .restart()
      .read_by("peer");
  rows.on_off("AddressMapping Mode", "Off", "Cluster address mapping",
              "Whether names of peers are looked up in the mappings here before DNS.")
      .ours()
      .only(kOnlyX12);
  rows.text("AddressMapping Mapping [1..12] Fqdn", 128, "Mapped name",
            "The fully qualified name of a peer. At most two mappings for each peer: a bound of ours.")
      .form(TextForm::domain_name)
      .ours()
      .only(kOnlyX12);
  rows.address("AddressMapping Mapping [1..12] IpAddress", "Mapped address", "The private address that it stands for.")
      .ours()
      .only(kOnlyX12);
}

}  // namespace hexad::config::table
