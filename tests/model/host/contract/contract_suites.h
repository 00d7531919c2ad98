// The test suites of the contract and the macro that runs all of them in one world. A world's test program links the
// object library hexad_host_contract and says once, at namespace scope:
//
//   HEXAD_HOST_CONTRACT(Real, (hexad::host::contract::WorldMaker{"AsioHost", &make_world}));
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <ostream>
#include <string>

#include "tests/model/host/contract/contract_world.h"

namespace hexad::host::contract {

inline std::string name_of_world(const ::testing::TestParamInfo<WorldMaker>& parameter) { return parameter.param.name; }
inline void PrintTo(const WorldMaker& maker, std::ostream* out) { *out << maker.name; }

/// A fresh world for each test.
class HostContract : public ::testing::TestWithParam<WorldMaker> {
 protected:
  HostContract() : world_(GetParam().make(1)) {}
  Host& alpha() { return world_->host("alpha"); }
  Host& beta() { return world_->host("beta"); }
  Capabilities can() const { return world_->capabilities(); }
  IpAddress alpha_address(int interface = 0, Family family = Family::ipv4) const {
    return world_->address("alpha", interface, family);
  }
  IpAddress beta_address(int interface = 0, Family family = Family::ipv4) const {
    return world_->address("beta", interface, family);
  }
  /// Waits as long as a correct host can possibly need; a test that gets false has failed.
  bool eventually(const std::function<bool()>& predicate) {
    return world_->run_until(predicate, std::chrono::seconds(30));
  }
  /// Lets things happen that must not happen.
  void settle() { world_->run_for(std::chrono::milliseconds(60)); }

  std::unique_ptr<ContractWorld> world_;
};

class TimerContract : public HostContract {};
class UdpContract : public HostContract {};
class TcpContract : public HostContract {};
class TcpFailureContract : public HostContract {};
class FilterContract : public HostContract {};
class DiskContract : public HostContract {};
class MachineContract : public HostContract {};

}  // namespace hexad::host::contract

#define HEXAD_HOST_CONTRACT_SUITE(prefix, suite, maker) \
  INSTANTIATE_TEST_SUITE_P(prefix, suite, ::testing::Values(maker), &::hexad::host::contract::name_of_world)

#define HEXAD_HOST_CONTRACT(prefix, maker)                      \
  namespace hexad::host::contract {                             \
  HEXAD_HOST_CONTRACT_SUITE(prefix, TimerContract, maker);      \
  HEXAD_HOST_CONTRACT_SUITE(prefix, UdpContract, maker);        \
  HEXAD_HOST_CONTRACT_SUITE(prefix, TcpContract, maker);        \
  HEXAD_HOST_CONTRACT_SUITE(prefix, TcpFailureContract, maker); \
  HEXAD_HOST_CONTRACT_SUITE(prefix, FilterContract, maker);     \
  HEXAD_HOST_CONTRACT_SUITE(prefix, DiskContract, maker);       \
  HEXAD_HOST_CONTRACT_SUITE(prefix, MachineContract, maker);    \
  }                                                             \
  static_assert(true, "a semicolon follows the macro")
