#include "model/admin/api/json_reader.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

namespace hexad::admin {
namespace {

using Json = nlohmann::json;

/// Takes the parser's events and keeps the leaves. Returning false ends the parse.
class LeafCollector final : public Json::json_sax_t {
 public:
  std::vector<JsonLeaf> leaves;
  std::string complaint;

  bool null() override { return leaf(JsonKind::null, {}); }
  bool boolean(bool value) override { return leaf(JsonKind::boolean, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return leaf(JsonKind::number, std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return leaf(JsonKind::number, std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return leaf(JsonKind::number, text); }
  bool string(string_t& value) override { return leaf(JsonKind::text, std::move(value)); }
  bool binary(binary_t&) override { return refuse("binary values have no place in JSON"); }

  bool start_object(std::size_t) override {
    if (names_.size() == kJsonDepthMax) {
      return refuse(fmt::format("objects are nested more than {} deep", kJsonDepthMax));
    }
    names_.emplace_back();
    path_.emplace_back();
    return true;
  }
  bool key(string_t& name) override {
    if (!names_.back().insert(name).second) return refuse(fmt::format("\"{}\" is given twice", name.substr(0, 100)));
    if (++names_taken_ > kJsonLeavesMax) return refuse(fmt::format("there are more than {} names", kJsonLeavesMax));
    path_.back() = std::move(name);
    return true;
  }
  bool end_object() override {
    names_.pop_back();
    path_.pop_back();
    return true;
  }
  bool start_array(std::size_t) override {
    return refuse("an array stands where an object or a value is expected; list entries are named by their numbers");
  }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
    return refuse(fmt::format("the body is no JSON from byte {} on", position));
  }

 private:
  bool leaf(JsonKind kind, std::string value) {
    if (leaves.size() == kJsonLeavesMax) return refuse(fmt::format("there are more than {} values", kJsonLeavesMax));
    leaves.push_back({path_, kind, std::move(value)});
    return true;
  }
  bool refuse(std::string why) {
    if (complaint.empty()) complaint = std::move(why);
    return false;
  }

  std::vector<std::string> path_;
  std::vector<std::set<std::string>> names_;  ///< Of each object that is open.
  std::size_t names_taken_ = 0;
};

}  // namespace

host::Expected<std::vector<JsonLeaf>> read_json(std::string_view body) {
  LeafCollector collector;
  try {
    if (Json::sax_parse(body.begin(), body.end(), &collector)) return std::move(collector.leaves);
  } catch (const std::exception&) {
    collector.complaint = "the body is no JSON";
  }
  return host::fail(host::ErrorCode::malformed, std::move(collector.complaint));
}

std::optional<std::string> json_member(const std::vector<JsonLeaf>& leaves, std::string_view name) {
  for (const JsonLeaf& leaf : leaves) {
    if (leaf.path.size() == 1 && leaf.path[0] == name && leaf.kind != JsonKind::null) return leaf.value;
  }
  return std::nullopt;
}

}  // namespace hexad::admin
