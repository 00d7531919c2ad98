#include "model/wire/cluster/registration_row.h"

#include <algorithm>
#include <array>

#include "model/host/check.h"
#include "model/wire/cluster/row_values.h"

namespace hexad::wire::cluster {
namespace {

constexpr std::uint8_t kForm = 1;
constexpr std::uint8_t kIpv6 = 1;

void put(std::uint64_t number, host::Bytes& out) { put_number(number, out); }

void put(std::string_view text, host::Bytes& out) {
  HEXAD_CHECK(text.size() <= kRegistrationTextMax);
  put_text(text, out);
}

host::IpAddress read_address(RowReader& reader) {
  std::array<std::uint8_t, 16> octets{};
  const bool v6 = reader.number(1) == kIpv6;
  const host::ByteView bytes = reader.octets(v6 ? 16 : 4);
  std::copy(bytes.begin(), bytes.end(), octets.begin());
  if (v6) return host::IpAddress::v6(octets);
  return host::IpAddress::v4(static_cast<std::uint32_t>(octets[0]) << 24 | static_cast<std::uint32_t>(octets[1]) << 16 |
                             static_cast<std::uint32_t>(octets[2]) << 8 | octets[3]);
}

}  // namespace

void encode(const RegistrationRow& row, host::Bytes& out) {
  out.push_back(kForm);
  put(row.aor, out);
  put(row.contact, out);
  put(row.call_id, out);
  put(row.instance_id, out);
  put(row.cseq, out);
  put(row.reg_id, out);
  put(row.interval_seconds, out);
  put(row.age_seconds, out);
  put(row.q_thousandths, out);
  out.push_back(row.protocol);
  out.push_back(row.transport);
  const host::IpAddress& address = row.remote.address;
  out.push_back(address.is_v6() ? kIpv6 : 0);
  out.insert(out.end(), address.octets().begin(), address.octets().begin() + (address.is_v6() ? 16 : 4));
  put(row.remote.port, out);
}

host::Expected<RegistrationRow> decode_registration(host::ByteView bytes) {
  RowReader reader(bytes);
  if (reader.number(UINT8_MAX) < kForm) return host::fail(host::ErrorCode::malformed, "no registration");
  RegistrationRow row;
  row.aor = reader.text(kRegistrationTextMax);
  row.contact = reader.text(kRegistrationTextMax);
  row.call_id = reader.text(kRegistrationTextMax);
  row.instance_id = reader.text(kRegistrationTextMax);
  row.cseq = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  row.reg_id = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  row.interval_seconds = std::min(static_cast<std::uint32_t>(reader.number(UINT32_MAX)), kIntervalSecondsMax);
  row.age_seconds = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  row.q_thousandths = static_cast<std::uint16_t>(reader.number(1000));
  row.protocol = static_cast<std::uint8_t>(reader.number(1));
  row.transport = static_cast<std::uint8_t>(reader.number(2));
  row.remote.address = read_address(reader);
  row.remote.port = static_cast<std::uint16_t>(reader.number(UINT16_MAX));
  if (!reader.good() || row.aor.empty() || row.contact.empty() || row.interval_seconds == 0) {
    return host::fail(host::ErrorCode::malformed, "a registration that is cut or out of its bounds");
  }
  return row;
}

}  // namespace hexad::wire::cluster
