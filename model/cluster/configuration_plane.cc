#include "model/cluster/configuration_plane.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/wire/cluster/codec.h"

namespace hexad::cluster {

using namespace wire::cluster;

namespace {

constexpr std::size_t kDocumentBytesMax = kCopyPartBytesMax * wire::cluster::kCopyPartsMax;

bool concerns_all(const config::AppliedChange& change, config::Release release) {
  return !change.ref.setting->peer_specific_in(release);
}

}  // namespace

ConfigurationPlane::ConfigurationPlane(PlaneParts parts)
    : parts_(parts),
      cycle_(parts.host.make_timer(*this)),
      announce_(parts.host.make_timer(*this)),
      force_timeout_(parts.host.make_timer(*this)) {
  parts_.configuration.observe(*this);
}

ConfigurationPlane::~ConfigurationPlane() {
  parts_.configuration.forget(*this);
  finish_force(host::fail(host::ErrorCode::closed, "The peer is stopping."));
}

void ConfigurationPlane::start() {
  started_ = true;
  next_cycle_ = parts_.host.now() + kCycle;
  cycle_->arm_at(next_cycle_);
  log_configuration("boot");
}

/// X8.1 knows no announcements: the poll every two minutes is all there is.
bool ConfigurationPlane::polls_only() const {
  return parts_.configuration.current().release() == config::Release::x8_1;
}

const ConfigurationDocument& ConfigurationPlane::document() const {
  if (!document_) document_ = make_document(parts_.configuration.current(), sections_);
  return *document_;
}

const Digest& ConfigurationPlane::digest() const { return document().digest; }

std::optional<host::MonotonicTime> ConfigurationPlane::next_cycle() const {
  return started_ ? std::optional(next_cycle_) : std::nullopt;
}

void ConfigurationPlane::on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                                  const config::Author&) {
  const config::Release release = parts_.configuration.current().release();
  if (std::any_of(changes.begin(), changes.end(), [&](const auto& each) { return concerns_all(each, release); })) {
    on_section_changed();
  }
}

void ConfigurationPlane::on_section_changed() {
  document_.reset();
  if (!started_ || applying_) return;
  if (!announce_->armed()) announce_->arm_after(kAnnounceDelay);
}

void ConfigurationPlane::on_timer(host::Timer& timer) {
  if (&timer == force_timeout_.get()) {
    return finish_force(host::fail(host::ErrorCode::timed_out, "The primary gave no answer."));
  }
  if (&timer == cycle_.get()) {
    next_cycle_ = parts_.host.now() + kCycle;
    cycle_->arm_at(next_cycle_);
    copied_this_cycle_ = false;
    ask();
    return parts_.owner.on_plane_changed();
  }
  log_configuration("edit");
  if (parts_.owner.is_primary() && !polls_only()) {
    parts_.owner.announce({revision(), digest()});
  }
  parts_.owner.on_plane_changed();
}

void ConfigurationPlane::log_configuration(std::string_view origin) {
  if (!started_ || digest() == logged_) return;
  logged_ = digest();
  parts_.host.log().write(
      host::Severity::info, "cluster", "configuration",
      fmt::format("the cluster-wide configuration is now {}", short_text(logged_)),
      {{"digest", short_text(logged_)}, {"revision", std::to_string(revision())}, {"origin", origin}});
}

void ConfigurationPlane::ask() {
  RemotePeer* const primary = parts_.owner.primary_to_follow();
  if (!started_ || primary == nullptr || (trouble_ != CopyTrouble::none && !forced_)) return;
  asked_ = parts_.owner.has_room(*primary) &&
           parts_.owner.send(*primary, ConfigurationRequest{digest(), forced_ != nullptr});
}

void ConfigurationPlane::on_said(RemotePeer& peer, const ConfigurationAnnounce& announce) {
  if (&peer != parts_.owner.primary_to_follow() || announce.digest == digest()) return;
  ask();
}

void ConfigurationPlane::on_said(RemotePeer& peer, const ConfigurationRequest& request) {
  // It asks again in its next cycle.
  if (!parts_.owner.has_room(peer)) return;
  ConfigurationAnswer answer;
  answer.revision = revision();
  answer.digest = digest();
  answer.detail = parts_.owner.suspended_for(&peer);
  if (!parts_.owner.is_primary()) {
    answer.what = ConfigurationAnswer::What::not_primary;
  } else if (!answer.detail.empty()) {
    answer.what = ConfigurationAnswer::What::suspended;
  } else if (document().text.size() > kDocumentBytesMax) {
    answer.what = ConfigurationAnswer::What::unreadable;
    answer.detail = "the configuration is too large";
  } else if (request.digest == digest() && !request.anyway) {
    answer.what = ConfigurationAnswer::What::same;
  } else {
    return send_copy(peer);
  }
  parts_.owner.send(peer, answer);
}

