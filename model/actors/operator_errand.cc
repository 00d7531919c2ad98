#include "model/actors/operator_errand.h"

#include <openssl/evp.h>

namespace hexad::actors {

std::string_view to_string(ErrandOutcome::Kind kind) {
  switch (kind) {
    case ErrandOutcome::Kind::ok: return "ok";
    case ErrandOutcome::Kind::refused: return "refused";
    case ErrandOutcome::Kind::failed: return "failed";
  }
  return "";
}

std::string basic_authorization(const Login& login) {
  const std::string plain = login.user + ":" + login.password;
  std::string encoded(4 * ((plain.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                      reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return "Basic " + encoded;
}

std::unique_ptr<Errand> make_errand(const OperatorTask& task, Login& login, config::Release release) {
  switch (task.via) {
    case Interface::web: return make_web_errand(task, login, release);
    case Interface::cli: return make_cli_errand(task, login);
    case Interface::json: return make_json_errand(task, login);
    case Interface::xml: return make_xml_errand(task, login);
  }
  return nullptr;
}

}  // namespace hexad::actors
