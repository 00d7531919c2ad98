// What a component holds to make TLS connections: credentials and policy, made ready once and shared.
#pragma once

#include <memory>

namespace hexad::tls {

/// Opaque and immutable. Made by Library::context().
class Context;
using ContextHandle = std::shared_ptr<const Context>;

}  // namespace hexad::tls
