// What a peer remembers of its cluster over a restart, in the store's kind "cluster": the incarnation it belongs to,
// and which peers have joined. Without a store it remembers for this boot.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/store.h"

namespace hexad::cluster {

inline constexpr std::string_view kStoreKind = "cluster";

class Memory {
 public:
  /// `store` may be null and outlives this.
  explicit Memory(config::Store* store);

  std::uint64_t incarnation() const;
  void set_incarnation(std::uint64_t incarnation);
  /// It was founded here because the primary could not be reached.
  bool took_control() const { return !text("took_control").empty(); }
  void set_took_control() { put("took_control", "1"); }

  bool has_joined(std::string_view peer) const { return !text("joined/" + std::string(peer)).empty(); }
  void set_joined(std::string_view peer) { put("joined/" + std::string(peer), "1"); }

  /// Any other fact; empty: unset.
  std::string text(const std::string& key) const;
  /// An empty value removes it.
  void put(const std::string& key, std::string value);
  std::vector<std::pair<std::string, std::string>> under(std::string_view prefix) const;

  /// Tries once more what a failing disk did not take.
  void keep_again();

  /// Of peers that are not in this list nothing is remembered any more.
  void keep_only(const std::vector<std::string>& listed);
  /// The cluster was left.
  void clear();

 private:
  void keep(const std::string& key);

  config::Store* store_;
  std::map<std::string, std::string, std::less<>> facts_;
  std::set<std::string> unkept_;  ///< Facts that the store does not have as they are.
};

}  // namespace hexad::cluster
