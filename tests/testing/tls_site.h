#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace mingcha::testing {

/// What is special about the certificate a TlsSite shows.
struct TlsCertificate {
  std::string host = "127.0.0.1";    ///< IP address it is made out for.
  int from_days = -1, to_days = 30;  ///< Its validity, in days from now.
  bool trusted = true;               ///< Signed by the site's own authority; false: by itself.
  bool http2 = false;                ///< Offers h2 (ALPN): `/` links to `/1` … `/20`.
};

/// An HTTPS server on 127.0.0.1 in a thread of its own: every path answers `<p>over tls</p>`.
/// Certificates are made when it starts. The destructor stops it.
class TlsSite {
 public:
  explicit TlsSite(const TlsCertificate& certificate);
  ~TlsSite();
  TlsSite(const TlsSite&) = delete;
  TlsSite& operator=(const TlsSite&) = delete;

  [[nodiscard]] std::string Url(const std::string& path) const;
  /// PEM file of the authority to trust; gone with the site.
  [[nodiscard]] const std::string& authority_file() const;
  /// SHA-256 of the DER bytes of the certificate it shows, hexadecimal.
  [[nodiscard]] const std::string& fingerprint() const;
  [[nodiscard]] int connections() const;   ///< Accepted so far.
  [[nodiscard]] int most_streams() const;  ///< Of HTTP/2 connections that ended: requests at once.

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingcha::testing
