#include "real/ctl/peer_connection.h"

#include <openssl/evp.h>

#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/http/client.h"
#include "model/tls/library.h"
#include "model/tls/policy.h"
#include "real/ctl/exit_codes.h"
#include "real/ctl/server_address.h"
#include "real/host/asio_host.h"
#include "real/host/reactor.h"

namespace hexad::ctl {
namespace {

using Json = nlohmann::json;

std::string base64(std::string_view text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

CallFailure unreachable(const host::Error& error, const std::string& server) {
  return {fmt::format("{} does not answer: {}", server, error.to_string()), kExitUnreachable};
}

// What an answer other than 200 means to the user.
CallFailure refusal(const http::Response& response, const Options& options) {
  switch (response.status) {
    case 401:
      return {fmt::format("{} did not accept the password of {}", options.server, options.user), kExitUnreachable};
    case 403: return {fmt::format("{} does not let {} in", options.server, options.user), kExitUnreachable};
    case 429:
      return {fmt::format("{} has seen too many wrong passwords; wait a minute", options.server), kExitUnreachable};
    case 503: return {fmt::format("{} is too busy to check the password; try again", options.server), kExitUnreachable};
    default:
      return {fmt::format("{} answered {} {}: it may be no peer of this kind", options.server, response.status,
                          http::reason_of(response.status)),
              kExitUnreachable};
  }
}

}  // namespace

struct PeerConnection::Parts {
  explicit Parts(const Options& given) : options(given), host(reactor, {}) {}

  tl::expected<Json, CallFailure> call(http::Request request);

  Options options;
  real::Reactor reactor;
  tls::Library library{tls::Randomness::system};
  real::AsioHost host;
  std::string authorization;
  std::unique_ptr<http::Client> client;
};

tl::expected<Json, CallFailure> PeerConnection::Parts::call(http::Request request) {
  request.headers.set("Authorization", authorization);
  request.headers.set("Accept", "application/json");
  auto answer = std::make_shared<std::optional<host::Expected<http::Response>>>();
  client->send(std::move(request),
               [answer](host::Expected<http::Response> response) { *answer = std::move(response); });
  reactor.run_until([&answer] { return answer->has_value(); }, options.timeout + std::chrono::seconds(5));
  if (!answer->has_value()) return tl::unexpected(unreachable({host::ErrorCode::timed_out, ""}, options.server));
  const host::Expected<http::Response>& response = **answer;
  if (!response) return tl::unexpected(unreachable(response.error(), options.server));
  if (response->status != 200) return tl::unexpected(refusal(*response, options));
  Json json = Json::parse(response->body, nullptr, false);
  if (!json.is_object())
    return tl::unexpected(
        CallFailure{fmt::format("{} answered with no JSON object", options.server), kExitUnreachable});
  return json;
}

PeerConnection::PeerConnection(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PeerConnection::~PeerConnection() = default;

tl::expected<std::unique_ptr<PeerConnection>, CallFailure> PeerConnection::make(const Options& options,
                                                                                const std::string& authorities,
                                                                                const std::string& password) {
  const auto server = parse_server(options.server);
  if (!server) return tl::unexpected(CallFailure{server.error().detail, kExitUsage});
  const auto address = resolve(*server);
  if (!address) return tl::unexpected(CallFailure{address.error().detail, kExitUnreachable});
  auto parts = std::make_unique<Parts>(options);
  tls::Policy policy;
  policy.wildcards = true;
  policy.verify = options.insecure ? tls::Verify::none : tls::Verify::required;
  if (!options.insecure) policy.ca_certificates_pem = authorities;
  auto context = parts->library.context(policy, nullptr);
  if (!context) return tl::unexpected(CallFailure{context.error().detail, kExitUsage});
  http::ClientSettings settings;
  settings.server = *address;
  settings.host_name = options.server_name.empty() ? server->host : options.server_name;
  settings.context = *context;
  settings.verify_name = !options.insecure;
  settings.timeout = options.timeout;
  parts->authorization = "Basic " + base64(options.user + ":" + password);
  parts->client = std::make_unique<http::Client>(parts->host, std::move(settings));
  return std::unique_ptr<PeerConnection>(new PeerConnection(std::move(parts)));
}

tl::expected<LineAnswer, CallFailure> PeerConnection::run(std::string_view line) {
  http::Request request;
  request.method = "POST";
  request.target = "/api/v1/command";
  request.headers.set("Content-Type", "application/json");
  request.body = Json{{"line", line}}.dump(-1, ' ', true, Json::error_handler_t::replace);
  auto json = parts_->call(std::move(request));
  if (!json) return tl::unexpected(json.error());
  const auto ok = json->find("ok");
  if (ok == json->end() || !ok->is_boolean())
    return tl::unexpected(CallFailure{"The answer does not say whether the line was run", kExitUnreachable});
  return LineAnswer{ok->get<bool>(), text_of(*json, "output")};
}

std::vector<std::string> PeerConnection::complete(std::string_view line) {
  http::Request request;
  request.target = "/api/v1/complete?line=" + http::percent_encoded(line);
  const auto json = parts_->call(std::move(request));
  std::vector<std::string> words;
  if (!json) return words;
  const auto found = json->find("completions");
  if (found == json->end() || !found->is_array()) return words;
  for (const Json& word : *found) {
    if (word.is_string()) words.push_back(word.get<std::string>());
  }
  return words;
}

}  // namespace hexad::ctl
