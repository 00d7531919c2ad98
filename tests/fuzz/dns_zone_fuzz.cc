// Any text as a master file: it becomes a zone, or an error that names a line.
#include "model/dns/zone_file.h"
#include "model/host/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hexad;
  const auto zone = dns::parse_zone(host::as_text({data, size}), "fuzz.zone", dns::Name::parse("example.com").value());
  if (!zone) HEXAD_CHECK(zone.error().detail.rfind("fuzz.zone:", 0) == 0);
  return 0;
}
