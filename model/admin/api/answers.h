// How the APIs answer: JSON bodies, and errors with the right status and one clear sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/host/error.h"
#include "model/http/message.h"

namespace hexad::admin {

enum class AnswerForm : unsigned char { json, xml };

http::Response json_answer(std::string body, int status = 200);
http::Response xml_answer(std::string body, int status = 200);

/// {"error": {"cause": "bad value", "description": "..."}} or <Fault><Cause/><Description/></Fault>. The description is
/// given as a sentence, with or without its full stop.
http::Response error_answer(AnswerForm form, int status, std::string_view cause, std::string_view description);

/// 405 with the Allow header ("GET, PUT").
http::Response method_not_allowed(AnswerForm form, std::string_view allowed);

/// What a change that could not be made answers: 422 for what breaks a rule, 507 for a full disk, 500 for a failed one.
http::Response storage_error(AnswerForm form, const host::Error& error);

/// "/api/v1/configuration/SIP/UDP" after "/api/v1/configuration" is {SIP, UDP}; blanks separate as slashes do.
std::vector<std::string> words_after(std::string_view path, std::string_view prefix);
std::string joined(const std::vector<std::string>& words, std::string_view separator = " ");

/// The media type of a request without its parameters, in lower case; empty when it names none.
std::string media_type(const http::Request& request);

}  // namespace hexad::admin
