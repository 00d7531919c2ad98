// What is kept of one registered contact: the texts in one block of memory, the rest in a few words, because a peer
// holds up to a hundred thousand of them (at most 600 bytes for each registration, its address of record included).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "model/host/address.h"
#include "model/host/log.h"
#include "model/host/time.h"

namespace hexad::location {

enum class Protocol : std::uint8_t { sip, h323 };
/// "SIP", "H.323".
std::string_view to_string(Protocol protocol);

/// The way a registration came, which is the way back to the device (RFC 5626 section 3 calls it a flow).
struct Flow {
  host::Transport transport = host::Transport::udp;
  host::SocketAddress local;
  host::SocketAddress remote;
  std::uint64_t connection = 0;  ///< The transport layer's number of the connection; 0 for UDP.
  bool operator==(const Flow&) const = default;
};

/// Everything a registration says of one contact. The texts live for the call.
struct ContactUpdate {
  std::string_view uri;          ///< As the device wrote it, without brackets and header parameters.
  std::string_view call_id;      ///< RFC 3261 section 10.3: orders the changes of one device, with cseq.
  std::string_view instance_id;  ///< The URN of +sip.instance without brackets (RFC 5626 section 4.1); often empty.
  std::uint32_t cseq = 0;
  std::uint32_t reg_id = 0;  ///< RFC 5626 section 4.2; 0 when there is none.
  std::uint16_t q_thousandths = 1000;
  Protocol protocol = Protocol::sip;
  Flow flow;
  host::Duration expires{};  ///< From now; positive.
};

/// One registered contact, read-only for all but the store.
class Contact {
 public:
  std::string_view uri() const { return {text_.get(), uri_size_}; }
  std::string_view call_id() const { return {text_.get() + uri_size_, call_id_size_}; }
  std::string_view instance_id() const { return {text_.get() + uri_size_ + call_id_size_, instance_id_size_}; }
  std::uint32_t cseq() const { return cseq_; }
  std::uint32_t reg_id() const { return reg_id_; }
  std::uint16_t q_thousandths() const { return q_thousandths_; }
  Protocol protocol() const { return protocol_; }
  const Flow& flow() const { return flow_; }
  /// When this device registered first, and when its registration ends unless it refreshes.
  host::MonotonicTime registered_at() const { return registered_at_; }
  host::MonotonicTime expires_at() const { return expires_at_; }
  /// The remaining time in whole seconds, rounded up, so that it is never shown as 0 while it lives.
  std::uint32_t expires_in_seconds(host::MonotonicTime now) const;

 private:
  friend class RegistrationStore;

  void assign(const ContactUpdate& update, host::MonotonicTime now);
  void assign_texts(const ContactUpdate& update);
  void release();

  std::unique_ptr<char[]> text_;  ///< URI, Call-ID and instance, one behind the other.
  std::uint16_t uri_size_ = 0;
  std::uint16_t call_id_size_ = 0;
  std::uint16_t instance_id_size_ = 0;
  std::uint16_t q_thousandths_ = 1000;
  std::uint32_t cseq_ = 0;
  std::uint32_t reg_id_ = 0;
  Protocol protocol_ = Protocol::sip;
  Flow flow_;
  host::MonotonicTime registered_at_{};
  host::MonotonicTime expires_at_{};
  std::uint32_t record_ = UINT32_MAX;
  std::uint32_t next_ = UINT32_MAX;
};

}  // namespace hexad::location
