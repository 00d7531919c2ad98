// The login page: a name and a password make a session, and lead back to the page that asked for one.
#pragma once

#include <string>
#include <string_view>

#include "model/http/server.h"

namespace hexad::admin::web {

class Site;

/// The address of the login page that leads back to a target of ours; without a target that is none of ours.
std::string login_url(std::string_view target);
/// Whether a browser that follows `target` stays on this peer.
bool is_own_target(std::string_view target);

void show_login(Site& site, const http::Request& request, http::Responder& responder);
/// Answers when the password has been checked: 303 with the session's cookie; 403 with the page again when it is wrong,
/// 429 when guesses are throttled, 503 when too many are being checked.
void take_login(Site& site, http::Request request, http::Responder responder);

}  // namespace hexad::admin::web
