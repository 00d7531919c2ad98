// The peer's command line behind its JSON API: POST /api/v1/command and GET /api/v1/complete with HTTP Basic, over
// HTTPS. Each call waits for its answer on the calling thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/error.h"
#include "real/ctl/options.h"

namespace hexad::ctl {

struct LineAnswer {
  bool ok = false;
  std::string output;
};

/// A failure to get an answer: what the user reads, and how hexadctl ends for it.
struct CallFailure {
  std::string sentence;
  int exit_code = 0;
};

class PeerConnection {
 public:
  /// Resolves the server's name and makes the TLS context ready; connects at the first call. `authorities` is PEM, not
  /// looked at with --insecure.
  static tl::expected<std::unique_ptr<PeerConnection>, CallFailure> make(const Options& options,
                                                                         const std::string& authorities,
                                                                         const std::string& password);
  ~PeerConnection();

  tl::expected<LineAnswer, CallFailure> run(std::string_view line);
  /// What may take the place of the line's last word; empty, too, when the peer cannot say.
  std::vector<std::string> complete(std::string_view line);

 private:
  struct Parts;
  explicit PeerConnection(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hexad::ctl
