#include "model/dns/lookup.h"

#include <algorithm>

#include "model/host/check.h"

namespace hexad::dns {
namespace {

using host::ErrorCode;

bool is_address(const Record& record) { return record.address().has_value(); }

const Record* find(const std::vector<Record>& records, const Name& name, Type type) {
  const auto found = std::find_if(records.begin(), records.end(), [&](const Record& record) {
    return record.type == type && record.record_class == kClassIn && record.name == name;
  });
  return found == records.end() ? nullptr : &*found;
}

const Record* find_soa(const Message& answer) {
  const auto found = std::find_if(answer.authorities.begin(), answer.authorities.end(),
                                  [](const Record& record) { return record.as<Soa>() != nullptr; });
  return found == answer.authorities.end() ? nullptr : &*found;
}

}  // namespace

Lookup::Lookup(StubResolver& resolver, std::uint32_t id, Question question)
    : resolver_(resolver), id_(id), ttl_seconds_(resolver.settings_.ttl_seconds_max) {
  result_.canonical_name = question.name;
  result_.question = std::move(question);
  // The loop's next turn starts it, so that nothing is answered from inside resolve().
  resolver_.wheel_.set(id_, resolver_.host_.now());
}

Lookup::~Lookup() {
  exchange_.reset();
  resolver_.wheel_.clear(id_);
  for (Query* query : waiters_) {
    if (query != nullptr) query->waiters_ = nullptr;
  }
}

void Lookup::join(Query& query) {
  query.waiters_ = &waiters_;
  waiters_.push_back(&query);
}

void Lookup::on_deadline() {
  if (exchange_) return exchange_->on_deadline();
  HEXAD_CHECK(!started_);
  started_ = true;
  ask();
}

void Lookup::ask() {
  const Question question{result_.canonical_name, result_.question.type, kClassIn};
  if (const auto cached = resolver_.cache_.find(question, resolver_.host_.now())) {
    if (aliases_ == 0) ++resolver_.counters_.cache_hits;
    return use(*cached);
  }
  exchange_.emplace(Exchange::Surroundings{resolver_.host_, resolver_.entropy_, resolver_.wheel_, resolver_.settings_,
                                           resolver_.counters_},
                    id_, question, *this);
  exchange_->start();
}

// A kept answer to the question itself is the result as it stands; one to the end of an alias completes it, and both
// together are kept until the first of them ends.
void Lookup::use(const Resolution& cached) {
  Resolution resolution = cached;
  resolution.question = result_.question;
  resolution.from_cache = aliases_ == 0;
  std::uint32_t ttl = 0;
  if (aliases_ > 0 && cached.outcome == Resolution::Outcome::answered) {
    ttl = ttl_seconds_;
    for (const Record& record : cached.records) ttl = std::min(ttl, record.ttl_seconds);
  }
  resolver_.finish(*this, std::move(resolution), ttl);
}

void Lookup::fail(host::Error error) {
  result_.outcome = Resolution::Outcome::failed;
  result_.error = std::move(error);
  resolver_.finish(*this, std::move(result_), 0);
}

void Lookup::on_exchanged(host::Expected<Message> answer) {
  exchange_.reset();
  if (!answer) return fail(answer.error());
  const Name asked = result_.canonical_name;
  if (!follow_aliases(*answer)) {
    return fail({ErrorCode::malformed, "more than " + std::to_string(resolver_.settings_.cname_chain_max) +
                                           " CNAME records follow one another"});
  }
  const Type type = result_.question.type;
  const bool has_records = find(answer->answers, result_.canonical_name, type) != nullptr;
  const bool moved_on = !(result_.canonical_name == asked);
  // An alias that leaves the server's own zones comes without its target: ask for that.
  if (moved_on && !has_records && answer->rcode == Rcode::no_error && find_soa(*answer) == nullptr) return ask();
  conclude(*answer);
}

bool Lookup::follow_aliases(const Message& answer) {
  if (result_.question.type == Type::cname) return true;
  while (const Record* alias = find(answer.answers, result_.canonical_name, Type::cname)) {
    const Cname* cname = alias->as<Cname>();
    if (cname == nullptr || ++aliases_ > resolver_.settings_.cname_chain_max) return false;
    ttl_seconds_ = std::min(ttl_seconds_, alias->ttl_seconds);
    result_.canonical_name = cname->target;
  }
  return true;
}

void Lookup::conclude(const Message& answer) {
  const Type type = result_.question.type;
  for (const Record& record : answer.answers) {
    const bool wanted = record.type == type && record.record_class == kClassIn;
    if (!wanted || !(record.name == result_.canonical_name)) continue;
    ttl_seconds_ = std::min(ttl_seconds_, record.ttl_seconds);
    result_.records.push_back(record);
  }
  std::copy_if(answer.additionals.begin(), answer.additionals.end(), std::back_inserter(result_.additionals),
               is_address);
  if (!result_.records.empty()) {
    result_.outcome = Resolution::Outcome::answered;
    return resolver_.finish(*this, std::move(result_), ttl_seconds_);
  }
  const bool exists = answer.rcode == Rcode::no_error;
  result_.outcome = exists ? Resolution::Outcome::no_records : Resolution::Outcome::no_such_name;
  const Record* soa = find_soa(answer);
  if (soa == nullptr) return resolver_.finish(*this, std::move(result_), 0);
  const std::uint32_t ttl = std::min(
      {ttl_seconds_, soa->ttl_seconds, soa->as<Soa>()->minimum_seconds, resolver_.settings_.negative_ttl_seconds_max});
  resolver_.finish(*this, std::move(result_), ttl);
}

}  // namespace hexad::dns
