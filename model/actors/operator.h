// A person who administers peers across the network: with a browser, with hexadctl's API, with scripts on the JSON and
// XML APIs. Each task becomes real HTTPS requests (operator_errand.h); its outcome is told in the log, component
// "operator", event "operator_done", with the fields
//   step     the task's number
//   peer     whom it was for
//   via      "web", "cli", "json", "xml"
//   what     "set", "read", "run"
//   outcome  "ok"; "refused": the peer answered and said no; "failed": it could not be reached or made no sense
//   request  the line, or the paths of the settings
//   value    what was read or set, or the output of a line; empty where several settings were set
//   detail   why it was refused or failed
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/release.h"
#include "model/host/host.h"
#include "model/http/client.h"
#include "model/tls/certificate_authority.h"
#include "model/tls/context.h"

namespace hexad::actors {

enum class Interface : std::uint8_t { web, cli, json, xml };
std::string_view to_string(Interface interface);
std::optional<Interface> interface_from(std::string_view word);

/// A setting with its indices, and what it is to be.
struct SettingValue {
  std::string path;
  std::string value;
};

/// A server certificate that an operator has issued for a peer and uploads there.
struct CertificateOrder {
  std::string common_name;
  std::vector<std::string> names;      ///< Alternative names (DNS).
  host::Duration begins{};             ///< It is valid from then on, counted from the order.
  std::optional<host::Duration> ends;  ///< Until then; a long time when empty.
  bool by_stranger = false;            ///< Of an authority that nobody trusts.
};

struct OperatorTask {
  enum class What : std::uint8_t { set, read, run };
  std::uint32_t number = 0;  ///< Comes back in the log.
  std::string peer;
  Interface via = Interface::cli;
  What what = What::set;
  std::string path;   ///< set, read: a setting with its indices.
  std::string value;  ///< set; empty: the setting is cleared.
  /// run, by cli only: a line for the command interpreter. "{backup of peer2}" in it stands for the file that the last
  /// BackupCreate there was answered with.
  /// "{authority}" stands for the certificate of the operator's own authority.
  std::string line;
  /// set: what else is saved with it, all or nothing, as one form or one request; so never by cli.
  std::vector<SettingValue> also = {};
  /// run: instead of a line.
  std::optional<CertificateOrder> certificate = {};
  /// Where the peer is by now; empty: where it was last.
  std::optional<host::IpAddress> address = {};
  /// set: all of them, the first one first.
  std::vector<SettingValue> settings() const;
};

/// A peer as an operator knows it.
struct AdministeredPeer {
  std::string name;
  host::SocketAddress https;
  std::string host_name;  ///< In its certificate.
};

struct OperatorSettings {
  std::vector<AdministeredPeer> peers;
  std::string user = "admin";
  std::string password = "TANDBERG";  ///< The published default.
  tls::ContextHandle context;         ///< Trusts the peers' certificates.
  /// For peers whose certificate the operator put there: who uploaded it, or a backup, clicks the warning away.
  tls::ContextHandle unverified;
  /// The certificate of an order, with its key. Null: there is no authority to ask.
  std::function<host::Expected<tls::Credentials>(const tls::CertificateRequest&, bool by_stranger)> issue;
  std::string authority_pem;                       ///< What its certificates are issued by.
  config::Release release = config::Release::x12;  ///< Where the menu has its pages.
  host::Duration timeout = std::chrono::seconds(20);
};

class Operator final : public host::Program {
 public:
  static constexpr std::size_t kTasksMax = 256;

  Operator(host::Host& host, OperatorSettings settings);
  ~Operator() override;

  /// Begins the task, or puts it behind those that are under way: one at a time for each peer. not_found for a peer
  /// that it does not know, invalid_argument for several settings by cli and for a certificate that cannot be issued,
  /// bound_reached when kTasksMax wait there.
  host::Expected<void> perform(OperatorTask task);

 private:
  class Desk;
  using Backups = std::map<std::string, std::string>;  ///< The last file of each peer, in base64.
  host::Expected<std::string> upload_of(const CertificateOrder& order);
  host::Host& host_;
  OperatorSettings settings_;
  Backups backups_;
  std::map<std::string, std::unique_ptr<Desk>, std::less<>> desks_;
};

}  // namespace hexad::actors
