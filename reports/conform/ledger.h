// The conformance ledger: the catalogue, and for each id what runs and tests have shown. It counts honestly: what
// nobody has run is uncovered, and nothing is verified by being written down.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reports/conform/catalogue.h"
#include "reports/conform/evidence.h"

namespace hexad::conform {

enum class Standing : std::uint8_t {
  verified,   ///< Evidence passes, and none fails.
  failing,    ///< Some evidence fails.
  excluded,   ///< Documentation, or excluded with a reason.
  uncovered,  ///< No evidence, or not for each release that counts.
  invalid,    ///< Some evidence never ran, and none fails.
};
inline constexpr Standing kStandings[] = {Standing::verified, Standing::failing, Standing::excluded,
                                          Standing::uncovered, Standing::invalid};
/// "verified", ...
std::string_view to_string(Standing standing);

struct Counts {
  std::size_t verified = 0, failing = 0, excluded = 0, uncovered = 0, invalid = 0;
  std::size_t& of(Standing standing);
  std::size_t of(Standing standing) const { return const_cast<Counts*>(this)->of(standing); }
  std::size_t all() const { return verified + failing + excluded + uncovered + invalid; }
};

class Ledger {
 public:
  /// Throws std::runtime_error that names file and line, also for an exclusion whose id is not in the catalogue.
  static Ledger load(const std::string& requirements_file, const std::string& exclusions_file);

  /// From now on an id needs passing evidence for each of these releases ("x12", ...) that it lists. Without this
  /// call, while the releases do not differ in code, one run serves all.
  void require_releases(const std::vector<std::string>& releases);

  /// Evidence of the same run for the same id and release replaces what it said before. Throws std::runtime_error for
  /// an unknown id, with the nearest name, and for an unknown release.
  void add_evidence(const Evidence& evidence);

  const Catalogue& catalogue() const { return catalogue_; }
  /// Null for an unknown id.
  const Requirement* find(std::string_view id) const;
  /// The id of the catalogue that is most like this one.
  std::string nearest(std::string_view id) const;
  const std::vector<Evidence>& evidence(std::string_view id) const;
  Standing standing(const Requirement& requirement) const;
  /// Why it is excluded; empty when it is not.
  std::string exclusion(const Requirement& requirement) const;

  Counts total() const;
  /// All zero for an unknown group.
  Counts counts(std::string_view group) const;

 private:
  Catalogue catalogue_;
  std::unordered_map<std::string, std::size_t> place_;  ///< By id, in the catalogue's requirements.
  std::map<std::string, std::string> exclusions_;
  std::unordered_map<std::string, std::vector<Evidence>> evidence_;
  std::vector<std::string> required_;  ///< As the catalogue writes them.
};

}  // namespace hexad::conform
