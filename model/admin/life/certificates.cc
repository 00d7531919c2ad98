#include "model/admin/life/certificates.h"

#include <algorithm>

#include "model/admin/life/common.h"
#include "model/admin/life/revocation_list.h"
#include "model/tls/certificate_authority.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kServer = "server";
constexpr std::string_view kKey = "key";
constexpr std::string_view kAuthorities = "ca";
constexpr std::string_view kRevocation = "crl";
constexpr std::string_view kTemporary = "temporary";  ///< "1" beside a certificate that the peer made itself.

constexpr std::uint32_t kNoCommonNameAlarm = 40052;
constexpr std::uint32_t kExpiredAlarm = 40068;
constexpr std::uint32_t kExpiringAlarm = 40069;
/// Longest sleep between two looks at the dates: the wall clock may step.
constexpr host::Duration kCheckEvery = std::chrono::hours(24);
/// A new peer's clock may run ahead of the true time until NTP has set it.
constexpr host::Duration kBackdate = std::chrono::hours(24);
constexpr std::size_t kCommonNameMax = 64;

Parameter pem_parameter(std::string_view name, std::string_view help) {
  Parameter parameter;
  parameter.name = name;
  parameter.required = true;
  parameter.maximum = static_cast<std::int64_t>(tls::kPemBytesMax);
  parameter.help = help;
  return parameter;
}

}  // namespace

Certificates::Certificates(Services& services, std::string host_name, bool temporary)
    : services_(services), host_name_(std::move(host_name)), timer_(services.host.make_timer(*this)) {
  load();
  if (chain_.empty() && temporary) (void)reset_server({"system", "", "start"});
  check_dates();
  add_commands();
  services_.status.add("Certificates", [this] { return status(); });
}

Certificates::~Certificates() = default;

void Certificates::load() {
  if (services_.store == nullptr) return;
  const auto row = [this](std::string_view key) {
    auto found = services_.store->value(config::kind::kCertificate, key);
    return found && found->has_value() ? **found : std::string();
  };
  material_.ca_certificates_pem = row(kAuthorities);
  material_.revocation_lists_pem = row(kRevocation);
  auto credentials = tls::read_credentials(row(kServer), row(kKey));
  if (credentials) adopt(*std::move(credentials), row(kTemporary) == "1");
}

host::Expected<tls::Credentials> Certificates::make_temporary() const {
  host::Entropy& entropy = services_.host.entropy("admin.certificate");
  const host::WallTime now = services_.host.wall_now();
  auto authority = tls::CertificateAuthority::create("Temporary CA " + entropy.hex(4), now - kBackdate,
                                                     now + kTemporaryValidity, entropy);
  if (!authority) return tl::unexpected(authority.error());
  tls::CertificateRequest request;
  request.common_name = host_name_.substr(0, kCommonNameMax);
  request.dns_names = {host_name_};
  for (const host::Interface& card : services_.host.interfaces()) {
    for (const host::Prefix& prefix : card.addresses) request.addresses.push_back(prefix.address);
  }
  request.not_before = now - kBackdate;
  request.not_after = now + kTemporaryValidity;
  return authority->issue(request, entropy);
}

host::Expected<void> Certificates::keep(std::vector<std::pair<std::string_view, std::string>> rows) {
  if (services_.store == nullptr) return {};
  std::vector<config::RowChange> changes;
  for (auto& row : rows) {
    std::optional<std::string> value;
    if (!row.second.empty()) value = std::move(row.second);
    changes.push_back({std::string(config::kind::kCertificate), std::string(row.first), std::move(value)});
  }
  return services_.store->write(changes);
}

void Certificates::adopt(tls::Credentials credentials, bool temporary) {
  material_.credentials = std::move(credentials);
  temporary_ = temporary;
  auto chain = tls::read_certificates(material_.credentials.certificate_chain_pem);
  if (chain) chain_ = *std::move(chain);
}

