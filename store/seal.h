#pragma once

#include <string>

#include "base/result.h"
#include "base/signature.h"

namespace mingcha::store {

// The manifest names every file of an assessment by digest, so whoever seals manifest.json seals all of it.
// Keys and certificates are PEM files; nothing here uses the network.

/// Signs manifest.json with a private key into manifest.json.sig.
[[nodiscard]] base::Status SignManifest(const std::string& root, const std::string& key_file);
/// Checks manifest.json.sig with a public key or certificate. kCorrupt if it is not this manifest's or not
/// this key's, kNotFound if there is none.
[[nodiscard]] base::Status CheckManifestSignature(const std::string& root, const std::string& public_file);

/// Writes manifest.json.tsq, a query (RFC 3161) to be sent to a time-stamp authority by whatever means.
[[nodiscard]] base::Status WriteTimestampQuery(const std::string& root);
/// Checks the authority's answer `response_file` and keeps it as manifest.json.tsr; an empty name checks the
/// one that is kept.
[[nodiscard]] base::Result<base::Timestamp> CheckManifestTimestamp(const std::string& root,
                                                                   const std::string& response_file,
                                                                   const std::string& authorities_file);

}  // namespace mingcha::store
