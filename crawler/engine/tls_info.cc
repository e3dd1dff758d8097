#include "crawler/engine/tls_info.h"

#include <curl/curl.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/digest.h"

namespace mingcha::crawler {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPtr = std::unique_ptr<BIO, FreeBio>;

/// What `print` writes, as text; empty if it fails.
template <typename Print>
std::string Printed(const Print& print) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || !print(bio.get())) return {};
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return size <= 0 ? std::string() : std::string(data, static_cast<size_t>(size));
}

std::string NameText(const X509_NAME* name) {
  return Printed([&](BIO* bio) {
    return X509_NAME_print_ex(bio, name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) >= 0;
  });
}

void ReadCertificate(const X509* certificate, model::TlsInfo* info) {
  info->subject = NameText(X509_get_subject_name(certificate));
  info->issuer = NameText(X509_get_issuer_name(certificate));
  info->not_after =
      Printed([&](BIO* bio) { return ASN1_TIME_print(bio, X509_get0_notAfter(certificate)) == 1; });
  const int size = i2d_X509(certificate, nullptr);
  if (size <= 0) return;
  std::vector<unsigned char> der(static_cast<size_t>(size));
  unsigned char* at = der.data();
  i2d_X509(certificate, &at);
  info->fingerprint = base::Sha256Hex({reinterpret_cast<const char*>(der.data()), der.size()});
}

}  // namespace

model::TlsInfo TlsOf(CURL* request) {
  model::TlsInfo info;
  curl_tlssessioninfo* session = nullptr;
  if (curl_easy_getinfo(request, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || session == nullptr)
    return info;
  if (session->backend != CURLSSLBACKEND_OPENSSL || session->internals == nullptr) return info;
  const auto* ssl = static_cast<const SSL*>(session->internals);
  info.version = SSL_get_version(ssl);
  const char* cipher = SSL_get_cipher_name(ssl);
  if (cipher != nullptr) info.cipher = cipher;
  if (const X509* certificate = SSL_get0_peer_certificate(ssl)) ReadCertificate(certificate, &info);
  return info;
}

}  // namespace mingcha::crawler
