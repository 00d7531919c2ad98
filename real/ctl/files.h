// What hexadctl reads besides the command line: the trusted authorities and the password.
#pragma once

#include <string>

#include "model/host/error.h"
#include "real/ctl/options.h"

namespace hexad::ctl {

/// PEM of `--ca`, or of the system's list. not_found or malformed with a sentence.
host::Expected<std::string> read_authorities(const Options& options);

/// From --password-file, HEXADCTL_PASSWORD, or the terminal, without echo, in this order. not_found with a sentence
/// when there is none of them.
host::Expected<std::string> read_password(const Options& options);

}  // namespace hexad::ctl
