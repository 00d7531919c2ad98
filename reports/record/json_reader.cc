// Reads record lines. A key that an event needs and a line lacks is an error; keys that this version does not know
// are passed over, so that an older program reads a newer record.
#include <fmt/format.h>

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "reports/record/base64.h"
#include "reports/record/fields.h"
#include "reports/record/recorder.h"

namespace hexad::record {
namespace {

using Json = nlohmann::json;

[[noreturn]] void expected(std::string_view key, std::string_view what) {
  throw std::runtime_error(fmt::format("key \"{}\": expected {}", key, what));
}

class Reader {
 public:
  explicit Reader(const Json& object) : object_(object) {}

  template <class T>
  void operator()(const char* key, T& value) {
    const auto found = object_.find(key);
    if (found == object_.end()) throw std::runtime_error(fmt::format("expected the key \"{}\"", key));
    get(key, *found, value);
  }

  void octets(const char* key, const char* key64, std::string& value) {
    if (!object_.contains(key64)) return (*this)(key, value);
    (*this)(key64, value);
    value = from_base64(value);
  }

 private:
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  static void get(const char* key, const Json& json, std::string& value) {
    if (!json.is_string()) expected(key, "a string");
    value = json.get_ref<const std::string&>();
  }
  static void get(const char* key, const Json& json, bool& value) {
    if (!json.is_boolean()) expected(key, "true or false");
    value = json.get<bool>();
  }
  static void get(const char* key, const Json& json, Verdict& value) {
    for (const Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::invalid}) {
      if (json.is_string() && json.get_ref<const std::string&>() == to_string(verdict)) {
        value = verdict;
        return;
      }
    }
    expected(key, "\"pass\", \"fail\" or \"invalid\"");
  }
  template <std::unsigned_integral T>
  static void get(const char* key, const Json& json, T& value) {
    if (!json.is_number_unsigned() || json.get<std::uint64_t>() > std::numeric_limits<T>::max()) {
      expected(key, fmt::format("a whole number from 0 to {}", std::numeric_limits<T>::max()));
    }
    value = json.get<T>();
  }
  static void get(const char* key, const Json& json, std::int64_t& value) {
    if (!json.is_number_integer()) expected(key, "a whole number");
    value = json.get<std::int64_t>();
  }
  static void get(const char* key, const Json& json, Pairs& value) {
    if (!json.is_array()) expected(key, "a list of pairs");
    for (const Json& pair : json) {
      if (!pair.is_array() || pair.size() != 2) expected(key, "a list of pairs");
      auto& [name, text] = value.emplace_back();
      get(key, pair[0], name);
      get(key, pair[1], text);
    }
  }
  template <class T>
  static void get(const char* key, const Json& json, std::vector<T>& value) {
    if (!json.is_array()) expected(key, "a list");
    for (const Json& item : json) {
      T& added = value.emplace_back();
      if constexpr (std::is_same_v<T, std::string>) {
        get(key, item, added);
      } else {
        if (!item.is_object()) expected(key, "a list of objects");
        Reader reader(item);
        walk(reader, added);
      }
    }
  }

  const Json& object_;
};

template <std::size_t I = 0>
Event read_event(std::string_view name, const Json& json) {
  if constexpr (I == std::variant_size_v<Event>) {
    throw std::runtime_error(fmt::format("key \"event\": \"{}\" is not an event of a record", name));
  } else {
    if (name != kEventNames[I]) return read_event<I + 1>(name, json);
    std::variant_alternative_t<I, Event> event;
    Reader reader(json);
    walk(reader, event);
    return event;
  }
}

class Collector final : public EntryObserver {
 public:
  void on_entry(const Entry& entry) override { entries.push_back(entry); }
  std::vector<Entry> entries;
};

}  // namespace

Entry from_json_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) throw std::runtime_error("expected one JSON object");
  Entry entry;
  std::string name;
  Reader reader(json);
  reader("at", entry.at_ns);
  reader("event", name);
  entry.event = read_event(name, json);
  return entry;
}

void read_record(const std::string& file, EntryObserver& observer) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(fmt::format("{}: cannot be read", file));
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    Entry entry;
    try {
      entry = from_json_line(line);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(fmt::format("{}:{}: {}", file, number, error.what()));
    }
    observer.on_entry(entry);
  }
}

std::vector<Entry> read_record(const std::string& file) {
  Collector collector;
  read_record(file, collector);
  return std::move(collector.entries);
}

}  // namespace hexad::record
