// The order in which RFC 2782 wants the targets of an SRV answer tried. One answer orders all of them, so that going
// on to the next after a dead one takes no further lookup.
#pragma once

#include <vector>

#include "model/dns/record.h"
#include "model/host/entropy.h"

namespace hexad::dns {

/// Ascending priority; within one, drawn by weight as the RFC's "Weight" paragraph says: records of weight 0 stand
/// first in the running sum and so are rarely drawn before others. Among weights of 0 alone the order is a fair
/// shuffle.
std::vector<Srv> order_by_priority_and_weight(std::vector<Srv> records, host::Entropy& entropy);

/// The SRV values among the records, in their order.
std::vector<Srv> srv_values(const std::vector<Record>& records);

/// A single record with the root as its target: the service is decidedly not available at this domain.
bool service_is_unavailable(const std::vector<Srv>& records);

}  // namespace hexad::dns
