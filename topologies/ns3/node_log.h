// The log of one simulated machine: everything goes to the record of the run.
#pragma once

#include <string>

#include "model/host/log.h"
#include "reports/record/recorder.h"

namespace hexad::ns3_world {

class NodeLog final : public host::Log {
 public:
  using host::Log::write;
  /// The recorder outlives the log.
  NodeLog(record::Recorder& recorder, std::string node, bool wants_messages)
      : recorder_(recorder), node_(std::move(node)), wants_messages_(wants_messages) {}

  void write(host::Severity severity, std::string_view component, std::string_view event, std::string_view text,
             std::span<const host::LogField> fields) override;
  bool wants_messages() const override { return wants_messages_ && !muted_; }
  void message(const host::WireMessage& message) override;
  /// A program that was killed says nothing on its way out.
  void set_muted(bool muted) { muted_ = muted; }

 private:
  record::Recorder& recorder_;
  const std::string node_;
  const bool wants_messages_;
  bool muted_ = false;
};

}  // namespace hexad::ns3_world
