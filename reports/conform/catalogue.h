// The catalogue of what the guides require (reports/requirements.yaml), and what is excluded from it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hexad::conform {

struct Citation {
  std::string guide;    ///< Its title.
  std::string section;  ///< The heading of the section.
};

struct Requirement {
  std::string id;     ///< "ep.sip.srv"
  std::string group;  ///< "endpoints-sip"
  std::string text;
  std::vector<std::string> releases;  ///< As the catalogue writes them: "x8.1-exp", ..., "x12+".
  std::string kind;                   ///< "scenario", "procedure", "unit", "preflight", "ui", "documentation"
  std::string check;                  ///< How it could be verified.
  std::vector<Citation> sources;
};

struct Catalogue {
  std::vector<std::string> groups;        ///< In the order of the catalogue.
  std::vector<Requirement> requirements;  ///< Each id once.
};

/// Throws std::runtime_error that names file, line and what was expected.
Catalogue read_catalogue(const std::string& file);

/// Reason by id. Throws as above; ids are checked by the ledger.
std::map<std::string, std::string> read_exclusions(const std::string& file);

/// "x12+" for the product's "x12", and so on: the one table of both spellings. Empty when there is no such release.
std::string_view catalogue_release(std::string_view release);

}  // namespace hexad::conform
