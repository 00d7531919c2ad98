#include "scenarios/play/trouble.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/config/configuration.h"
#include "topologies/load/duration_text.h"
#include "topologies/world/seeded_stream.h"

namespace hexad::play {
namespace {

using namespace std::chrono_literals;
using scenario::Duration;
using scenario::Step;
using scenario::Trouble;
using scenario::TroubleKind;
using topology::format_duration;
using world::Fault;
using world::FaultKind;
using Texts = std::vector<std::string>;

/// Between a machine's boot and the next time that it is stopped.
constexpr Duration kRunsAtLeast = 2s;
/// How often a deed is drawn again when it would stop a machine that is stopped already.
constexpr int kAttempts = 8;

/// One draw after the other from a stream of its own.
class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view what) : stream_(seed, "trouble", what) {}

  bool chance(double probability) { return stream_.fraction() < probability; }
  std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + stream_.below(most - least + 1); }
  Duration between(Duration least, Duration most) {
    return least +
           Duration(static_cast<std::int64_t>(stream_.below(static_cast<std::uint64_t>((most - least).count()) + 1)));
  }
  /// Short ones as often as long ones: each power of ten is as likely as the next. In whole milliseconds.
  Duration spread(Duration least, Duration most) {
    const double low = std::log(static_cast<double>(least.count())), high = std::log(static_cast<double>(most.count()));
    const auto drawn = Duration(static_cast<std::int64_t>(std::exp(low + (high - low) * stream_.fraction())));
    return std::clamp<Duration>(std::chrono::round<std::chrono::milliseconds>(drawn), least, most);
  }
  template <class T>
  const T& one_of(const std::vector<T>& items) {
    return items[stream_.below(items.size())];
  }

 private:
  world::SeededStream stream_;
};

struct Deed {
  Duration at{};
  std::vector<Step> steps;
};

class Drawing {
 public:
  Drawing(const scenario::Scenario& scenario, const Trouble& trouble, std::uint64_t seed)
      : scenario_(scenario), trouble_(trouble), seed_(seed) {}

  std::vector<Deed> deeds() {
    Dice dice(seed_, "counts");
    const std::vector<TroubleKind> kinds = kinds_of_the_run(dice);
    const std::uint64_t faults = dice.between(trouble_.faults.least, trouble_.faults.most);
    const std::uint64_t edits = dice.between(trouble_.edits.least, trouble_.edits.most);
    std::vector<Deed> deeds;
    for (std::uint64_t number = 1; number <= faults; ++number) add_fault(kinds, number, deeds);
    for (std::uint64_t number = 1; number <= edits; ++number) deeds.push_back(edit(number));
    std::stable_sort(deeds.begin(), deeds.end(), [](const Deed& a, const Deed& b) { return a.at < b.at; });
    return deeds;
  }

 private:
  std::vector<TroubleKind> kinds_of_the_run(Dice& dice) {
    std::vector<TroubleKind> on;
    for (const TroubleKind kind : trouble_.kinds) {
      if (dice.chance(0.35)) on.push_back(kind);
    }
    if (on.empty()) on.push_back(dice.one_of(trouble_.kinds));
    return on;
  }

