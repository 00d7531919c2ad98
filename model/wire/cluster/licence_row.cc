#include "model/wire/cluster/licence_row.h"

#include "model/host/check.h"
#include "model/wire/cluster/row_values.h"

namespace hexad::wire::cluster {
namespace {

constexpr std::uint8_t kForm = 1;
constexpr std::size_t kKindsMax = 'Z' - 'A' + 1;

}  // namespace

void encode(const LicenceRow& row, host::Bytes& out) {
  HEXAD_CHECK(row.kinds.size() <= kKindsMax);
  out.push_back(kForm);
  put_number(row.kinds.size(), out);
  char before = 'A' - 1;
  for (const LicenceRow::Kind& kind : row.kinds) {
    HEXAD_CHECK(kind.letter > before && kind.letter <= 'Z');
    HEXAD_CHECK(kind.installed <= kLicencesMax && kind.in_use <= kLicencesMax);
    before = kind.letter;
    out.push_back(static_cast<std::uint8_t>(kind.letter));
    put_number(kind.installed, out);
    put_number(kind.in_use, out);
  }
}

host::Expected<LicenceRow> decode_licences(host::ByteView bytes) {
  RowReader reader(bytes);
  if (reader.number(UINT8_MAX) < kForm) return host::fail(host::ErrorCode::malformed, "no licences");
  LicenceRow row;
  const std::uint64_t kinds = reader.number(kKindsMax);
  bool rises = true;
  for (std::uint64_t at = 0; at < kinds && reader.good(); ++at) {
    LicenceRow::Kind kind;
    kind.letter = static_cast<char>(reader.number('Z'));
    kind.installed = static_cast<std::uint32_t>(reader.number(kLicencesMax));
    kind.in_use = static_cast<std::uint32_t>(reader.number(kLicencesMax));
    rises = rises && kind.letter > (row.kinds.empty() ? 'A' - 1 : row.kinds.back().letter);
    row.kinds.push_back(kind);
  }
  if (!reader.good() || !rises) {
    return host::fail(host::ErrorCode::malformed, "licences that are cut, out of their bounds or out of order");
  }
  return row;
}

}  // namespace hexad::wire::cluster
