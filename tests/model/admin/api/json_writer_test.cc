#include "model/admin/api/json_writer.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "model/admin/api/node_json.h"

namespace hexad::admin {
namespace {

TEST(json_writer, puts_commas_where_they_belong) {
  JsonWriter json;
  json.begin_object().member("a", "x").key("b").begin_array().integer(1).boolean(false).null().begin_object();
  json.end_object().end_array().number_member("c", -7).end_object();
  EXPECT_EQ(json.written(), R"({"a":"x","b":[1,false,null,{}],"c":-7})");
}

TEST(json_writer, escapes_so_that_any_text_reads_back) {
  std::string text;
  for (int c = 0; c < 0x80; ++c) text += static_cast<char>(c);
  text += "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
  JsonWriter json;
  json.text(text);
  EXPECT_EQ(nlohmann::json::parse(json.written()).get<std::string>(), text);
}

TEST(json_writer, replaces_bytes_that_are_no_utf8) {
  JsonWriter json;
  json.text("a\xff\xc3(\xed\xa0\x80");
  const std::string read = nlohmann::json::parse(json.written()).get<std::string>();
  EXPECT_EQ(read.substr(0, 8), "a\xef\xbf\xbd\xef\xbf\xbd(");
}

TEST(node_json, gives_lists_as_arrays_with_their_numbers) {
  Node root("Registrations");
  root.add("Count", "2");
  root.add_item("Registration", 1).add("Protocol", "SIP");
  root.add_item("Registration", 4).add("Protocol", "H323");
  JsonWriter json;
  write_named_node(json, root);
  EXPECT_EQ(
      json.written(),
      R"({"Registrations":{"Count":"2","Registration":[{"item":1,"Protocol":"SIP"},{"item":4,"Protocol":"H323"}]}})");
}

TEST(node_json, never_writes_one_name_twice) {
  Node root("R");
  root.add("A", "1");
  root.add("B", "2");
  root.add("A", "3");
  JsonWriter json;
  write_node(json, root);
  EXPECT_EQ(json.written(), R"({"A":[{"item":0,"value":"1"},{"item":0,"value":"3"}],"B":"2"})");
}

}  // namespace
}  // namespace hexad::admin