void Certificates::changed(std::string_view what, const config::Author& author) {
  services_.events.add(1, "Security Alert",
                       {{"Service", "System"}, {"Detail", what}, {"User", author.user}, {"Src", author.source}});
  check_dates();
  const std::vector<CertificateObserver*> told = observers_;
  for (CertificateObserver* observer : told) observer->on_certificates_changed(material_);
}

host::Expected<void> Certificates::set_server(const tls::Credentials& given, const config::Author& author) {
  auto credentials = tls::read_credentials(given.certificate_chain_pem, given.private_key_pem);
  if (!credentials) return tl::unexpected(credentials.error());
  auto kept =
      keep({{kServer, credentials->certificate_chain_pem}, {kKey, credentials->private_key_pem}, {kTemporary, ""}});
  if (!kept) return kept;
  adopt(*std::move(credentials), false);
  changed("The server certificate has been replaced", author);
  return {};
}

host::Expected<void> Certificates::reset_server(const config::Author& author) {
  auto credentials = make_temporary();
  if (!credentials) return tl::unexpected(credentials.error());
  auto kept =
      keep({{kServer, credentials->certificate_chain_pem}, {kKey, credentials->private_key_pem}, {kTemporary, "1"}});
  // A peer whose disk fails still needs HTTPS to be told about it.
  if (!kept && !chain_.empty()) return kept;
  adopt(*std::move(credentials), true);
  changed("A temporary server certificate has been made", author);
  return kept;
}

host::Expected<void> Certificates::set_authorities(std::string_view pem, bool append, const config::Author& author) {
  std::string whole(pem);
  if (!trimmed(pem).empty()) {
    if (auto read = tls::read_certificates(pem); !read) return tl::unexpected(read.error());
    if (append && !material_.ca_certificates_pem.empty()) whole = material_.ca_certificates_pem + "\n" + whole;
    if (whole.size() > tls::kPemBytesMax) {
      return host::fail(host::ErrorCode::invalid_argument, "The list of authorities would be larger than 1 MB");
    }
  } else if (append) {
    return host::fail(host::ErrorCode::invalid_argument, "The file holds no certificate");
  } else {
    whole.clear();
  }
  if (auto kept = keep({{kAuthorities, whole}}); !kept) return kept;
  material_.ca_certificates_pem = std::move(whole);
  changed("The list of trusted certificate authorities has changed", author);
  return {};
}

host::Expected<void> Certificates::set_revocation_lists(std::string_view pem, const config::Author& author) {
  std::string whole(pem);
  if (trimmed(pem).empty()) {
    whole.clear();
  } else if (auto read = read_revocation_lists(pem); !read) {
    return tl::unexpected(read.error());
  }
  if (auto kept = keep({{kRevocation, whole}}); !kept) return kept;
  material_.revocation_lists_pem = std::move(whole);
  changed("The certificate revocation lists have changed", author);
  return {};
}

void Certificates::check_dates() {
  if (chain_.empty()) return;
  const tls::CertificateSummary& own = chain_.front();
  const host::WallTime now = services_.host.wall_now();
  const bool expired = now >= own.not_after;
  const bool expiring = !expired && own.not_after - now <= kWarning;
  const auto days = std::chrono::duration_cast<std::chrono::hours>(own.not_after - now).count() / 24;
  services_.alarms.set(kExpiredAlarm, expired, "The server certificate expired at " + tls::to_text(own.not_after));
  services_.alarms.set(kExpiringAlarm, expiring, "The server certificate expires in " + std::to_string(days) + " days");
  services_.alarms.set(kNoCommonNameAlarm, own.common_name.empty(), "The server certificate has no common name");
  host::Duration next = kCheckEvery;
  if (!expired) {
    const host::Duration left = expiring ? own.not_after - now : own.not_after - kWarning - now;
    next = std::clamp(left, host::Duration(std::chrono::seconds(1)), kCheckEvery);
  }
  timer_->arm_after(next);
}

void Certificates::forget(CertificateObserver& observer) {
  observers_.erase(std::remove(observers_.begin(), observers_.end(), &observer), observers_.end());
}

