// What stands around the content of a page: header, menu, breadcrumbs, banners; and the headers of every answer.
#pragma once

#include <string>
#include <string_view>

#include "model/admin/web/html.h"
#include "model/http/message.h"

namespace hexad::admin::web {

class Site;
class Visit;
struct Notice;

/// A whole page for someone who is logged in.
std::string document(const Site& site, const Visit& visit, const Notice& notice, std::string_view token,
                     const Html& content);
/// A page without menu: login, and what is told to whom has no session.
std::string bare_document(const Site& site, std::string_view title, const Html& content);

/// 200 with the headers that every page carries: nothing is stored, nothing but our own style and script is loaded,
/// nothing frames it.
http::Response page_response(std::string body);
/// 303, so that going back or loading anew posts nothing twice.
http::Response redirection(std::string_view url);

/// A sentence that stands out: of success, or of failure.
void write_notice(Html& html, std::string_view text, bool good);

}  // namespace hexad::admin::web