void ConfigurationPlane::send_copy(RemotePeer& peer) {
  const ConfigurationDocument& whole = document();
  ConfigurationCopy copy;
  copy.revision = revision();
  copy.digest = whole.digest;
  copy.parts = static_cast<std::uint32_t>((whole.text.size() + kCopyPartBytesMax - 1) / kCopyPartBytesMax);
  for (copy.part = 0; copy.part < copy.parts; ++copy.part) {
    copy.text = whole.text.substr(copy.part * kCopyPartBytesMax, kCopyPartBytesMax);
    if (!parts_.owner.send(peer, copy)) return;
  }
}

void ConfigurationPlane::on_said(RemotePeer& peer, const ConfigurationAnswer& answer) {
  if (!asked_ || &peer != parts_.owner.primary_to_follow()) return;
  using enum ConfigurationAnswer::What;
  // The answer to what was asked before the operator's command: that of the command follows.
  if (answer.what == same && forced_) return;
  asked_ = false;
  const CopyTrouble trouble_before = trouble_;
  const std::string no_copy_before = std::exchange(no_copy_, answer.what == unreadable ? answer.detail : std::string());
  if (answer.what == same && answer.digest == digest()) agree();
  if (answer.what != same && forced_) {
    finish_force(
        host::fail(host::ErrorCode::refused, answer.detail.empty() ? "It is not the primary." : answer.detail));
  }
  if (trouble_ != trouble_before || no_copy_ != no_copy_before) parts_.owner.on_plane_changed();
}

void ConfigurationPlane::on_said(RemotePeer& peer, ConfigurationCopy& copy) {
  if (!asked_ || &peer != parts_.owner.primary_to_follow()) return;
  if (copy.part == 0) {
    incoming_.clear();
    next_part_ = 0;
    incoming_digest_ = copy.digest;
  }
  if (copy.part != next_part_ || copy.digest != incoming_digest_) {
    asked_ = false;
    return incoming_.clear();
  }
  incoming_ += copy.text;
  if (++next_part_ < copy.parts) return;
  asked_ = false;
  apply_copy(peer);
}

void ConfigurationPlane::apply_copy(RemotePeer& peer) {
  const std::string text = std::move(incoming_);
  incoming_.clear();
  no_copy_.clear();
  const config::Author author{"system", peer.text, "replication"};
  applying_ = true;
  const CopyResult result = forced_ ? force_document(text, parts_.configuration, sections_, author)
                                    : apply_document(text, parts_.configuration, sections_, author);
  applying_ = false;
  document_.reset();
  judge_copy(result);
  log_configuration("copy");
  if (forced_) {
    if (result.outcome == CopyOutcome::applied) {
      finish_force(result.changed);
    } else {
      finish_force(host::fail(host::ErrorCode::malformed, result.detail));
    }
  }
  parts_.owner.on_plane_changed();
}

void ConfigurationPlane::judge_copy(const CopyResult& result) {
  switch (result.outcome) {
    case CopyOutcome::applied: break;
    case CopyOutcome::unreadable: no_copy_ = result.detail; return;
    case CopyOutcome::conflict:
    case CopyOutcome::not_kept:
      trouble_ = result.outcome == CopyOutcome::conflict ? CopyTrouble::conflict : CopyTrouble::failed;
      trouble_text_ = result.detail;
      parts_.events.add(1, "Configuration Replication Failed", {{"Service", "Clustering"}, {"Detail", result.detail}});
      return;
  }
  if (digest() == incoming_digest_) {
    if (result.changed > 0) {
      parts_.events.add(2, "Configuration Replicated",
                        {{"Service", "Clustering"}, {"Detail", fmt::format("{} settings changed", result.changed)}});
    }
    return agree();
  }
  if (copied_this_cycle_ && !forced_) return;
  copied_this_cycle_ = true;
  if (++differences_ < kDifferencesMax) return;
  trouble_ = CopyTrouble::failed;
  trouble_text_ = "after three copies the configuration still differs from the primary's";
}

void ConfigurationPlane::agree() {
  differences_ = 0;
  trouble_ = CopyTrouble::none;
  trouble_text_.clear();
  last_synchronised_ = parts_.host.wall_now();
}

void ConfigurationPlane::forget_trouble() {
  differences_ = 0;
  trouble_ = CopyTrouble::none;
  trouble_text_.clear();
  no_copy_.clear();
}

void ConfigurationPlane::on_lost(const RemotePeer&) {
  asked_ = false;
  incoming_.clear();
}

void ConfigurationPlane::force(Forced done) {
  finish_force(host::fail(host::ErrorCode::refused, "Another ForceConfigUpdate took its place."));
  forced_ = std::move(done);
  force_timeout_->arm_after(kForceTimeout);
  ask();
  if (!asked_) finish_force(host::fail(host::ErrorCode::unreachable, "The primary cannot be reached now."));
}

void ConfigurationPlane::finish_force(host::Expected<std::size_t> result) {
  if (!forced_) return;
  force_timeout_->cancel();
  if (result) agree();
  const Forced done = std::move(forced_);
  forced_ = nullptr;
  done(std::move(result));
}

}  // namespace hexad::cluster
