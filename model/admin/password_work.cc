#include "model/admin/password_work.h"

#include <chrono>
#include <utility>

namespace hexad::admin {
namespace {

constexpr host::Duration kModelledCost = std::chrono::milliseconds(50);

}  // namespace

bool PasswordWork::submit(std::function<void()> work, std::function<void()> done) {
  if (jobs_.size() > kWaitingMax) return false;
  jobs_.push_back({std::move(work), std::move(done)});
  if (jobs_.size() == 1) start_next();
  return true;
}

void PasswordWork::start_next() {
  if (!jobs_.empty()) running_ = host_.compute(std::move(jobs_.front().work), kModelledCost, *this);
}

void PasswordWork::on_computed() {
  const host::ComputationHandle ended = std::move(running_);
  const std::function<void()> done = std::move(jobs_.front().done);
  jobs_.pop_front();
  start_next();
  done();  // Last: it may destroy this.
}

}  // namespace hexad::admin
