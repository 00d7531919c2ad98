#include "model/wire/cluster/registration_row.h"

#include <array>

#include "model/host/check.h"

namespace hexad::wire::cluster {
namespace {

constexpr std::uint8_t kForm = 1;
constexpr std::uint8_t kIpv6 = 1;

void put(std::uint64_t number, host::Bytes& out) {
  while (number >= 0x80) {
    out.push_back(static_cast<std::uint8_t>(number | 0x80));
    number >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(number));
}

void put(std::string_view text, host::Bytes& out) {
  HEXAD_CHECK(text.size() <= kRegistrationTextMax);
  put(text.size(), out);
  out.insert(out.end(), text.begin(), text.end());
}

/// Takes one value after another; what is missing or too large is remembered.
class Reader {
 public:
  explicit Reader(host::ByteView bytes) : left_(bytes) {}
  bool good() const { return good_; }

  std::uint64_t number(std::uint64_t maximum) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
      const std::uint8_t octet = left_.front();
      left_ = left_.subspan(1);
      value |= static_cast<std::uint64_t>(octet & 0x7f) << shift;
      if (octet >= 0x80) continue;
      if (value > maximum) break;
      return value;
    }
    good_ = false;
    return 0;
  }
  std::string_view text() {
    const std::uint64_t size = number(kRegistrationTextMax);
    return host::as_text(octets(static_cast<std::size_t>(size)));
  }
  host::ByteView octets(std::size_t size) {
    if (size > left_.size()) {
      good_ = false;
      return {};
    }
    const host::ByteView taken = left_.first(size);
    left_ = left_.subspan(size);
    return taken;
  }

 private:
  host::ByteView left_;
  bool good_ = true;
};

host::IpAddress read_address(Reader& reader) {
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
  Reader reader(bytes);
  if (reader.number(UINT8_MAX) < kForm) return host::fail(host::ErrorCode::malformed, "no registration");
  RegistrationRow row;
  row.aor = reader.text();
  row.contact = reader.text();
  row.call_id = reader.text();
  row.instance_id = reader.text();
  row.cseq = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  row.reg_id = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
  row.interval_seconds = static_cast<std::uint32_t>(reader.number(UINT32_MAX));
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
