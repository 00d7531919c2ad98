// The registrar by the steps of RFC 3261 section 10.3, without a network: one request in, one outcome out.
#include "model/sip/registrar.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/model/sip/wire_phone.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

constexpr std::string_view kAlice = "sip:alice@example.com";

class RegistrarTest : public ::testing::Test {
 protected:
  /// "200", or "423 Interval Too Brief" and so on.
  std::string ask(const RegisterText& text) {
    const std::string message = with_crlf(text.text());
    EXPECT_EQ(view_.parse(message), MessageKind::request);
    RequestFields fields;
    EXPECT_TRUE(check_request(view_, fields).accepted()) << check_request(view_).defect.reason;
    Flow flow;
    flow.local = world_.peer();
    flow.remote = world_.phone_host.at(5060);
    outcome_ = world_.registrar.handle(view_, fields, flow);
    listed_.clear();
    if (outcome_.status != 200) {
      return std::to_string(outcome_.status) + " " +
             std::string(outcome_.reason.empty() ? reason_phrase(outcome_.status) : outcome_.reason);
    }
    std::array<char, 8192> buffer;
    MessageWriter writer(buffer);
    writer.status_line(200);
    world_.registrar.write_bindings(writer, outcome_);
    listed_ = header_values(writer.finish(), "Contact");
    return "200";
  }
  RegisterText with(std::vector<std::string> headers) {
    RegisterText text;
    text.cseq = ++cseq_;
    text.headers = std::move(headers);
    return text;
  }
  void set_refresh(RefreshSettings refresh) {
    RegistrarSettings settings = world_.registrar.settings();
    settings.refresh = refresh;
    world_.registrar.set_settings(settings);
  }

  RegistrarWorld world_;
  MessageView view_;
  Registrar::Outcome outcome_;
  Texts listed_;
  unsigned cseq_ = 0;
};

TEST_F(RegistrarTest, step_1_another_domain_is_refused_with_403) {
  RegisterText text;
  text.uri = "sip:elsewhere.com";
  EXPECT_EQ(ask(text), "403 Domain Not Served Here");
  text.uri = "sip:10.0.0.9";
  EXPECT_EQ(ask(text), "403 Domain Not Served Here");
  text.uri = "sip:EXAMPLE.com";
  EXPECT_EQ(ask(text), "200") << "domains ignore case";
}

TEST_F(RegistrarTest, step_1_the_peer_s_own_address_and_name_stand_for_its_domains) {
  RegistrarSettings settings = RegistrarWorld::example_settings();
  settings.host_names = {"peer1.example.net"};
  world_.registrar.set_settings(settings);
  RegisterText text = with({"Contact: <sip:alice@10.0.0.1>"});
  text.uri = "sip:10.0.0.2";
  EXPECT_EQ(ask(text), "200");
  text = with({"Contact: <sip:alice@10.0.0.1>"});
  text.uri = "sip:peer1.example.net:5060;transport=tcp";
  EXPECT_EQ(ask(text), "200");
  text.to = "<sip:alice@elsewhere.com>";
  EXPECT_EQ(ask(text), "403 Domain Not Served Here");
}

TEST_F(RegistrarTest, step_5_an_address_outside_of_the_domain_is_not_found) {
  RegisterText text;
  text.to = "<sip:alice@elsewhere.com>";
  EXPECT_EQ(ask(text), "404 Address of Record Not in Domain");
  text.to = "<sip:example.com>";
  EXPECT_EQ(ask(text), "404 Address of Record Not Valid");
  text.to = "<tel:+15551234>";
  EXPECT_EQ(ask(text), "404 Address of Record Not Valid");
}

TEST_F(RegistrarTest, step_5_parameters_escapes_host_case_and_sips_make_no_other_address) {
  unsigned cseq = 0;
  for (const char* to : {"<sip:alice@example.com>", "\"Alice\" <sip:alice@Example.COM;user=ip;x=y>",
                         "<sip:%61lice@example.com>", "<sips:alice@example.com>"}) {
    RegisterText text;
    text.to = to;
    text.cseq = ++cseq;
    EXPECT_EQ(ask(text), "200") << to;
  }
  EXPECT_EQ(world_.store.records(), 1u);
  RegisterText text;
  text.to = "<sip:Alice@example.com>";
  EXPECT_EQ(ask(text), "200");
  EXPECT_EQ(world_.store.records(), 2u) << "the user part heeds case";
}

TEST_F(RegistrarTest, several_contacts_are_listed_with_what_each_was_granted) {
  EXPECT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>;q=0.7;expires=50, <sip:alice@10.0.0.5:5070;transport=tcp>",
                      "m: \"Desk\" <mailto:alice@example.com>;expires=3600;q=0.125", "Expires: 55"})),
            "200");
  EXPECT_EQ(listed_,
            (Texts{"<sip:alice@10.0.0.1>;expires=50;q=0.700", "<sip:alice@10.0.0.5:5070;transport=tcp>;expires=55",
                   "<mailto:alice@example.com>;expires=60;q=0.125"}));
}

