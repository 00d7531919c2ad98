#include "model/dns/message.h"

namespace hexad::dns {

std::string to_string(Rcode rcode) {
  switch (rcode) {
    case Rcode::no_error: return "NOERROR";
    case Rcode::format_error: return "FORMERR";
    case Rcode::server_failure: return "SERVFAIL";
    case Rcode::no_such_name: return "NXDOMAIN";
    case Rcode::not_implemented: return "NOTIMP";
    case Rcode::refused: return "REFUSED";
  }
  return "RCODE" + std::to_string(static_cast<unsigned>(rcode));
}

std::string Question::key() const {
  std::string text = name.key();
  const auto type_value = static_cast<std::uint16_t>(type);
  for (const std::uint16_t value : {type_value, question_class}) {
    text.push_back(static_cast<char>(value >> 8));
    text.push_back(static_cast<char>(value & 0xff));
  }
  return text;
}

std::string Question::to_string() const { return dns::to_string(type) + "? " + name.to_string(); }

std::string Message::summary() const {
  if (!response) return questions.empty() ? "query without a question" : questions[0].to_string();
  std::string text =
      questions.empty() ? "answer" : dns::to_string(questions[0].type) + " " + questions[0].name.to_string();
  if (rcode != Rcode::no_error) return text + " -> " + to_string(rcode);
  if (truncated) return text + " -> truncated";
  if (answers.empty()) return text + " -> no records";
  return text + " -> " + std::to_string(answers.size()) + (answers.size() == 1 ? " record" : " records");
}

}  // namespace hexad::dns
