#include "model/admin/life/upgrade.h"

#include "model/admin/life/common.h"
#include "model/admin/life/system_rows.h"

namespace hexad::admin {

std::string_view to_string(UpgradeState state) {
  switch (state) {
    case UpgradeState::idle: return "Idle";
    case UpgradeState::installing: return "Installing";
    case UpgradeState::restarting: return "Restarting";
    case UpgradeState::failed: return "Failed";
  }
  return "";
}

namespace {

bool under_way(UpgradeState state) { return state == UpgradeState::installing || state == UpgradeState::restarting; }

}  // namespace

Upgrade::Upgrade(Services& services, Restart& restart, const BootPlan& boot)
    : services_(services), restart_(restart), installed_(boot.version), timer_(services.host.make_timer(*this)) {
  if (boot.upgrade_failure) {
    state_ = UpgradeState::failed;
    message_ = *boot.upgrade_failure;
    services_.events.add(1, "Upgrade", {{"Service", "System"}, {"Detail", message_}});
  }
  Parameter package;
  package.name = "Package";
  package.required = true;
  package.maximum = static_cast<std::int64_t>(kPackageBytesMax);
  package.help = "The software package's text.";
  Command command;
  command.name = "UpgradeStart";
  command.help = "Installs a software package on this peer and restarts it. xStatus Upgrade shows the progress.";
  command.parameters = {package};
  command.run = [this](const CommandCall& call, CommandReply reply) {
    reply(result_of(start(call.text("Package"), call.who.author()), "The upgrade has started"));
  };
  services_.commands.add(std::move(command));
  services_.status.add("Upgrade", [this] { return status(); });
}

void Upgrade::tell(std::function<void(bool under_way)> told) {
  told_ = std::move(told);
  if (told_) told_(under_way(state_));
}

void Upgrade::enter(UpgradeState state) {
  state_ = state;
  if (told_) told_(under_way(state));
}

host::Expected<void> Upgrade::start(std::string_view text, const config::Author& author) {
  if (under_way(state_)) {
    return host::fail(host::ErrorCode::bound_reached, "An upgrade to " + goal_ + " is under way");
  }
  if (services_.store == nullptr) {
    return host::fail(host::ErrorCode::not_supported, "This peer has no disk to install software on");
  }
  const auto package = UpgradePackage::parse(text);
  if (!package) return tl::unexpected(package.error());
  const auto installed = SoftwareVersion::parse(installed_);
  if (!installed) return host::fail(host::ErrorCode::not_supported, "The installed version is unknown");
  if (auto allowed = package->check_path(*installed); !allowed) return allowed;
  enter(UpgradeState::installing);
  progress_percent_ = 0;
  message_.clear();
  goal_ = package->version.to_string();
  package_ = std::string(text);
  author_ = author;
  services_.events.add(1, "Upgrade",
                       {{"Service", "System"},
                        {"Detail", "The upgrade to " + goal_ + " has started"},
                        {"User", author.user},
                        {"Src", author.source}});
  timer_->arm_after(kStepTime);
  return {};
}

void Upgrade::on_timer(host::Timer&) {
  progress_percent_ += 100 / kSteps;
  if (progress_percent_ < 100) {
    timer_->arm_after(kStepTime);
    return;
  }
  stage();
}

void Upgrade::stage() {
  if (auto kept = SystemRows(services_.store).put(system_row::kPendingUpgrade, package_); !kept) {
    enter(UpgradeState::failed);
    message_ = "The software could not be installed: " + kept.error().to_string();
    services_.events.add(1, "Upgrade", {{"Service", "System"}, {"Detail", message_}});
    return;
  }
  enter(UpgradeState::restarting);
  restart_.request("The software is upgraded to " + goal_, author_);
}

Node Upgrade::status() const {
  Node node("Upgrade");
  node.add("State", to_string(state_));
  node.add("InstalledVersion", installed_);
  node.add("Version", goal_);
  node.add("Progress", std::to_string(progress_percent_));
  node.add("Message", message_);
  return node;
}

}  // namespace hexad::admin
