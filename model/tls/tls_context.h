// The contents of a ContextHandle. Private to model/tls.
#pragma once

#include "model/tls/openssl_handles.h"
#include "model/tls/policy.h"

namespace hexad::tls {

class Context {
 public:
  Context(std::shared_ptr<const ProviderContext> providers, Policy policy, KeyLog* key_log, SslContextOwner context)
      : providers_(std::move(providers)), policy_(std::move(policy)), key_log_(key_log), context_(std::move(context)) {}
  SSL_CTX* get() const { return context_.get(); }
  const Policy& policy() const { return policy_; }
  KeyLog* key_log() const { return key_log_; }

 private:
  std::shared_ptr<const ProviderContext> providers_;
  Policy policy_;
  KeyLog* key_log_;
  SslContextOwner context_;
};

/// Installs what sessions need of their context: verification, alerts, key log.
void install_session_callbacks(SSL_CTX* context, bool with_key_log);

}  // namespace hexad::tls
