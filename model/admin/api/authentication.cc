#include "model/admin/api/authentication.h"

#include <array>
#include <memory>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Names and passwords are shorter; more is not decoded.
constexpr std::size_t kCredentialsMax = 2048;

std::optional<std::string> base64_decoded(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  if (text.size() > kCredentialsMax || text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const std::size_t value = kBase64.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>(bits >> held & 0xff);
    }
  }
  return bytes;
}

http::Response unauthorized(AnswerForm form, std::string_view description) {
  http::Response response = error_answer(form, 401, "unauthorized", description);
  response.headers.add("WWW-Authenticate", "Basic realm=\"Hexad\", charset=\"UTF-8\"");
  return response;
}

http::Response refusal(AnswerForm form, LoginFailure failure) {
  http::Response response;
  switch (failure) {
    case LoginFailure::throttled:
      response = error_answer(form, 429, "too many failures", "Too many wrong passwords; try again in a minute");
      response.headers.add("Retry-After", "60");
      return response;
    case LoginFailure::busy:
      response = error_answer(form, 503, "busy", "Too many passwords are being checked; try again in a second");
      response.headers.add("Retry-After", "1");
      return response;
    case LoginFailure::disabled: return error_answer(form, 403, "not permitted", "This account may not use the API");
    case LoginFailure::wrong: break;
  }
  return unauthorized(form, "The user name or the password is wrong");
}

http::Response role_refusal(AnswerForm form, const Principal& who, Role wanted) {
  return error_answer(form, 403, "not permitted",
                      "The account " + who.name + " is " + std::string(to_string(who.role)) + ", and this needs " +
                          std::string(to_string(wanted)));
}

bool changes(const http::Request& request) { return request.method != "GET" && request.method != "HEAD"; }

/// Whether a browser says that a page of somebody else sent this. A program says nothing of the kind.
bool from_elsewhere(const http::Request& request) {
  const std::string_view site = request.headers.get("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const std::string_view origin = request.headers.get("Origin");
  if (origin.empty()) return false;
  const std::size_t at = origin.find("://");
  return at == std::string_view::npos || origin.substr(at + 3) != request.headers.get("Host");
}

struct Waiting {
  http::Request request;
  http::Responder responder;
};

}  // namespace

std::optional<std::pair<std::string, std::string>> basic_credentials(std::string_view field) {
  field = trimmed(field);
  const std::size_t blank = field.find(' ');
  if (blank == std::string_view::npos || !equal_ignoring_case(field.substr(0, blank), "Basic")) return std::nullopt;
  const auto decoded = base64_decoded(trimmed(field.substr(blank)));
  if (!decoded || decoded->find('\0') != std::string::npos) return std::nullopt;
  const std::size_t colon = decoded->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return std::pair(decoded->substr(0, colon), decoded->substr(colon + 1));
}

void Authentication::require(Role role, AnswerForm form, http::Request request, http::Responder responder,
                             Admitted admitted) {
  // Browsers remember Basic credentials and add them to whatever form a foreign page posts here.
  if (changes(request) && from_elsewhere(request)) {
    responder.respond(error_answer(form, 403, "csrf", "This change was asked for by a page of another site"));
    return;
  }
  if (request.headers.has("Authorization")) {
    const auto credentials = basic_credentials(request.headers.get("Authorization"));
    if (!credentials) {
      responder.respond(unauthorized(form, "The Authorization field is not of the Basic scheme"));
      return;
    }
    const std::string source = request.remote.address.to_string();
    auto waiting = std::make_shared<Waiting>(Waiting{std::move(request), std::move(responder)});
    accounts_.login(credentials->first, credentials->second, source, "api",
                    [role, form, waiting, admitted = std::move(admitted)](tl::expected<Principal, LoginFailure> login) {
                      if (!login) return waiting->responder.respond(refusal(form, login.error()));
                      if (!login->may(role)) return waiting->responder.respond(role_refusal(form, *login, role));
                      Principal who = *std::move(login);
                      who.source = waiting->request.remote.to_string();
                      admitted(who, std::move(waiting->request), std::move(waiting->responder));
                    });
    return;
  }
  const std::optional<Principal> who = sessions_ != nullptr ? sessions_->principal_of(request) : std::nullopt;
  if (!who) return responder.respond(unauthorized(form, "This needs a user name and password"));
  if (changes(request) && !sessions_->csrf_ok(request)) {
    responder.respond(error_answer(form, 403, "csrf", "The X-CSRF-Token field does not carry the session's token"));
    return;
  }
  if (!who->may(role)) return responder.respond(role_refusal(form, *who, role));
  admitted(*who, std::move(request), std::move(responder));
}

}  // namespace hexad::admin
