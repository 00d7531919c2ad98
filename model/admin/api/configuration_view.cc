#include "model/admin/api/configuration_view.h"

#include <algorithm>
#include <map>
#include <memory>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

/// One word of a setting's path: its rank among the words beside it is the order of the table.
struct Step {
  std::string_view word;
  std::uint32_t rank = 0;
  bool list = false;
};

void collect_steps(const config::SettingNode& node, std::vector<Step>& above,
                   std::map<const config::Setting*, std::vector<Step>>& all) {
  if (node.setting != nullptr) all[node.setting] = above;
  std::uint32_t rank = 0;
  for (const config::SettingNode& child : node.children) {
    if (child.is_index()) {
      above.back().list = true;
      collect_steps(child, above, all);
      continue;
    }
    above.push_back({child.word, rank++, false});
    collect_steps(child, above, all);
    above.pop_back();
  }
}

const std::vector<Step>& steps_of(const config::Setting& setting) {
  static const auto steps = [] {
    std::map<const config::Setting*, std::vector<Step>> all;
    std::vector<Step> above;
    collect_steps(config::setting_tree(), above, all);
    return all;
  }();
  return steps.at(&setting);
}

/// The tree while it grows: a setting of all entries comes after another setting of all entries.
struct Growing {
  std::string_view word;
  std::string value;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::unique_ptr<Growing>> children;  ///< By rank, then index.

  void add(const ShownSetting& shown) {
    Growing* at = this;
    std::size_t index = 0;
    for (const Step& step : steps_of(*shown.ref.setting)) {
      const std::uint32_t item = step.list ? shown.ref.indices[index++] : 0;
      std::unique_ptr<Growing>& child = at->children[{step.rank, item}];
      if (child == nullptr) child = std::make_unique<Growing>();
      at = child.get();
      at->word = step.word;
    }
    at->value = config::shown_value(*shown.ref.setting, shown.value);
  }

  Node grown(std::uint32_t item) const {
    Node node(word, value);
    node.item = item;
    node.children.reserve(children.size());
    for (const auto& [key, child] : children) node.children.push_back(child->grown(key.second));
    return node;
  }
};

bool begins_with(const std::vector<std::uint32_t>& indices, const std::vector<std::uint32_t>& start) {
  return indices.size() >= start.size() && std::equal(start.begin(), start.end(), indices.begin());
}

}  // namespace

std::vector<ShownSetting> settings_at(const config::Configuration& configuration, const config::SettingPlace& place) {
  std::vector<ShownSetting> found;
  if (place.node == nullptr) return found;
  if (const config::Setting* setting = place.node->setting; setting != nullptr) {
    config::SettingRef ref{setting, place.indices};
    if (setting->in(configuration.release()) && config::find_setting(ref.path()) == ref) {
      const std::string value = configuration.value(ref);
      const bool assigned = configuration.assigned(ref) != nullptr;
      found.push_back({std::move(ref), value, assigned});
      return found;
    }
  }
  const auto beneath = place.node->beneath;
  configuration.for_each([&](const config::SettingRef& ref, const std::string& value, bool assigned) {
    const bool under = ref.setting >= beneath.data() && ref.setting < beneath.data() + beneath.size();
    if (under && begins_with(ref.indices, place.indices)) found.push_back({ref, value, assigned});
  });
  return found;
}

Node configuration_node(std::string_view root, const std::vector<ShownSetting>& settings) {
  Growing tree;
  tree.word = root;
  for (const ShownSetting& shown : settings) tree.add(shown);
  return tree.grown(0);
}

Node configuration_node(const config::Configuration& configuration) {
  return configuration_node("Configuration", settings_at(configuration, {&config::setting_tree(), {}}));
}

void write_value(JsonWriter& json, const config::Setting& setting, std::string_view value) {
  const auto number = setting.kind == config::ValueKind::integer ? whole_number(value) : std::nullopt;
  if (number) {
    json.integer(*number);
  } else {
    json.text(config::shown_value(setting, value));
  }
}

}  // namespace hexad::admin
