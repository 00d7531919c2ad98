// What it costs to read a REGISTER of about 650 octets: indexing it, checking it whole, and answering it. Each is set
// against one pass over the same octets (`passes`), measured in the same run, so that the ratio does not depend on the
// machine. Every allocation on these paths is counted and reported.
#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <string_view>

#include "model/wire/sip/check.h"
#include "model/wire/sip/name_addr.h"
#include "model/wire/sip/response.h"
#include "tests/support/allocation_count.h"

namespace hexad::sip {
namespace {

constexpr std::string_view kRegister =
    "REGISTER sip:hq.example SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 10.1.0.117:5060;branch=z9hG4bK4b43c2ff8.1b1a7e0e2c7d4f;rport\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"Meeting Room 117\" <sip:room117@hq.example>;tag=8f2b9ac1d4e3\r\n"
    "To: \"Meeting Room 117\" <sip:room117@hq.example>\r\n"
    "Call-ID: f81d4fae-7dec-11d0-a765-00a0c91e6bf6@10.1.0.117\r\n"
    "CSeq: 1042 REGISTER\r\n"
    "Contact: <sip:room117@10.1.0.117:5060;transport=udp>;expires=60;q=0.8;"
    "+sip.instance=\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\";reg-id=1\r\n"
    "Allow: INVITE,ACK,CANCEL,OPTIONS,BYE,REFER,NOTIFY,INFO,UPDATE\r\n"
    "Supported: replaces,outbound,path,gruu\r\n"
    "User-Agent: Hexad endpoint\r\n"
    "Expires: 60\r\n"
    "Content-Length: 0\r\n\r\n";

// The yardstick: one look at every octet.
unsigned sum_octets() {
  unsigned sum = 0;
  for (const char c : kRegister) {
    sum += static_cast<unsigned char>(c);
    benchmark::DoNotOptimize(sum);
  }
  return sum;
}

template <class Work>
double nanoseconds(Work work, std::size_t rounds) {
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < rounds; ++i) work();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() /
         static_cast<double>(rounds);
}

template <class Work>
void measure(benchmark::State& state, Work work) {
  const double pass = nanoseconds([] { benchmark::DoNotOptimize(sum_octets()); }, 20000);
  const std::size_t before = support::allocations();
  const auto start = std::chrono::steady_clock::now();
  for (auto _ : state) work();
  const double spent = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
  state.counters["allocations"] = static_cast<double>(support::allocations() - before);
  state.counters["passes"] = spent / static_cast<double>(state.iterations()) / pass;
}

void index_register(benchmark::State& state) {
  MessageView message;
  measure(state, [&] { benchmark::DoNotOptimize(message.parse(kRegister)); });
}
BENCHMARK(index_register);

void index_and_check_register(benchmark::State& state) {
  MessageView message;
  measure(state, [&] {
    message.parse(kRegister);
    benchmark::DoNotOptimize(check_request(message));
  });
}
BENCHMARK(index_and_check_register);

void read_and_answer_register(benchmark::State& state) {
  MessageView message;
  std::array<char, 2048> buffer;
  const host::SocketAddress source{host::IpAddress::v4(0x0a010075), 5060};
  measure(state, [&] {
    message.parse(kRegister);
    benchmark::DoNotOptimize(check_request(message));
    const auto contact = parse_name_addr(first_value(message, HeaderId::contact));
    MessageWriter writer(buffer);
    begin_response(writer, message, {200, {}, "srv1", source});
    writer.header(HeaderId::contact, contact->text);
    benchmark::DoNotOptimize(writer.finish());
  });
}
BENCHMARK(read_and_answer_register);

}  // namespace
}  // namespace hexad::sip

BENCHMARK_MAIN();
