// Handlers that keep what came.
#pragma once

#include <functional>
#include <vector>

#include "model/dns/stub_resolver.h"

namespace hexad::dns {

struct Collected final : ResolutionHandler {
  void on_resolved(Query&, const Resolution& resolution) override {
    resolutions.push_back(resolution);
    if (then) then();
  }
  std::vector<Resolution> resolutions;
  std::function<void()> then;
};

}  // namespace hexad::dns