TEST_F(RegistrarTest, without_contacts_the_bindings_are_listed_and_left_alone) {
  ASSERT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>"})), "200");
  world_.network.run_for(10s);
  EXPECT_EQ(ask(with({})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:alice@10.0.0.1>;expires=50"}));
  EXPECT_EQ(world_.registrar.counters().fetched, 1u);
  RegisterText nobody;
  nobody.to = "<sip:nobody@example.com>";
  nobody.headers = {};
  EXPECT_EQ(ask(nobody), "200");
  EXPECT_TRUE(listed_.empty());
}

TEST_F(RegistrarTest, an_instance_is_kept_and_shown) {
  const std::string instance = "+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\"";
  ASSERT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>;" + instance + ";reg-id=1"})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:alice@10.0.0.1>;expires=60;" + instance}));
  const auto& contact = world_.store.contact(world_.store.first_contact(world_.store.find(kAlice)));
  EXPECT_EQ(contact.instance_id(), "urn:uuid:00000000-0000-1000-8000-000A95A0E128");
  EXPECT_EQ(contact.reg_id(), 1u);
}

TEST_F(RegistrarTest, contacts_are_one_when_their_URIs_are_equal_by_section_19_1_4) {
  ASSERT_EQ(ask(with({"Contact: <sip:alice@PHONE.example.com;Transport=UDP>"})), "200");
  ASSERT_EQ(ask(with({"Contact: <sip:%61lice@phone.example.com;transport=udp>;expires=50"})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:%61lice@phone.example.com;transport=udp>;expires=50"}));
  ASSERT_EQ(ask(with({"Contact: <sip:alice@phone.example.com:5060;transport=udp>"})), "200");
  EXPECT_EQ(listed_.size(), 2u) << "a port that is there is not equal to one that is not";
}

TEST_F(RegistrarTest, the_last_of_equal_contacts_in_one_request_counts) {
  ASSERT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>;expires=50, <sip:alice@10.0.0.1>;expires=46"})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:alice@10.0.0.1>;expires=46"}));
  ASSERT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>;expires=0, <sip:alice@10.0.0.1>;expires=47"})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:alice@10.0.0.1>;expires=47"}));
}

TEST_F(RegistrarTest, expires_0_removes_one_contact_and_is_no_error_for_an_unknown_one) {
  ASSERT_EQ(ask(with({"Contact: <sip:a@10.0.0.1>, <sip:b@10.0.0.1>"})), "200");
  ASSERT_EQ(ask(with({"Contact: <sip:a@10.0.0.1>;expires=0, <sip:never@10.0.0.1>;expires=0"})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:b@10.0.0.1>;expires=60"}));
}

TEST_F(RegistrarTest, step_6_the_wildcard_removes_everything) {
  ASSERT_EQ(ask(with({"Contact: <sip:a@10.0.0.1>, <sip:b@10.0.0.1>"})), "200");
  EXPECT_EQ(ask(with({"Contact: *", "Expires: 0"})), "200");
  EXPECT_TRUE(listed_.empty());
  EXPECT_EQ(world_.store.contacts(), 0u);
}

TEST_F(RegistrarTest, step_6_the_wildcard_stands_alone_and_needs_expires_0) {
  ASSERT_EQ(ask(with({"Contact: <sip:a@10.0.0.1>"})), "200");
  const std::string refusal = "400 Wildcard Contact Needs Expires 0 and Stands Alone";
  EXPECT_EQ(ask(with({"Contact: *"})), refusal);
  EXPECT_EQ(ask(with({"Contact: *", "Expires: 60"})), refusal);
  EXPECT_EQ(ask(with({"Contact: *, <sip:b@10.0.0.1>", "Expires: 0"})), refusal);
  EXPECT_EQ(ask(with({"Contact: *", "Contact: *", "Expires: 0"})), refusal);
  EXPECT_EQ(world_.store.contacts(), 1u);
}

TEST_F(RegistrarTest, step_7_an_older_CSeq_of_the_same_call_is_refused_and_another_call_is_not) {
  RegisterText text;
  text.cseq = 10;
  ASSERT_EQ(ask(text), "200");
  EXPECT_EQ(ask(text), "500 CSeq Out of Order") << "the same number is not higher";
  text.cseq = 9;
  text.headers = {"Contact: <sip:alice@10.0.0.1:5060>;expires=0"};
  EXPECT_EQ(ask(text), "500 CSeq Out of Order");
  text.headers = {"Contact: *", "Expires: 0"};
  EXPECT_EQ(ask(text), "500 CSeq Out of Order");
  EXPECT_EQ(world_.store.contacts(), 1u);
  text.headers = {"Contact: <sip:alice@10.0.0.1:5060>;expires=50"};
  text.call_id = "after-a-reboot@10.0.0.1";
  text.cseq = 1;
  EXPECT_EQ(ask(text), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:alice@10.0.0.1:5060>;expires=50"}));
  EXPECT_EQ(world_.registrar.counters().out_of_order, 3u);
}

TEST_F(RegistrarTest, step_7_too_brief_an_interval_gets_423_with_the_minimum) {
  EXPECT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>", "Expires: 44"})), "423 Interval Too Brief");
  EXPECT_EQ(outcome_.min_expires, 45u);
  EXPECT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>;expires=1", "Expires: 60"})), "423 Interval Too Brief");
  EXPECT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>;expires=45", "Expires: 1"})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:alice@10.0.0.1>;expires=45"}));
}

