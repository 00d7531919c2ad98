// What an authoritative server says to a query, as a function of values (RFC 1034 section 4.3.2, RFC 2308).
#pragma once

#include "model/dns/message.h"
#include "model/dns/zone.h"

namespace hexad::dns {

/// Round robin: whether each answer starts with the address after the one that the last answer started with, counted
/// for each name and type. Off: always in the order of the zone file.
enum class AddressRotation : std::uint8_t { off, on };

/// NOERROR with records, an alias followed within the server's zones, a referral, or nothing and the SOA (NODATA);
/// NXDOMAIN with the SOA; REFUSED outside the zones, for zone transfers and other classes; NOTIMP for another opcode;
/// FORMERR without exactly one question. Echoes the question as it came. With records comes the NS set of their zone as
/// authority; addresses of SRV and NS targets that the zones know come along as additional records. Counts in the zones
/// what it served.
Message answer(const Message& query, Zones& zones, AddressRotation rotation);

/// The answer to a query whose header alone could be read: FORMERR with its id and opcode. Nothing when not even that
/// is possible, or when the bytes are an answer themselves.
std::optional<Message> answer_to_garbage(host::ByteView query);

}  // namespace hexad::dns