void Certificates::add_command(std::string_view name, std::string_view help, std::vector<Parameter> parameters,
                               std::function<host::Expected<void>(const CommandCall&)> act) {
  Command command;
  command.name = name;
  command.help = help;
  command.parameters = std::move(parameters);
  command.run = [act = std::move(act)](const CommandCall& call, CommandReply reply) {
    reply(result_of(act(call), "Done"));
  };
  services_.commands.add(std::move(command));
}

void Certificates::add_commands() {
  Parameter key =
      pem_parameter("PrivateKey", "Its private key in PEM form, without a passphrase; \\n may stand for a line end.");
  key.kind = ParameterKind::password;
  add_command(
      "ServerCertificateUpload", "Replaces the server certificate of this peer.",
      {pem_parameter("Certificate", "The certificate and its intermediates in PEM form; \\n may stand for a line end."),
       key},
      [this](const CommandCall& call) {
        return set_server({with_line_ends(call.text("Certificate")), with_line_ends(call.text("PrivateKey"))},
                          call.who.author());
      });
  add_command("ServerCertificateReset", "Replaces the server certificate of this peer by a temporary one.", {},
              [this](const CommandCall& call) { return reset_server(call.who.author()); });
  Parameter append;
  append.name = "Append";
  append.kind = ParameterKind::choice;
  append.words = {"Yes", "No"};
  append.help = "Yes keeps those that are trusted already.";
  add_command("CACertificatesUpload", "Sets the certificate authorities that this peer trusts.",
              {pem_parameter("Certificates", "Their certificates in PEM form; \\n may stand for a line end."), append},
              [this](const CommandCall& call) {
                return set_authorities(with_line_ends(call.text("Certificates")), call.text("Append") == "Yes",
                                       call.who.author());
              });
  add_command("CACertificatesReset", "Trusts no certificate authority.", {},
              [this](const CommandCall& call) { return set_authorities({}, false, call.who.author()); });
  add_command("CRLUpload", "Replaces the certificate revocation lists.",
              {pem_parameter("Lists", "The lists in PEM form; \\n may stand for a line end.")},
              [this](const CommandCall& call) {
                return set_revocation_lists(with_line_ends(call.text("Lists")), call.who.author());
              });
  add_command("CRLDelete", "Removes the certificate revocation lists.", {},
              [this](const CommandCall& call) { return set_revocation_lists({}, call.who.author()); });
}

namespace {

void describe(Node& node, const tls::CertificateSummary& certificate) {
  node.add("CommonName", certificate.common_name);
  node.add("Issuer", certificate.issuer);
  node.add("SerialNumber", certificate.serial);
  node.add("NotBefore", tls::to_text(certificate.not_before));
  node.add("NotAfter", tls::to_text(certificate.not_after));
  node.add("Fingerprint", certificate.fingerprint);
  std::uint32_t number = 0;
  for (const std::string& name : certificate.dns_names) node.add_item("DnsName", ++number).value = name;
  number = 0;
  for (const host::IpAddress& address : certificate.addresses) {
    node.add_item("Address", ++number).value = address.to_string();
  }
}

}  // namespace

Node Certificates::status() const {
  Node node("Certificates");
  if (!chain_.empty()) {
    Node& server = node.add("Server");
    server.add("Temporary", temporary_ ? "True" : "False");
    describe(server, chain_.front());
  }
  if (const auto authorities = tls::read_certificates(material_.ca_certificates_pem); authorities) {
    std::uint32_t number = 0;
    for (const tls::CertificateSummary& authority : *authorities) {
      describe(node.add_item("Authority", ++number), authority);
    }
  }
  if (const auto lists = read_revocation_lists(material_.revocation_lists_pem); lists) {
    std::uint32_t number = 0;
    for (const RevocationListSummary& list : *lists) {
      Node& item = node.add_item("RevocationList", ++number);
      item.add("Issuer", list.issuer);
      item.add("Revoked", std::to_string(list.revoked));
      item.add("NextUpdate", tls::to_text(list.next_update));
    }
  }
  return node;
}

}  // namespace hexad::admin
