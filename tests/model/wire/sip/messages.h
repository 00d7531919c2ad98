// Messages for the tests of model/wire/sip: composed from lines, or read from the folder of published vectors.
#pragma once

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

namespace hexad::sip {

/// The lines, each ended with CRLF, an empty line, and the body.
inline std::string compose(std::initializer_list<std::string_view> lines, std::string_view body = {}) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).append("\r\n");
  return text.append("\r\n").append(body);
}

/// A request that nothing is wrong with, plus `extra` lines before the empty line.
inline std::string good_request(std::string_view method = "OPTIONS", std::initializer_list<std::string_view> extra = {},
                                std::string_view uri = "sip:room7@hq.example") {
  std::string text(method);
  text.append(" ").append(uri).append(" SIP/2.0\r\n");
  text.append("Via: SIP/2.0/UDP phone3.hq.example:5062;branch=z9hG4bKq71;rport\r\n");
  text.append("Max-Forwards: 70\r\nFrom: \"Phone 3\" <sip:phone3@hq.example>;tag=f00d\r\n");
  text.append("To: <sip:room7@hq.example>\r\nCall-ID: c4f1@phone3.hq.example\r\nCSeq: 17 ")
      .append(method)
      .append("\r\n");
  for (const std::string_view line : extra) text.append(line).append("\r\n");
  return text.append("Content-Length: 0\r\n\r\n");
}

/// `text` with the first `from` in it replaced; the test is broken when it has none.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return "replaced(): not found";
  return text.replace(at, from.size(), to);
}

/// The published messages of one RFC by their name, in order; none when the folder is not there.
inline std::map<std::string, std::string> published_messages(const std::string& rfc) {
  std::map<std::string, std::string> messages;
  const std::filesystem::path folder = std::filesystem::path(HEXAD_SOURCE_DIR) / "../shared/vectors/sip" / rfc;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    if (entry.path().extension() != ".dat") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    messages[entry.path().stem().string()] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  return messages;
}

}  // namespace hexad::sip
