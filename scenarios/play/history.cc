#include "scenarios/play/history.h"

namespace hexad::play {
namespace {

std::string_view field_of(const record::LogLine& line, std::string_view name) {
  for (const auto& [key, value] : line.fields) {
    if (key == name) return value;
  }
  return {};
}

// The branch of the topmost Via names a transaction in the request and in its responses alike (RFC 3261 17.1.3).
std::string_view branch_of(std::string_view message) {
  const std::size_t at = message.find("branch=");
  if (at == std::string_view::npos) return {};
  const std::string_view rest = message.substr(at + 7);
  return rest.substr(0, rest.find_first_of(";, \r\n"));
}

bool is_final_response(std::string_view summary) {
  return summary.size() > 4 && summary[0] >= '2' && summary[0] <= '6' && summary[3] == ' ';
}

std::string_view without_port(std::string_view address) {
  const std::size_t colon = address.rfind(':');
  std::string_view bare = colon == std::string_view::npos ? address : address.substr(0, colon);
  if (bare.starts_with('[') && bare.ends_with(']')) bare = bare.substr(1, bare.size() - 2);
  return bare;
}

const std::vector<RegistrationSpan> kNever;

}  // namespace

void History::on_entry(const record::Entry& entry) {
  if (const auto* message = std::get_if<record::Message>(&entry.event)) on_message(entry.at_ns, *message);
  if (const auto* line = std::get_if<record::LogLine>(&entry.event)) on_log(entry.at_ns, *line);
  if (const auto* change = std::get_if<record::MachineChanged>(&entry.event)) on_machine(entry.at_ns, *change);
  if (const auto* packet = std::get_if<record::PacketLost>(&entry.event)) {
    lost_.push_back({entry.at_ns, packet->network, packet->reason});
  }
}

const std::vector<RegistrationSpan>& History::registrations(std::string_view endpoint) const {
  const auto found = registrations_.find(endpoint);
  return found == registrations_.end() ? kNever : found->second;
}

bool History::alive_by(std::string_view node, std::int64_t at_ns) const {
  const auto since = alive_since_.find(node);
  return since != alive_since_.end() && since->second <= at_ns;
}

std::vector<std::string> History::endpoints() const {
  std::vector<std::string> names;
  for (const auto& [name, spans] : registrations_) names.push_back(name);
  return names;
}

void History::on_message(std::int64_t at_ns, const record::Message& message) {
  const bool is_response = message.summary.size() > 4 && message.summary[0] >= '1' && message.summary[0] <= '6';
  if (message.sent) {
    saw_alive(at_ns, message.node);
    const std::string_view to_node = directory_.node_of(message.remote);
    sent_.push_back({at_ns, message.node, std::string(to_node), std::string(without_port(message.remote)),
                     message.protocol, message.summary});
    if (message.protocol != "sip" || is_response) return;
    std::string key = message.node + '\n' + std::string(branch_of(message.bytes));
    if (open_exchanges_.emplace(std::move(key), exchanges_.size()).second) {
      exchanges_.push_back({at_ns, std::nullopt, message.node, std::string(to_node), message.summary, {}});
    }
    return;
  }
  if (message.protocol != "sip" || !is_final_response(message.summary)) return;
  const auto open = open_exchanges_.find(message.node + '\n' + std::string(branch_of(message.bytes)));
  if (open == open_exchanges_.end()) return;
  Exchange& exchange = exchanges_[open->second];
  if (!exchange.answered_ns) {
    exchange.answered_ns = at_ns;
    exchange.response = message.summary;
  }
}

void History::on_log(std::int64_t at_ns, const record::LogLine& line) {
  saw_alive(at_ns, line.node);
  events_.push_back({at_ns, line.node, line.component, line.event, line.fields});
  if (line.component != "endpoint") return;
  if (line.event == "registered" || line.event == "refreshed") {
    const std::string_view address = field_of(line, "peer");
    const std::string_view node = directory_.node_of(address);
    const std::string_view peer = node.empty() ? address : node;
    auto& spans = registrations_[line.node];
    if (!spans.empty() && spans.back().to_ns == kOpenEnd && spans.back().peer == peer) {
      spans.back().refreshes.push_back(at_ns);
      return;
    }
    end_span(line.node, at_ns, "registered elsewhere");
    spans.push_back({std::string(peer), at_ns, kOpenEnd, {}, {}});
  } else if (line.event == "registration_lost") {
    end_span(line.node, at_ns, line.text);
  }
}

void History::on_machine(std::int64_t at_ns, const record::MachineChanged& change) {
  machine_moments_.push_back({at_ns, change.node, change.state, events_.size()});
  if (change.state == "running") {
    saw_alive(at_ns, change.node);
    return;
  }
  const std::string reason = change.node + (change.state == "off" ? " lost its power" : " was " + change.state);
  end_span(change.node, at_ns, reason);
  // A registration is worth something only while the peer that holds it lives.
  for (auto& [endpoint, spans] : registrations_) {
    if (!spans.empty() && spans.back().to_ns == kOpenEnd && spans.back().peer == change.node) {
      end_span(endpoint, at_ns, reason);
    }
  }
}

void History::end_span(std::string_view endpoint, std::int64_t at_ns, std::string reason) {
  const auto found = registrations_.find(endpoint);
  if (found == registrations_.end() || found->second.empty()) return;
  RegistrationSpan& span = found->second.back();
  if (span.to_ns != kOpenEnd) return;
  span.to_ns = at_ns;
  span.ended_by = std::move(reason);
}

}  // namespace hexad::play
