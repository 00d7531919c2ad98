// The built-in firewall of this peer (System > Protection > Firewall rules). The rules are settings; what is set is
// pending until it is activated, and counts for good only when it is accepted within 15 seconds: an operator who has
// locked himself out gets the previous rules back by waiting.
//
//   settings --activate--> in force, unaccepted --accept--> kept --boot--> in force
//                               '--15 s, revert, power cut--> the previous set
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/life/firewall_lint.h"
#include "model/admin/life/firewall_rule.h"
#include "model/admin/services.h"
#include "model/host/timer.h"

namespace hexad::admin {

enum class FirewallRuleState : std::uint8_t { active, pending_add, pending_change, pending_delete };
/// "Active", "Pending add" ...
std::string_view to_string(FirewallRuleState state);

class FirewallRules final : host::TimerHandler {
 public:
  static constexpr host::Duration kAcceptTime = std::chrono::seconds(15);

  /// Puts the rules in force that were accepted last. Adds the commands FirewallRulesActivate, FirewallRulesAccept,
  /// FirewallRulesRevert, FirewallRuleMove, FirewallRuleDelete, FirewallRuleUndelete and the status element Firewall.
  explicit FirewallRules(Services& services);
  ~FirewallRules();

  struct Listed {
    std::uint32_t index = 0;
    FirewallRule rule;  ///< As set; as in force of a rule that is to be deleted.
    FirewallRuleState state = FirewallRuleState::active;
  };
  /// By priority.
  std::vector<Listed> list() const;
  const FirewallRuleSet& in_force() const { return in_force_; }
  bool awaiting_accept() const { return timer_->armed(); }

  /// Puts the settings' rules in force for kAcceptTime; the value holds warnings. invalid_argument when a rule is wrong
  /// or a priority is there twice (alarms 40030, 40034), bound_reached while an activation waits.
  host::Expected<std::vector<std::string>> activate(const config::Author& author);
  /// Keeps them. not_found when nothing waits; disk errors: the previous rules are back.
  host::Expected<void> accept(const config::Author& author);
  /// The settings become what is in force; an activation that waits is taken back first.
  host::Expected<void> revert(const config::Author& author);
  /// Exchanges its priority with the rule before or after it.
  host::Expected<void> move(std::uint32_t index, bool up, const config::Author& author);
  host::Expected<void> remove(std::uint32_t index, const config::Author& author);
  /// Takes back what is pending about one rule that is in force.
  host::Expected<void> restore(std::uint32_t index, const config::Author& author);

 private:
  void load();
  void enforce();
  void roll_back(std::string_view why, const config::Author& author);
  void on_timer(host::Timer& timer) override;
  host::Expected<void> keep();
  std::vector<std::string> warnings() const;
  void add_commands();
  void add_rule_commands();
  Node status() const;

  Services& services_;
  host::TimerHandle timer_;
  host::MonotonicTime accept_until_{};
  FirewallRuleSet in_force_;
  FirewallRuleSet previous_;  ///< While an activation waits.
};

}  // namespace hexad::admin