TEST_F(RegistrarTest, an_expiry_that_cannot_be_read_counts_as_an_hour) {
  EXPECT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>;expires=4294967296"})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:alice@10.0.0.1>;expires=60"}));
  EXPECT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>", "Expires: soon"})), "200");
  set_refresh({RefreshStrategy::maximum, 45, 7200});
  EXPECT_EQ(ask(with({"Contact: <sip:alice@10.0.0.1>", "Expires: soon"})), "200");
  EXPECT_EQ(listed_, (Texts{"<sip:alice@10.0.0.1>;expires=3600"}));
}

TEST_F(RegistrarTest, the_variable_strategy_spreads_the_refreshes) {
  set_refresh({RefreshStrategy::variable, 300, 3600});
  ASSERT_EQ(ask(with({"Contact: <sip:a@10.0.0.1>, <sip:b@10.0.0.1>, <sip:c@10.0.0.1>", "Expires: 3600"})), "200");
  ASSERT_EQ(listed_.size(), 3u);
  EXPECT_FALSE(listed_[0].substr(18) == listed_[1].substr(18) && listed_[1].substr(18) == listed_[2].substr(18));
}

TEST_F(RegistrarTest, one_bad_contact_and_nothing_of_the_request_is_done) {
  ASSERT_EQ(ask(with({"Contact: <sip:a@10.0.0.1>, <sip:b@10.0.0.1>"})), "200");
  const Texts before = world_.contacts(kAlice);
  EXPECT_EQ(ask(with({"Contact: <sip:a@10.0.0.1>;expires=0, <sip:new@10.0.0.1>, <sip:b@10.0.0.1>;expires=3"})),
            "423 Interval Too Brief");
  EXPECT_EQ(world_.contacts(kAlice), before);
  EXPECT_EQ(
      ask(with({"Contact: <sip:new@10.0.0.1>, <sip:b@10.0.0.1>;expires=0, <sip:x@" + std::string(1100, 'y') + ">"})),
      "403 Contact Too Long");
  EXPECT_EQ(world_.contacts(kAlice), before);
  RegisterText late = with({"Contact: <sip:new@10.0.0.1>, <sip:b@10.0.0.1>"});
  late.cseq = 1;
  EXPECT_EQ(ask(late), "500 CSeq Out of Order");
  EXPECT_EQ(world_.contacts(kAlice), before);
}

TEST_F(RegistrarTest, the_eleventh_contact_of_an_address_is_refused_but_may_replace_another) {
  for (int i = 0; i < 10; ++i) ASSERT_EQ(ask(with({"Contact: <sip:c" + std::to_string(i) + "@10.0.0.1>"})), "200");
  EXPECT_EQ(ask(with({"Contact: <sip:c10@10.0.0.1>"})), "403 Too Many Contacts");
  EXPECT_EQ(ask(with({"Contact: <sip:c10@10.0.0.1>, <sip:c3@10.0.0.1>;expires=0"})), "200");
  EXPECT_EQ(listed_.size(), 10u);
  std::string many = "Contact: <sip:c0@10.0.0.1>";
  for (int i = 1; i < 40; ++i) many += ", <sip:c0@10.0.0.1>";
  EXPECT_EQ(ask(with({many})), "403 Too Many Contacts");
}

TEST(RegistrarBounds, a_full_registrar_asks_to_come_back_later) {
  location::StoreLimits limits;
  limits.registrations_max = 1;
  RegistrarWorld world(RegistrarWorld::example_settings(), {}, limits);
  UdpPhone phone(world.phone_host);
  phone.send(RegisterText{}.text(), world.peer());
  RegisterText other;
  other.to = "<sip:bob@example.com>";
  other.call_id = "call-2@10.0.0.1";
  phone.send(other.text(), world.peer());
  world.network.run_for(10ms);
  ASSERT_EQ(phone.received.size(), 2u);
  EXPECT_EQ(status_line(phone.received[1]), "SIP/2.0 503 Registrations Full");
  EXPECT_EQ(header_value(phone.received[1], "Retry-After"), "60");
}

TEST(RegistrarBounds, too_brief_an_interval_is_told_with_Min_Expires_on_the_wire) {
  RegistrarWorld world;
  UdpPhone phone(world.phone_host);
  RegisterText text;
  text.headers = {"Contact: <sip:alice@10.0.0.1>", "Expires: 10"};
  phone.send(text.text(), world.peer());
  world.network.run_for(10ms);
  ASSERT_EQ(phone.received.size(), 1u);
  EXPECT_EQ(status_line(phone.received[0]), "SIP/2.0 423 Interval Too Brief");
  EXPECT_EQ(header_value(phone.received[0], "Min-Expires"), "45");
  EXPECT_EQ(world.peer_host.captured().last("registration_refused")->fields.at("status"), "423");
}

}  // namespace
}  // namespace hexad::sip
