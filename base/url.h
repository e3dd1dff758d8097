#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingcha::base {

/// A URL as the WHATWG URL Standard parses and serialises it. Any scheme parses; only http and https are
/// crawled.
///
/// Why so: pages write links for browsers, so only the browsers' algorithm resolves them as a person's click
/// would. Value type. Immutable; any thread may read it.
class Url {
 public:
  /// Parses `input` against `base` (null: none). nullopt where the standard's parser returns failure.
  [[nodiscard]] static std::optional<Url> Parse(std::string_view input, const Url* base = nullptr);

  [[nodiscard]] const std::string& href() const { return href_; }
  [[nodiscard]] const std::string& scheme() const { return scheme_; }  ///< without `:`
  [[nodiscard]] const std::string& username() const { return username_; }
  [[nodiscard]] const std::string& password() const { return password_; }
  /// Serialised host: ASCII domain, IPv4 in dots, `[IPv6]`; empty string for an empty host. has_host() tells
  /// null apart.
  [[nodiscard]] const std::string& host() const { return host_; }
  [[nodiscard]] bool has_host() const { return has_host_; }
  [[nodiscard]] std::optional<uint16_t> port() const { return port_; }  ///< nullopt: the scheme's default
  [[nodiscard]] const std::string& path() const { return path_; }  ///< serialised, `/a/b` or an opaque path
  [[nodiscard]] const std::optional<std::string>& query() const { return query_; }        ///< without `?`
  [[nodiscard]] const std::optional<std::string>& fragment() const { return fragment_; }  ///< without `#`
  [[nodiscard]] bool has_opaque_path() const { return opaque_path_; }

  [[nodiscard]] bool is_http() const { return scheme_ == "http" || scheme_ == "https"; }
  /// The port in effect for http(s), else 0 when none is given.
  [[nodiscard]] uint16_t effective_port() const;
  /// `scheme://host[:port]`.
  [[nodiscard]] std::string origin() const;
  /// The same URL without its fragment.
  [[nodiscard]] std::string HrefWithoutFragment() const;

  bool operator==(const Url& other) const { return href_ == other.href_; }

 private:
  friend class UrlParser;
  std::string href_, scheme_, username_, password_, host_, path_;
  bool has_host_ = false;
  bool opaque_path_ = false;
  std::optional<uint16_t> port_;
  std::optional<std::string> query_, fragment_;
};

/// UTS #46 non-transitional ToASCII as the URL Standard calls it (CheckHyphens, VerifyDnsLength, UseSTD3
/// off). A pure-ASCII domain is lowercased and its `xn--` labels are not validated, as in browsers. nullopt
/// on failure, for an empty result, for a character no host may have, and for a non-ASCII domain above 4096
/// bytes (docs/url.md tells why, and where this differs from the public vectors).
[[nodiscard]] std::optional<std::string> DomainToAscii(std::string_view utf8_domain);

}  // namespace mingcha::base
