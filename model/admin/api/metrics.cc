#include "model/admin/api/metrics.h"

#include <fmt/format.h>

#include <iterator>
#include <map>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

using Page = fmt::memory_buffer;

void head(Page& page, std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(page), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

template <class Number>
void single(Page& page, std::string_view name, std::string_view type, std::string_view help, Number value) {
  head(page, name, type, help);
  fmt::format_to(std::back_inserter(page), "{} {}\n", name, value);
}

void write_requests(Page& page, const Router::Counters& counters) {
  head(page, "hexad_http_requests_total", "counter",
       "Requests answered by the admin server, by mount and status class.");
  for (const auto& [mount, answers] : counters.by_mount) {
    for (std::size_t hundreds = 2; hundreds < answers.size(); ++hundreds) {
      if (answers[hundreds] == 0) continue;
      fmt::format_to(std::back_inserter(page), "hexad_http_requests_total{{mount=\"{}\",code=\"{}xx\"}} {}\n", mount,
                     hundreds, answers[hundreds]);
    }
  }
}

void write_alarms(Page& page, const status::Alarms& alarms) {
  std::map<std::pair<status::AlarmSeverity, bool>, std::size_t> counts;
  for (const status::Alarm& alarm : alarms.active()) ++counts[{alarm.kind->severity, alarm.acknowledged}];
  head(page, "hexad_alarms", "gauge", "Alarms that are raised, by severity and state.");
  for (const auto& [key, count] : counts) {
    fmt::format_to(std::back_inserter(page), "hexad_alarms{{severity=\"{}\",state=\"{}\"}} {}\n",
                   lower_case(status::to_string(key.first)), key.second ? "acknowledged" : "new", count);
  }
}

/// A leaf of the status tree as a gauge; left out where the peer has no such leaf or it is no number.
void write_status(Page& page, const StatusTree& tree, std::string_view name, std::string_view path,
                  std::string_view help) {
  const auto value = whole_number(tree.read(path).value);
  if (value) single(page, name, "gauge", help, *value);
}

}  // namespace

Metrics::Metrics(Services& services, Authentication& authentication, const Router& router, bool open)
    : services_(services),
      authentication_(authentication),
      router_(router),
      open_(open),
      started_(services.host.now()) {}

std::string Metrics::text() const {
  Page page;
  const auto uptime = std::chrono::duration_cast<std::chrono::milliseconds>(services_.host.now() - started_).count();
  single(page, "hexad_uptime_seconds", "gauge", "Seconds since this peer started.", static_cast<double>(uptime) / 1000);
  if (ready_) single(page, "hexad_ready", "gauge", "1 when every service has started.", ready_() ? 1 : 0);
  write_requests(page, router_.counters());
  write_alarms(page, services_.alarms);
  write_status(page, services_.status, "hexad_registrations", "ResourceUsage Registrations Current",
               "Devices registered to this peer.");
  single(page, "hexad_configuration_revision", "gauge", "Changes of the configuration since the first boot.",
         services_.configuration.revision());
  single(page, "hexad_settings_awaiting_restart", "gauge", "Changed settings that take effect at the next restart.",
         services_.configuration.awaiting_restart().size());
  const bool failed = services_.store != nullptr && services_.store->last_failure().has_value();
  single(page, "hexad_store_failed", "gauge", "1 while the last write of the store failed.", failed ? 1 : 0);
  return fmt::to_string(page);
}

void Metrics::on_request(http::Request request, http::Responder responder) {
  const auto answer = [this](const http::Request& asked) {
    if (asked.path != kPath) {
      return error_answer(AnswerForm::json, 404, "not found", "There is nothing at this path");
    }
    if (asked.method != "GET") return method_not_allowed(AnswerForm::json, "GET");
    http::Response response = json_answer(text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
  };
  if (open_) return responder.respond(answer(request));
  authentication_.require(Role::read_only, AnswerForm::json, std::move(request), std::move(responder),
                          [answer](const Principal&, const http::Request& admitted, http::Responder late) {
                            late.respond(answer(admitted));
                          });
}

}  // namespace hexad::admin
