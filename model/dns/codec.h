// Bytes <-> messages. ldns does the work on each record; every size, count and compression pointer is checked before
// it sees them, so that no input costs more than a few passes over it.
#pragma once

#include <cstddef>

#include "model/dns/message.h"
#include "model/host/bytes.h"
#include "model/host/error.h"

namespace hexad::dns {

/// malformed for anything that is not exactly one message: a count without its record, a name that is too long or
/// whose compression pointer does not lead backwards, RDATA that does not fit its type, bytes left over. Never reads
/// beyond `wire` and takes at most kMessageOctetsMax of it.
host::Expected<Message> decode(host::ByteView wire);

/// One record at `at`, which moves behind it; `wire` is the message that its compression pointers refer to. An OPT
/// record comes back Opaque. malformed as for decode().
host::Expected<Record> decode_record(host::ByteView wire, std::size_t& at);

/// The wire form, with name compression. A message that is larger than octets_max loses additional records from the
/// end, those of one name together; then the authorities beside its answers; and when that is not enough all records,
/// then with the truncated flag set (RFC 2181 section 9).
/// invalid_argument for a value that has no wire form (an overlong TXT string, more than 65,535 records) and when
/// even the question does not fit.
host::Expected<host::Bytes> encode(const Message& message, std::size_t octets_max = kMessageOctetsMax);

}  // namespace hexad::dns
