#include "reports/conform/catalogue.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

namespace hexad::conform {
namespace {

constexpr std::array<std::array<std::string_view, 2>, 4> kReleases = {
    {{"x8.1", "x8.1-exp"}, {"x8.9", "x8.9-exp"}, {"vcs-x8.9.1", "x8.9.1-vcs"}, {"x12", "x12+"}}};

class File {
 public:
  explicit File(const std::string& name) : name_(name) {
    try {
      root_ = YAML::LoadFile(name);
    } catch (const YAML::BadFile&) {
      throw std::runtime_error(name + ": cannot be read");
    } catch (const YAML::Exception& error) {
      throw std::runtime_error(
          fmt::format("{}:{}:{}: {}", name, error.mark.line + 1, error.mark.column + 1, error.msg));
    }
  }

  YAML::Node list(const YAML::Node& map, const char* key) const {
    const YAML::Node node = map.IsMap() ? map[key] : YAML::Node();
    if (!node || !node.IsSequence()) fail(map, fmt::format("expected \"{}\" with a list", key));
    return node;
  }
  std::string text(const YAML::Node& map, const char* key) const {
    const YAML::Node node = map.IsMap() ? map[key] : YAML::Node();
    if (!node || !node.IsScalar() || node.Scalar().empty()) fail(map, fmt::format("expected \"{}\" with a text", key));
    return node.Scalar();
  }
  std::vector<std::string> texts(const YAML::Node& map, const char* key) const {
    std::vector<std::string> out;
    for (const YAML::Node& item : list(map, key)) {
      if (!item.IsScalar()) fail(item, "expected a text");
      out.push_back(item.Scalar());
    }
    return out;
  }
  [[noreturn]] void fail(const YAML::Node& at, const std::string& what) const {
    throw std::runtime_error(fmt::format("{}:{}: {}", name_, at.Mark().line + 1, what));
  }
  const YAML::Node& root() const { return root_; }

 private:
  std::string name_;
  YAML::Node root_;
};

Requirement read_requirement(const File& file, const YAML::Node& item) {
  Requirement requirement;
  requirement.id = file.text(item, "id");
  requirement.group = file.text(item, "group");
  requirement.text = file.text(item, "text");
  requirement.releases = file.texts(item, "releases");
  requirement.kind = file.text(item, "kind");
  requirement.check = file.text(item, "check");
  for (const YAML::Node& source : file.list(item, "source")) {
    requirement.sources.push_back({file.text(source, "guide"), file.text(source, "section")});
  }
  for (const auto& release : requirement.releases) {
    const bool known = std::any_of(kReleases.begin(), kReleases.end(), [&](const auto& r) { return r[1] == release; });
    if (!known) file.fail(item, fmt::format("\"{}\" is not a release", release));
  }
  return requirement;
}

}  // namespace

Catalogue read_catalogue(const std::string& name) {
  const File file(name);
  Catalogue catalogue;
  std::set<std::string> ids;
  for (const YAML::Node& item : file.list(file.root(), "requirements")) {
    catalogue.requirements.push_back(read_requirement(file, item));
    const Requirement& added = catalogue.requirements.back();
    if (!ids.insert(added.id).second) file.fail(item, fmt::format("the id \"{}\" stands here a second time", added.id));
    if (std::find(catalogue.groups.begin(), catalogue.groups.end(), added.group) == catalogue.groups.end()) {
      catalogue.groups.push_back(added.group);
    }
  }
  return catalogue;
}

std::map<std::string, std::string> read_exclusions(const std::string& name) {
  const File file(name);
  std::map<std::string, std::string> reasons;
  for (const YAML::Node& item : file.list(file.root(), "exclusions")) {
    const std::string id = file.text(item, "id");
    if (!reasons.emplace(id, file.text(item, "reason")).second) {
      file.fail(item, fmt::format("the id \"{}\" stands here a second time", id));
    }
  }
  return reasons;
}

std::string_view catalogue_release(std::string_view release) {
  for (const auto& [product, catalogue] : kReleases) {
    if (product == release) return catalogue;
  }
  return {};
}

}  // namespace hexad::conform
