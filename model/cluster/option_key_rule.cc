#include "model/cluster/option_key_rule.h"

#include "model/cluster/licence_kinds.h"

namespace hexad::cluster {

std::vector<KeyDifference> differing_option_keys(config::Release release, bool uses_option_keys,
                                                 const std::vector<InstalledKeys>& peers) {
  std::vector<KeyDifference> differences;
  if (!uses_option_keys && may_do_without_option_keys(release)) return differences;
  std::map<char, const InstalledKeys*> holders;
  for (const InstalledKeys& peer : peers) {
    for (const auto& [letter, licences] : peer.keys) holders.try_emplace(letter, &peer);
  }
  for (const auto& [letter, holder] : holders) {
    if (may_differ_between_peers(release, letter)) continue;
    for (const InstalledKeys& peer : peers) {
      const auto found = peer.keys.find(letter);
      if (found != peer.keys.end() && found->second == holder->keys.at(letter)) continue;
      differences.push_back({letter, peer.peer, holder->peer});
    }
  }
  return differences;
}

}  // namespace hexad::cluster
