// A document sent to /putxml: <Configuration> with the settings to change, all or nothing, and <Command> with the
// commands to call, one after another; either alone, or both under any other root. The configuration comes first; when
// it is refused no command is called.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/api/configuration_edit.h"
#include "model/admin/services.h"
#include "model/http/server.h"
#include "model/wire/xml/document.h"

namespace hexad::admin {

inline constexpr std::size_t kXmlCommandsMax = 100;

/// One command of a document: <DisconnectCall command="True"><Call>3</Call></DisconnectCall>.
struct XmlCommand {
  std::string name;
  std::vector<std::pair<std::string, std::string>> arguments;
};

struct XmlOrders {
  bool configures = false;
  std::vector<WantedSetting> settings;
  std::vector<XmlCommand> commands;
};

/// malformed: no well-formed XML, none of both parts, text beside elements, an item that is no number, or too many
/// commands; the detail is a sentence.
host::Expected<XmlOrders> read_orders(std::string_view document);

class XmlPut {
 public:
  /// `services` outlives it.
  explicit XmlPut(Services& services) : services_(services) {}

  /// Answers <XmlDoc><Configuration><Success/></Configuration><Command><NameResult status="OK">...</Command></XmlDoc>,
  /// or with <Error><Path/><Description/></Error> in <Configuration> and 422. A command that failed is told by its
  /// status
  /// ("Error"), <Cause> and <Description>.
  void take(const Principal& who, std::string_view document, http::Responder responder);

 private:
  struct Answering;
  static void call_next(std::shared_ptr<Answering> answering);

  Services& services_;
};

}  // namespace hexad::admin