  void add_fault(const std::vector<TroubleKind>& kinds, std::uint64_t number, std::vector<Deed>& deeds) {
    Dice dice(seed_, fmt::format("fault {}", number));
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      at_ = std::chrono::floor<std::chrono::milliseconds>(
          dice.between(trouble_.window.from, trouble_.window.to - trouble_.lengths.least));
      length_ = dice.spread(trouble_.lengths.least, std::min(trouble_.lengths.most, trouble_.window.to - at_));
      if (auto deed = fault(dice.one_of(kinds), dice)) return deeds.push_back(std::move(*deed));
    }
  }

  std::optional<Deed> fault(TroubleKind kind, Dice& dice) {
    switch (kind) {
      case TroubleKind::power_off: return stop(FaultKind::power_off, dice.one_of(peers()));
      case TroubleKind::kill: return stop(FaultKind::kill, dice.one_of(peers()));
      case TroubleKind::late_start: return late_start(dice);
      case TroubleKind::cut: return of_machine(FaultKind::link_down, dice.one_of(peers()), "cut {}");
      case TroubleKind::partition: return partition(dice);
      case TroubleKind::block_port: return block_port(dice);
      case TroubleKind::loss: return loss(dice);
      case TroubleKind::delay: return delay(dice);
      case TroubleKind::forget_idle: return forget_idle(dice);
      case TroubleKind::step_clock: return step_clock(dice);
      case TroubleKind::server_outage:
        if (trouble_.servers.empty()) return std::nullopt;
        return stop(dice.chance(0.5) ? FaultKind::power_off : FaultKind::kill, dice.one_of(trouble_.servers));
      case TroubleKind::fill_disk: return of_machine(FaultKind::fill_disk, dice.one_of(peers()), "fill the disk of {}");
      case TroubleKind::fail_disk: return of_machine(FaultKind::fail_disk, dice.one_of(peers()), "fail the disk of {}");
      case TroubleKind::certificate: return certificate(dice);
    }
    return std::nullopt;
  }

  const Texts& peers() const { return trouble_.peers.nodes; }

  /// One fault from at_ on for length_.
  Deed inflicted(Fault fault, const std::string& text) const {
    Step step;
    step.at = at_;
    step.action = scenario::Inflict{{std::move(fault)}, length_, {}};
    step.text = fmt::format("{} for {}", text, format_duration(length_));
    return {at_, {std::move(step)}};
  }

  Deed of_machine(FaultKind kind, const std::string& node, const std::string& text) const {
    Fault fault;
    fault.kind = kind;
    fault.node = node;
    return inflicted(std::move(fault), fmt::format(fmt::runtime(text), node));
  }

  /// Nothing when the machine is stopped by another deed then.
  std::optional<Deed> stop(FaultKind kind, const std::string& node) {
    const scenario::Window down{at_ - kRunsAtLeast, at_ + length_ + kRunsAtLeast};
    for (const scenario::Window& other : down_[node]) {
      if (down.from < other.to && other.from < down.to) return std::nullopt;
    }
    down_[node].push_back({at_, at_ + length_});
    return of_machine(kind, node, kind == FaultKind::kill ? "kill {}" : "power off {}");
  }

  /// Often that of the first, who is the primary as long as nobody else is made it.
  std::optional<Deed> late_start(Dice& dice) {
    at_ = 1ms;
    length_ = dice.between(60s, std::max<Duration>(60s, std::min<Duration>(5min, trouble_.window.to - at_)));
    length_ = std::chrono::floor<std::chrono::seconds>(length_);
    return stop(FaultKind::power_off, dice.chance(0.5) ? peers().front() : dice.one_of(peers()));
  }

  /// One peer and the others, or a random half and the rest.
  std::pair<Texts, Texts> sides(Dice& dice, bool halves) {
    std::pair<Texts, Texts> sides;
    const std::string alone = dice.one_of(peers());
    for (const std::string& peer : peers()) {
      const bool here = halves ? dice.chance(0.5) : peer == alone;
      (here ? sides.first : sides.second).push_back(peer);
    }
    return sides.first.empty() || sides.second.empty() ? this->sides(dice, false) : sides;
  }

  Fault between(FaultKind kind, std::pair<Texts, Texts> sides, bool one_way) const {
    Fault fault;
    fault.kind = kind;
    fault.from = std::move(sides.first);
    fault.to = std::move(sides.second);
    fault.one_way = one_way;
    return fault;
  }
  static std::string ends(const Fault& fault) {
    return fmt::format("{} {} {} {}", fault.one_way ? "from" : "between", fmt::join(fault.from, ", "),
                       fault.one_way ? "to" : "and", fmt::join(fault.to, ", "));
  }

  Deed partition(Dice& dice) {
    std::pair<Texts, Texts> both = sides(dice, dice.chance(0.4));
    const bool pair = dice.chance(0.4);
    if (pair) both = {{dice.one_of(both.first)}, {dice.one_of(both.second)}};
    Fault fault = between(FaultKind::partition, std::move(both), dice.chance(0.5));
    if (fault.one_way && dice.chance(0.5)) std::swap(fault.from, fault.to);
    const std::string text = "cut off what goes " + ends(fault);
    return inflicted(std::move(fault), text);
  }

  Deed block_port(Dice& dice) {
    Fault fault = between(FaultKind::block_port, sides(dice, dice.chance(0.3)), dice.chance(0.5));
    fault.port = dice.one_of(std::vector<std::uint16_t>{4371, 4372, 1719});
    const std::string text = fmt::format("block port {} {}", fault.port, ends(fault));
    return inflicted(std::move(fault), text);
  }

  Deed forget_idle(Dice& dice) {
    Fault fault = between(FaultKind::forget_idle, sides(dice, false), false);
    fault.idle = dice.one_of(std::vector<Duration>{5s, 15s, 60s, 5min});
    const std::string text =
        fmt::format("forget connections {} after {} without traffic", ends(fault), format_duration(fault.idle));
    return inflicted(std::move(fault), text);
  }

  std::string network_of_peers() const {
    return scenario_.topology.find_node(peers().front())->attachments.front().network;
  }

  Deed loss(Dice& dice) {
    Fault fault;
    fault.kind = FaultKind::loss;
    fault.network = network_of_peers();
    fault.probability = static_cast<double>(dice.between(1, 40)) / 100;
    const std::string text =
        fmt::format("lose {:.4g} % of the packets of network {}", fault.probability * 100, fault.network);
    return inflicted(std::move(fault), text);
  }

  Deed delay(Dice& dice) {
    Fault fault;
    fault.kind = FaultKind::delay;
    fault.network = network_of_peers();
    fault.delay = dice.spread(10ms, 2s);
    const std::string text = fmt::format("delay network {} by {} one way", fault.network, format_duration(fault.delay));
    return inflicted(std::move(fault), text);
  }

  Deed step_clock(Dice& dice) {
    Fault fault;
    fault.kind = FaultKind::step_clock;
    fault.node = dice.one_of(peers());
    const Duration by = dice.spread(1s, std::chrono::hours(24 * 400));
    const bool ahead = dice.chance(0.5);
    fault.by = ahead ? by : -by;
    const std::string text =
        fmt::format("put the clock of {} {} {}", fault.node, format_duration(by), ahead ? "ahead" : "behind");
    return inflicted(std::move(fault), text);
  }

  /// The one that expires is uploaded first, and another one when everything else is healed.
  Deed certificate(Dice& dice) {
    scenario::Operate operate;
    operate.peer = dice.one_of(peers());
    operate.by = trouble_.by;
    operate.via = {"cli"};
    operate.what = scenario::Operate::What::certificate;
    operate.certificate.common_name = scenario_.topology.find_node(operate.peer)->fqdn;
    operate.certificate.names = {operate.certificate.common_name};
    Step renewal;
    renewal.at = trouble_.window.to + 10s + dice.between(0s, 10s);
    renewal.action = operate;
    renewal.text = fmt::format("upload another certificate on {}", operate.peer);
    operate.certificate.ends = length_;
    Step upload;
    upload.at = at_;
    upload.text =
        fmt::format("upload a certificate that is valid for {} on {}", format_duration(length_), operate.peer);
    upload.action = std::move(operate);
    return {at_, {std::move(upload), std::move(renewal)}};
  }

  /// Half of what spreads is changed where it is meant to be, on the first peer; the rest anywhere.
  Deed edit(std::uint64_t number) {
    Dice dice(seed_, fmt::format("edit {}", number));
    const std::uint64_t which = dice.between(0, trouble_.settings.size() + trouble_.lines.size() - 1);
    scenario::Operate operate;
    operate.by = trouble_.by;
    Step step;
    step.at = std::chrono::floor<std::chrono::milliseconds>(dice.between(trouble_.window.from, trouble_.window.to));
    if (which < trouble_.settings.size()) {
      const scenario::Assignment& edited = trouble_.settings[which];
      const config::Setting& setting = *config::find_setting(edited.path)->setting;
      const bool spreads = !setting.peer_specific_in(*config::release_from(scenario_.release));
      operate.settings = {edited};
      operate.peer = spreads && dice.chance(0.5) ? peers().front() : dice.one_of(peers());
      operate.via = {dice.one_of(Texts{"web", "cli", "json", "xml"})};
      step.text = fmt::format("set {}: {} on {} by {}", edited.path, edited.value, operate.peer, operate.via.front());
    } else {
      operate.what = scenario::Operate::What::run;
      operate.line = trouble_.lines[which - trouble_.settings.size()];
      operate.peer = dice.one_of(peers());
      operate.via = {"cli"};
      step.text = fmt::format("{} on {}", operate.line, operate.peer);
    }
    step.action = std::move(operate);
    return {step.at, {std::move(step)}};
  }

  const scenario::Scenario& scenario_;
  const Trouble& trouble_;
  const std::uint64_t seed_;
  Duration at_{}, length_{};                                   ///< Of the fault that is drawn.
  std::map<std::string, std::vector<scenario::Window>> down_;  ///< Machines without their program, by name.
};

