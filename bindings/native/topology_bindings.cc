#include <pybind11/stl.h>

#include "bindings/native/module.h"
#include "topologies/load/topology_reader.h"

namespace py = pybind11;

namespace hexad::bindings {
namespace {

std::optional<std::string> text_of(const std::optional<host::IpAddress>& address) {
  return address ? std::optional(address->to_string()) : std::nullopt;
}

std::vector<std::string> texts_of(const std::vector<host::IpAddress>& addresses) {
  std::vector<std::string> texts;
  for (const host::IpAddress& address : addresses) texts.push_back(address.to_string());
  return texts;
}

topology::Topology read(const std::string& file) {
  auto topology = topology::read_topology(file);
  if (!topology) throw py::value_error(topology.error().to_string());
  return std::move(*topology);
}

}  // namespace

void bind_topology(py::module_& module) {
  using namespace topology;
  py::class_<Network>(module, "Network", "One link; every packet takes delay_s one way.")
      .def_readonly("name", &Network::name)
      .def_property_readonly("subnet", [](const Network& n) { return n.subnet.to_string(); })
      .def_property_readonly("subnet6",
                             [](const Network& n) -> std::optional<std::string> {
                               return n.subnet6 ? std::optional(n.subnet6->to_string()) : std::nullopt;
                             })
      .def_property_readonly("delay_s", [](const Network& n) { return seconds(n.delay); })
      .def_readonly("loss", &Network::loss)
      .def_readonly("bandwidth_bps", &Network::bandwidth_bps)
      .def("__repr__", [](const Network& n) { return "<Network " + n.name + " " + n.subnet.to_string() + ">"; });
  py::class_<Attachment>(module, "Attachment", "One card of a machine on one network.")
      .def_readonly("card", &Attachment::card)
      .def_readonly("network", &Attachment::network)
      .def_property_readonly("address", [](const Attachment& a) { return a.address.to_string(); })
      .def_property_readonly("address6", [](const Attachment& a) { return text_of(a.address6); });
  py::class_<Node>(module, "Node", "A machine: a peer, an endpoint, a DNS server or a router.")
      .def_readonly("name", &Node::name)
      .def_readonly("group", &Node::group)
      .def_readonly("fqdn", &Node::fqdn)
      .def_readonly("attachments", &Node::attachments)
      .def_property_readonly("role", &Node::role_name)
      .def_property_readonly("gateway", [](const Node& n) { return text_of(n.gateway); })
      .def_property_readonly("dns_servers", [](const Node& n) { return texts_of(n.dns_servers); })
      .def("__repr__", [](const Node& n) { return "<Node " + n.name + " (" + n.role_name() + ")>"; });
  py::class_<Cluster>(module, "Cluster", "Peers that share one configuration, in the order of the peer list.")
      .def_readonly("name", &Cluster::name)
      .def_readonly("peers", &Cluster::peers);
  py::class_<Topology>(module, "Topology", "A checked network with the machines on it.")
      .def_readonly("name", &Topology::name)
      .def_readonly("purpose", &Topology::purpose)
      .def_readonly("file", &Topology::file)
      .def_readonly("domain", &Topology::domain)
      .def_readonly("networks", &Topology::networks)
      .def_readonly("nodes", &Topology::nodes)
      .def_readonly("clusters", &Topology::clusters)
      .def("__repr__",
           [](const Topology& t) { return "<Topology " + t.name + ": " + std::to_string(t.nodes.size()) + " nodes>"; });
  module.def("read_topology", &read, py::arg("file"),
             "Read and check a topology file. Raises ValueError with file, line and column.");
}

}  // namespace hexad::bindings
