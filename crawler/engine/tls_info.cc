#include "crawler/engine/tls_info.h"

#include <string>

#include "base/base64.h"
#include "base/digest.h"
#include "base/text.h"

namespace mingcha::crawler {
namespace {

/// The bytes between the BEGIN and END lines; what is no base 64 digit is passed over.
std::string DerOf(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  const size_t begin = pem.find(kBegin);
  if (begin == std::string_view::npos) return {};
  pem.remove_prefix(begin + kBegin.size());
  pem = pem.substr(0, pem.find("-----END"));
  return base::Base64Decode(pem);
}

}  // namespace

void ReadHandshakeLine(std::string_view line, model::TlsInfo* info) {
  constexpr std::string_view kStart = "SSL connection using ";
  if (!line.starts_with(kStart)) return;
  line.remove_prefix(kStart.size());
  const size_t slash = line.find(" / ");
  info->version = std::string(base::Trim(line.substr(0, slash)));
  if (slash == std::string_view::npos) return;
  line.remove_prefix(slash + 3);
  info->cipher = std::string(base::Trim(line.substr(0, line.find(" / "))));
}

void ReadCertificateEntry(std::string_view entry, model::TlsInfo* info) {
  const size_t colon = entry.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = entry.substr(0, colon);
  const std::string_view value = base::Trim(entry.substr(colon + 1));
  if (name == "Subject") info->subject = std::string(value);
  if (name == "Issuer") info->issuer = std::string(value);
  if (name == "Expire date") info->not_after = std::string(value);
  if (name != "Cert") return;
  if (const std::string der = DerOf(value); !der.empty()) info->fingerprint = base::Sha256Hex(der);
}

}  // namespace mingcha::crawler