void take_variant(scenario::Scenario& scenario, std::uint64_t seed) {
  const auto& variants = scenario.trouble->variants;
  if (variants.empty()) return;
  const Texts& lines = Dice(seed, "variant").one_of(variants);
  for (topology::Node& node : scenario.topology.nodes) {
    const Texts& peers = scenario.trouble->peers.nodes;
    if (std::find(peers.begin(), peers.end(), node.name) == peers.end()) continue;
    Texts& settings = std::get<topology::PeerRole>(node.role).settings;
    settings.insert(settings.end(), lines.begin(), lines.end());
  }
}

}  // namespace

scenario::Scenario with_trouble(scenario::Scenario scenario, std::uint64_t seed,
                                const std::optional<std::vector<std::uint32_t>>& only) {
  if (!scenario.trouble) return scenario;
  std::uint32_t number = 0;
  for (Deed& deed : Drawing(scenario, *scenario.trouble, seed).deeds()) {
    ++number;
    if (only && std::find(only->begin(), only->end(), number) == only->end()) continue;
    for (Step& step : deed.steps) {
      step.deed = number;
      step.text += fmt::format(" (deed {})", number);
      scenario.steps.push_back(std::move(step));
    }
  }
  std::stable_sort(scenario.steps.begin(), scenario.steps.end(),
                   [](const Step& a, const Step& b) { return a.at < b.at; });
  // A heal names its fault by its place.
  std::map<std::string, std::size_t> labels;
  for (std::size_t place = 0; place < scenario.steps.size(); ++place) {
    auto& action = scenario.steps[place].action;
    if (const auto* inflict = std::get_if<scenario::Inflict>(&action)) labels[inflict->label] = place;
    if (auto* heal = std::get_if<scenario::Heal>(&action)) heal->step = labels[heal->label];
  }
  take_variant(scenario, seed);
  return scenario;
}

std::vector<std::uint32_t> deeds_of(const scenario::Scenario& scenario) {
  std::set<std::uint32_t> deeds;
  for (const Step& step : scenario.steps) {
    if (step.deed) deeds.insert(*step.deed);
  }
  return {deeds.begin(), deeds.end()};
}

}  // namespace hexad::play
