// A peer's administrative parts with their web pages on a real host, for a real browser: state in a folder, some
// registrations, calls and states of other peers that nobody else makes up. Prints "PORT n" and serves until it is
// killed; a restart asked for on a page starts everything anew on the same port.
//
//   web_probe FOLDER [RELEASE]
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "model/admin/life/boot.h"
#include "model/admin/life/life.h"
#include "model/admin/web/pages.h"
#include "model/config/store.h"
#include "model/http/server.h"
#include "real/host/asio_host.h"
#include "real/host/reactor.h"

namespace hexad {
namespace {

/// What a cluster, endpoints and clocks would tell.
class Scenery {
 public:
  explicit Scenery(admin::Services& services) {
    services.status.add("Registrations", [this] { return registrations(); });
    services.status.add("Calls", [] {
      admin::Node calls("Calls");
      admin::Node& call = calls.add_item("Call", 1);
      call.add("SerialNumber", "6f1b6a0e-1");
      call.add("StartTime", "2026-01-01 09:12:41");
      call.add("Source", "sip:alice@example.com");
      call.add("Destination", "sip:room@example.com");
      call.add("Protocol", "SIP");
      call.add("State", "Connected");
      return calls;
    });
    services.status.add("NTP", [] {
      admin::Node ntp("NTP");
      ntp.add("Status", "Synchronized");
      ntp.add_item("Server", 1).add("Address", "10.1.0.123");
      return ntp;
    });
    services.status.add("Alternates", [] {
      admin::Node alternates("Alternates");
      alternates.add_item("Peer", 2).add("State", "Active");
      alternates.add_item("Peer", 3).add("State", "Failed");
      return alternates;
    });
    services.status.add("Cluster", [] {
      admin::Node cluster("Cluster");
      cluster.add("Database").add("Status", "Active");
      return cluster;
    });
    admin::Command remove;
    remove.name = "RemoveRegistration";
    admin::Parameter serial;
    serial.name = "RegistrationSerialNumber";
    serial.maximum = 64;
    remove.parameters = {serial};
    remove.run = [this](const admin::CommandCall& call, admin::CommandReply reply) {
      std::erase(phones_, std::string(call.text("RegistrationSerialNumber")));
      reply(admin::CommandResult::done());
    };
    services.commands.add(std::move(remove));
  }

 private:
  admin::Node registrations() const {
    admin::Node node("Registrations");
    std::uint32_t number = 0;
    for (const std::string& phone : phones_) {
      admin::Node& item = node.add_item("Registration", ++number);
      item.add("SerialNumber", phone);
      item.add("AOR", "sip:" + phone + "@example.com");
      item.add("Protocol", "SIP");
      item.add("Contact", "sip:" + phone + "@10.1.0.50:5061;transport=tls");
      item.add("CreationTime", "2026-01-01 08:59:0" + std::to_string(number));
      item.add("VendorInfo", "TANDBERG/257 (TC7.3.6)");
    }
    return node;
  }

  std::vector<std::string> phones_ = {"alice", "bob", "room.42"};
};

/// One boot.
class Boot {
 public:
  Boot(real::Reactor& reactor, const std::string& folder, config::Release release, std::uint16_t port, bool& restart)
      : host_(reactor, options(reactor, folder, restart)),
        store_(*config::Store::open(host_.disk())),
        plan_(*admin::prepare_boot(*store_, release, host_.wall_now())),
        events_(host_),
        alarms_(host_, events_),
        configuration_(plan_.release, store_.get()),
        accounts_(host_, store_.get(), alarms_, events_),
        commands_(plan_.release),
        services_{host_, store_.get(), configuration_, alarms_, events_, accounts_, commands_, status_},
        life_(services_, life_settings(plan_)),
        scenery_(services_),
        pages_(services_, {"Hexad web_probe", {}}),
        server_(host_, server_settings(), pages_) {
    const auto local = server_.listen({host::IpAddress::v4(0x7f000001), port});
    if (local)
      port_ = local->port;
    else
      fmt::print(stderr, "{}\n", local.error().to_string());
  }

  std::uint16_t port() const { return port_; }

 private:
  static real::AsioHostOptions options(real::Reactor& reactor, const std::string& folder, bool& restart) {
    real::AsioHostOptions made;
    made.name = "peer1";
    made.state_folder = folder;
    host::Interface lan;
    lan.name = "lan1";
    lan.addresses.push_back(*host::Prefix::parse("127.0.0.1/8"));
    made.identity = {lan};
    made.on_restart = [&reactor, &restart] {
      restart = true;
      reactor.stop();
    };
    return made;
  }
  static admin::LifeSettings life_settings(const admin::BootPlan& plan) {
    admin::LifeSettings settings;
    settings.boot = plan;
    settings.console = false;
    return settings;
  }
  static http::ServerSettings server_settings() {
    http::ServerSettings settings;
    settings.large_body_paths = admin::WebPages::upload_paths();
    return settings;
  }

  real::AsioHost host_;
  std::unique_ptr<config::Store> store_;
  admin::BootPlan plan_;
  status::EventLog events_;
  status::Alarms alarms_;
  config::ActiveConfiguration configuration_;
  admin::Accounts accounts_;
  admin::CommandTable commands_;
  admin::StatusTree status_;
  admin::Services services_;
  admin::Life life_;
  Scenery scenery_;
  admin::WebPages pages_;
  http::Server server_;
  std::uint16_t port_ = 0;
};

int run(const std::string& folder, config::Release release) {
  real::Reactor reactor;
  std::uint16_t port = 0;
  for (bool restart = true; restart;) {
    restart = false;
    Boot boot(reactor, folder, release, port, restart);
    port = boot.port();
    if (port == 0) return 1;
    fmt::print("PORT {}\n", port);
    std::fflush(stdout);
    reactor.run();
  }
  return 0;
}

}  // namespace
}  // namespace hexad

int main(int argc, char** argv) {
  const auto release = hexad::config::release_from(argc > 2 ? argv[2] : "x12");
  if (argc < 2 || !release) {
    fmt::print(stderr, "usage: web_probe FOLDER [x8.1|x8.9|vcs-x8.9.1|x12]\n");
    return 2;
  }
  return hexad::run(argv[1], *release);
}
