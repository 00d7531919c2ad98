#include "model/admin/life/certificates.h"

#include <gtest/gtest.h>

#include "model/tls/certificate_authority.h"
#include "tests/model/admin/life/life_world.h"

namespace hexad::admin {
namespace {

using std::chrono::hours;

struct Told final : CertificateObserver {
  void on_certificates_changed(const CertificateMaterial& now) override {
    ++times;
    last = now;
  }
  int times = 0;
  CertificateMaterial last;
};

/// A laboratory's authority and a certificate that it issued for a number of days.
struct Issued {
  explicit Issued(LifeWorld& world, int days = 365, const std::string& name = "peer1.example.com")
      : entropy(world.host().entropy("laboratory")),
        now(world.host().wall_now()),
        authority(
            *tls::CertificateAuthority::create("Laboratory CA", now - hours(24), now + hours(24 * 3650), entropy)) {
    tls::CertificateRequest request;
    request.common_name = name;
    request.dns_names = {"peer1.example.com"};
    request.not_before = now - hours(24 * 400);
    request.not_after = now + hours(24 * days);
    credentials = authority.issue(request, entropy).value();
  }
  host::Entropy& entropy;
  host::WallTime now;
  tls::CertificateAuthority authority;
  tls::Credentials credentials;
};

CommandResult upload(LifeWorld& world, const tls::Credentials& credentials) {
  const auto done = world.life().certificates().set_server(credentials, operator_of().author());
  return done ? CommandResult::done() : CommandResult::failed("", done.error().to_string());
}

TEST(Certificates, a_new_peer_has_a_temporary_one_which_it_keeps) {
  LifeWorld world;
  Certificates& certificates = world.life().certificates();
  ASSERT_FALSE(certificates.server_chain().empty());
  EXPECT_TRUE(certificates.temporary());
  EXPECT_EQ(certificates.server_chain()[0].common_name, "peer1");
  EXPECT_EQ(certificates.server_chain()[0].addresses.size(), 1u);
  EXPECT_TRUE(tls::read_credentials(certificates.current().credentials.certificate_chain_pem,
                                    certificates.current().credentials.private_key_pem));
  const std::string fingerprint = world.status("Certificates Server Fingerprint");
  world.reboot();
  EXPECT_EQ(world.status("Certificates Server Fingerprint"), fingerprint);
  EXPECT_EQ(world.status("Certificates Server Temporary"), "True");
}

TEST(Certificates, an_uploaded_one_replaces_it_and_survives_a_restart) {
  LifeWorld world;
  Told told;
  world.life().certificates().observe(told);
  const Issued issued(world);
  ASSERT_TRUE(upload(world, issued.credentials).ok);
  EXPECT_EQ(told.times, 1);
  EXPECT_EQ(told.last.credentials, issued.credentials);
  EXPECT_EQ(world.status("Certificates Server CommonName"), "peer1.example.com");
  EXPECT_EQ(world.status("Certificates Server Temporary"), "False");
  world.reboot();
  EXPECT_EQ(world.life().certificates().current().credentials, issued.credentials);
  EXPECT_FALSE(world.life().certificates().temporary());
}

TEST(Certificates, a_key_of_another_certificate_changes_nothing) {
  LifeWorld world;
  Told told;
  world.life().certificates().observe(told);
  const Issued one(world);
  const Issued other(world);
  const std::string before = world.status("Certificates Server Fingerprint");
  EXPECT_FALSE(upload(world, {one.credentials.certificate_chain_pem, other.credentials.private_key_pem}).ok);
  EXPECT_FALSE(upload(world, {"nothing", one.credentials.private_key_pem}).ok);
  EXPECT_FALSE(
      upload(world, {one.credentials.certificate_chain_pem.substr(0, 300), one.credentials.private_key_pem}).ok);
  EXPECT_EQ(world.status("Certificates Server Fingerprint"), before);
  EXPECT_EQ(told.times, 0);
}

TEST(Certificates, warns_before_it_expires_and_says_when_it_has) {
  LifeWorld world;
  const Issued issued(world, 40);
  ASSERT_TRUE(upload(world, issued.credentials).ok);
  EXPECT_FALSE(world.alarm(40069));
  world.run_for(hours(24 * 11));
  EXPECT_TRUE(world.alarm(40069)) << "thirty days before its end";
  EXPECT_FALSE(world.alarm(40068));
  world.run_for(hours(24 * 30));
  EXPECT_TRUE(world.alarm(40068));
  EXPECT_FALSE(world.alarm(40069));
  world.reboot();
  EXPECT_TRUE(world.alarm(40068)) << "an uncured alarm is there again after a restart";
  const Issued fresh(world);
  ASSERT_TRUE(upload(world, fresh.credentials).ok);
  EXPECT_FALSE(world.alarm(40068));
}

TEST(Certificates, looks_again_within_a_day_when_the_clock_has_been_set) {
  LifeWorld world;
  const Issued issued(world, 365);
  ASSERT_TRUE(upload(world, issued.credentials).ok);
  world.host().step_wall_clock(hours(24 * 350));
  world.run_for(hours(24));
  EXPECT_TRUE(world.alarm(40069));
}

TEST(Certificates, trusts_the_authorities_that_were_uploaded) {
  LifeWorld world;
  const Issued one(world);
  const Issued other(world);
  Certificates& certificates = world.life().certificates();
  const config::Author author = operator_of().author();
  EXPECT_TRUE(certificates.set_authorities(one.authority.certificate_pem(), false, author));
  EXPECT_TRUE(certificates.set_authorities(other.authority.certificate_pem(), true, author));
  EXPECT_EQ(world.status("Certificates Authority 2 CommonName"), "Laboratory CA");
  EXPECT_FALSE(certificates.set_authorities("rubbish", false, author));
  EXPECT_FALSE(certificates.set_authorities("", true, author));
  EXPECT_EQ(world.status("Certificates Authority 2 CommonName"), "Laboratory CA");
  world.reboot();
  EXPECT_EQ(world.status("Certificates Authority 1 CommonName"), "Laboratory CA");
  EXPECT_TRUE(world.command("CACertificatesReset").ok);
  EXPECT_EQ(world.status("Certificates Authority 1 CommonName"), "");
}

TEST(Certificates, takes_and_removes_revocation_lists) {
  LifeWorld world;
  const Issued issued(world);
  const std::string list =
      issued.authority.revocation_list({"0a1b", "2c"}, issued.now, issued.now + hours(24), issued.entropy).value();
  Certificates& certificates = world.life().certificates();
  EXPECT_TRUE(certificates.set_revocation_lists(list, operator_of().author()));
  EXPECT_EQ(world.status("Certificates RevocationList 1 Revoked"), "2");
  EXPECT_EQ(world.status("Certificates RevocationList 1 Issuer"), "CN=Laboratory CA");
  EXPECT_FALSE(certificates.set_revocation_lists(list.substr(0, list.size() / 2), operator_of().author()));
  EXPECT_FALSE(certificates.set_revocation_lists(issued.authority.certificate_pem(), operator_of().author()));
  EXPECT_EQ(certificates.current().revocation_lists_pem, list);
  world.reboot();
  EXPECT_EQ(world.life().certificates().current().revocation_lists_pem, list);
  EXPECT_TRUE(world.command("CRLDelete").ok);
  EXPECT_EQ(world.life().certificates().current().revocation_lists_pem, "");
}

/// PEM text as an interface without line ends writes it.
std::string one_line(const std::string& pem) {
  std::string text;
  for (const char c : pem) text += c == '\n' ? std::string("\\n") : std::string(1, c);
  return text;
}

TEST(Certificates, are_uploaded_by_commands_too) {
  LifeWorld world;
  const Issued issued(world);
  const CommandResult result =
      world.command("ServerCertificateUpload", {{"Certificate", one_line(issued.credentials.certificate_chain_pem)},
                                                {"PrivateKey", one_line(issued.credentials.private_key_pem)}});
  ASSERT_TRUE(result.ok) << result.description;
  EXPECT_EQ(world.status("Certificates Server CommonName"), "peer1.example.com");
  const std::string authority = one_line(issued.authority.certificate_pem());
  EXPECT_TRUE(world.command("CACertificatesUpload", {{"Certificates", authority}}).ok);
  EXPECT_TRUE(world.command("CACertificatesUpload", {{"Certificates", authority}, {"Append", "Yes"}}).ok);
  EXPECT_EQ(world.status("Certificates Authority 2 CommonName"), "Laboratory CA");
  EXPECT_EQ(world.command("CACertificatesUpload", {{"Certificates", "rubbish"}}).cause, "bad value");
  const std::string list =
      one_line(issued.authority.revocation_list({"0a"}, issued.now, issued.now, issued.entropy).value());
  EXPECT_TRUE(world.command("CRLUpload", {{"Lists", list}}).ok);
  EXPECT_EQ(world.status("Certificates RevocationList 1 Revoked"), "1");
  EXPECT_EQ(world.command_as(Role::read_only, "CRLDelete").cause, "not permitted");
}

TEST(Certificates, one_that_cannot_be_kept_is_refused) {
  LifeWorld world;
  const Issued issued(world);
  const std::string before = world.status("Certificates Server Fingerprint");
  world.disk().fail_after(0, host::ErrorCode::disk_failed);
  EXPECT_FALSE(upload(world, issued.credentials).ok);
  EXPECT_EQ(world.status("Certificates Server Fingerprint"), before);
}

}  // namespace
}  // namespace hexad::admin
