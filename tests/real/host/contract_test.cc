// What every Host promises, on the kernel's own sockets.
#include "tests/model/host/contract/contract_suites.h"
#include "tests/real/host/real_world.h"

HEXAD_HOST_CONTRACT(Real, (WorldMaker{"AsioHost", [](std::uint64_t) -> std::unique_ptr<ContractWorld> {
                                        return std::make_unique<real::RealWorld>();
                                      }}));
