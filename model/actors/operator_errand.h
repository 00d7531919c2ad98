// The requests that one task of an operator takes, one after the other: what to ask next from what was answered last.
// It sends nothing itself. One errand for each interface: the APIs take one request, the web pages a walk through them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "model/actors/operator.h"
#include "model/http/message.h"

namespace hexad::actors {

struct ErrandOutcome {
  enum class Kind : std::uint8_t { ok, refused, failed };
  Kind kind = Kind::ok;
  std::string value;
  std::string detail;
};
std::string_view to_string(ErrandOutcome::Kind kind);

class Errand {
 public:
  virtual ~Errand() = default;
  /// The next request: the first one without an answer, then one for each answer. Nullopt: it is over, outcome() tells.
  virtual std::optional<http::Request> next(const http::Response* answer) = 0;
  const ErrandOutcome& outcome() const { return outcome_; }

 protected:
  std::optional<http::Request> end(ErrandOutcome::Kind kind, std::string value, std::string detail = {}) {
    outcome_ = {kind, std::move(value), std::move(detail)};
    return std::nullopt;
  }

 private:
  ErrandOutcome outcome_;
};

/// How a person logs in: name and password, and the cookie that a browser keeps between errands.
struct Login {
  std::string user;
  std::string password;
  std::string cookie;  ///< "hexad_session=...", as the last answer set it.
};

/// `login` outlives the errand.
std::unique_ptr<Errand> make_errand(const OperatorTask& task, Login& login, config::Release release);

// The single interfaces (make_errand() picks one).
std::unique_ptr<Errand> make_json_errand(const OperatorTask& task, const Login& login);
std::unique_ptr<Errand> make_cli_errand(const OperatorTask& task, const Login& login);
std::unique_ptr<Errand> make_xml_errand(const OperatorTask& task, const Login& login);
std::unique_ptr<Errand> make_web_errand(const OperatorTask& task, Login& login, config::Release release);

/// The Authorization field of HTTP Basic (RFC 7617).
std::string basic_authorization(const Login& login);

}  // namespace hexad::actors
