// What must hold in every run, asked for or not. Each invariant names itself, watches the record and says at the end
// what it found.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "reports/record/recorder.h"

namespace hexad::sip {
class MessageView;
}

namespace hexad::play {

class Invariants final : public record::EntryObserver {
 public:
  Invariants();
  ~Invariants();
  void on_entry(const record::Entry& entry) override;
  /// One result for each invariant, over the run up to `end_ns`.
  std::vector<record::CheckResult> results(std::int64_t end_ns) const;

 private:
  enum Id : std::uint8_t {
    kTimeNeverRunsBackwards,
    kEveryMessageSentParses,
    kRegisteredFollowsA200,
    kNoProgramReportsAnError,
    kCount,
  };
  struct Watch {
    std::uint64_t looked_at = 0;
    std::vector<std::string> evidence;  ///< The first breaches.
    std::uint64_t breaches = 0;
    std::vector<std::string> nodes;
  };
  bool well_formed(std::string_view bytes);
  void breach(Id id, std::string node, std::string line);
  void on_message(std::int64_t at_ns, const record::Message& message);
  void on_log(std::int64_t at_ns, const record::LogLine& line);

  Watch watches_[kCount];
  std::int64_t last_ns_ = 0;
  std::unique_ptr<sip::MessageView> view_;
  /// By endpoint: the remote address of the last 200 to a REGISTER.
  std::map<std::string, std::string, std::less<>> last_200_from_;
};

}  // namespace hexad::play
