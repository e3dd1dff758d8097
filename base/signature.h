#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/civil_date.h"
#include "base/result.h"

namespace mingcha::base {

/// A detached signature over bytes with an RSA (2048 bits or more), elliptic-curve or Ed25519/Ed448 key: the
/// raw signature, over SHA-256 for RSA and elliptic curves, so that `openssl dgst -sha256 -verify` (for Ed
/// keys `openssl pkeyutl -verify -rawin`) checks it. kInvalidInput for what is no such key or is locked by a
/// passphrase.
[[nodiscard]] Result<std::string> SignBytes(std::string_view private_key_pem, std::string_view bytes);

/// Checks it with a public key or a certificate in PEM. False: it is a signature of something else, or of
/// somebody else. kInvalidInput for what is neither key nor certificate.
[[nodiscard]] Result<bool> CheckSignature(std::string_view public_pem, std::string_view bytes,
                                          std::string_view signature);

/// A time-stamp query (RFC 3161, DER) for the SHA-256 of `bytes`, asking for the authority's certificate.
[[nodiscard]] Result<std::string> TimestampQuery(std::string_view bytes);

/// What a time-stamp authority vouches for.
struct Timestamp {
  Instant time;
  std::string authority;  ///< Subject of the certificate that signed, or the name in the token; may be empty.
  std::string serial;     ///< Hexadecimal.
};

/// Checks a time-stamp response (RFC 3161, DER) for `bytes`: granted, of this digest, of this query if one is
/// given (its nonce), and signed under one of the trusted certificates `authorities_pem`. kCorrupt with
/// OpenSSL's reason if not.
[[nodiscard]] Result<Timestamp> CheckTimestamp(std::string_view response, std::string_view bytes,
                                               std::optional<std::string_view> query,
                                               std::string_view authorities_pem);

}  // namespace mingcha::base
