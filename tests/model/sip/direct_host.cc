#include "tests/model/sip/direct_host.h"

#include "model/host/check.h"

namespace hexad::sip {
namespace {

// Nine digits each, so that a round changes no length.
constexpr std::string_view kPlace = "000000000";

void put_number(std::string& message, std::size_t at, std::uint32_t number) {
  for (std::size_t i = kPlace.size(); i-- > 0; number /= 10) message[at + i] = static_cast<char>('0' + number % 10);
}

}  // namespace

RefreshingPhones::RefreshingPhones(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::string user = "phone" + std::to_string(100'000 + i);
    messages_.push_back(
        "REGISTER sip:example.com SIP/2.0\r\n"
        "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-" +
        user +
        "-000000000;rport\r\n"
        "Max-Forwards: 70\r\n"
        "From: \"" +
        user + "\" <sip:" + user +
        "@example.com>;tag=5f3b2a1908\r\n"
        "To: \"" +
        user + "\" <sip:" + user +
        "@example.com>\r\n"
        "Call-ID: 8f3a6c2e91b04d57-" +
        user +
        "@10.0.0.1\r\n"
        "CSeq: 000000000 REGISTER\r\n"
        "Contact: <sip:" +
        user +
        "@10.0.0.1:5060;transport=udp>;expires=60\r\n"
        "Expires: 60\r\n"
        "User-Agent: TestPhone/1.0\r\n"
        "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO\r\n"
        "Supported: replaces, timer\r\n"
        "Content-Length: 0\r\n\r\n");
  }
  batch_.resize(host::kDatagramBatchMax);
}

void RefreshingPhones::set_round(std::uint32_t round) {
  for (std::string& message : messages_) {
    put_number(message, message.find(";rport") - kPlace.size(), round);
    put_number(message, message.find("CSeq: ") + 6, round);
  }
}

void RefreshingPhones::deliver(DirectHost& host, std::size_t first, std::size_t size) {
  HEXAD_CHECK(size <= batch_.size());
  const host::SocketAddress phone{host::IpAddress::v4(0x0a000001), 5060}, peer{host::IpAddress::v4(0x0a000002), 5060};
  for (std::size_t i = 0; i < size; ++i) batch_[i] = {phone, peer, 0, host::as_bytes(messages_[first + i])};
  host.deliver(std::span(batch_.data(), size));
}

}  // namespace hexad::sip
