#pragma once

#include <openssl/ssl.h>

#include <functional>
#include <string>

namespace mingcha::testing {

/// Body of the HTML page at a path.
using PageAt = std::function<std::string(const std::string& path)>;

/// Serves one accepted TLS connection as HTTP/2 (RFC 9113) until the client leaves. Every path answers 200.
/// Returns the most streams that were open at once.
int ServeHttp2(SSL* ssl, const PageAt& page_at);

}  // namespace mingcha::testing
