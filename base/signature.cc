#include "base/signature.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>

#include "base/check.h"

namespace mingcha::base {
namespace {

constexpr int kLeastRsaBits = 2048;
constexpr size_t kMaxBytes = size_t{16} << 20;  // No key, query or token is larger.

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Query = std::unique_ptr<TS_REQ, Free<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, Free<TS_RESP_free>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using VerifyContext = std::unique_ptr<TS_VERIFY_CTX, Free<TS_VERIFY_CTX_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, Free<TS_MSG_IMPRINT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Free<X509_ALGOR_free>>;

/// OpenSSL's first reason, and nothing of it left behind for the next call.
std::string Reason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown" : reason;
}

Bio Reading(std::string_view bytes) {
  Bio bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(std::min(bytes.size(), kMaxBytes))));
  CHECK(bio != nullptr) << "out of memory";
  return bio;
}

/// A locked key is refused instead of asked about at a terminal that may not be there.
int NoPassphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*self*/) { return -1; }

bool IsEdwards(const EVP_PKEY* key) {
  return EVP_PKEY_is_a(key, "ED25519") == 1 || EVP_PKEY_is_a(key, "ED448") == 1;
}

Status CheckKind(const EVP_PKEY* key) {
  const bool rsa = EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= kLeastRsaBits;
  if (rsa || EVP_PKEY_is_a(key, "EC") == 1 || IsEdwards(key)) return {};
  return Fail(
      ErrorCode::kInvalidInput,
      "this kind of key is not used for signing here: take RSA of {} bits or more, an elliptic curve, or "
      "Ed25519",
      kLeastRsaBits);
}

const EVP_MD* DigestFor(const EVP_PKEY* key) { return IsEdwards(key) ? nullptr : EVP_sha256(); }

Result<Key> ReadPublic(std::string_view pem) {
  Key key(PEM_read_bio_PUBKEY(Reading(pem).get(), nullptr, &NoPassphrase, nullptr));
  if (key == nullptr) {
    const Certificate certificate(PEM_read_bio_X509(Reading(pem).get(), nullptr, &NoPassphrase, nullptr));
    if (certificate != nullptr) key.reset(X509_get_pubkey(certificate.get()));
  }
  ERR_clear_error();
  if (key == nullptr) {
    return Fail(ErrorCode::kInvalidInput, "no public key or certificate in PEM form was found in this file");
  }
  return key;
}

std::array<unsigned char, 32> Sha256Of(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return digest;
}

Imprint ImprintOf(std::string_view bytes) {
  Imprint imprint(TS_MSG_IMPRINT_new());
  Algorithm algorithm(X509_ALGOR_new());
  CHECK(imprint != nullptr && algorithm != nullptr) << "out of memory";
  X509_ALGOR_set_md(algorithm.get(), EVP_sha256());
  std::array<unsigned char, 32> digest = Sha256Of(bytes);
  CHECK(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1);
  CHECK(TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(digest.size())) == 1);
  return imprint;
}

Result<Query> ReadQuery(std::string_view der) {
  const auto* place = reinterpret_cast<const unsigned char*>(der.data());
  Query query(d2i_TS_REQ(nullptr, &place, static_cast<long>(std::min(der.size(), kMaxBytes))));
  if (query == nullptr) return Fail(ErrorCode::kCorrupt, "this is no time-stamp query: {}", Reason());
  return query;
}

Result<Store> TrustIn(std::string_view pem) {
  Store store(X509_STORE_new());
  CHECK(store != nullptr) << "out of memory";
  const Bio bio = Reading(pem);
  int count = 0;
  for (;;) {
    const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, &NoPassphrase, nullptr));
    if (certificate == nullptr) break;
    CHECK(X509_STORE_add_cert(store.get(), certificate.get()) == 1);
    ++count;
  }
  ERR_clear_error();
  if (count == 0)
    return Fail(ErrorCode::kInvalidInput,
                "no certificate in PEM form was found in the file of trusted authorities");
  return store;
}

std::string HexOf(const ASN1_INTEGER* number) {
  const std::unique_ptr<BIGNUM, Free<BN_free>> big(ASN1_INTEGER_to_BN(number, nullptr));
  if (big == nullptr) return {};
  char* text = BN_bn2hex(big.get());
  std::string hex = text == nullptr ? "" : text;
  OPENSSL_free(text);
  return hex;
}

Instant InstantOf(const ASN1_GENERALIZEDTIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return Instant::FromUnixMillis(static_cast<int64_t>(::timegm(&parts)) * 1000);
}

/// Who signed: the certificate the token carries.
std::string SignerOf(TS_RESP* response) {
  PKCS7* token = TS_RESP_get_token(response);
  const std::unique_ptr<STACK_OF(X509), Free<[](STACK_OF(X509) * stack) { sk_X509_free(stack); }>> signers(
      token == nullptr ? nullptr : PKCS7_get0_signers(token, nullptr, 0));
  ERR_clear_error();
  if (signers == nullptr || sk_X509_num(signers.get()) == 0) return {};
  const Bio text(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(text.get(), X509_get_subject_name(sk_X509_value(signers.get(), 0)), 0, XN_FLAG_RFC2253);
  char* data = nullptr;
  const long length = BIO_get_mem_data(text.get(), &data);
  return length > 0 ? std::string(data, static_cast<size_t>(length)) : std::string();
}

}  // namespace

Result<std::string> SignBytes(std::string_view private_key_pem, std::string_view bytes) {
  const Key key(PEM_read_bio_PrivateKey(Reading(private_key_pem).get(), nullptr, &NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr) {
    return Fail(
        ErrorCode::kInvalidInput,
        "no private key in PEM form was found in this file, or a passphrase locks it: unlock it first with "
        "`openssl pkey`");
  }
  RETURN_IF_ERROR(CheckKind(key.get()));
  const DigestContext context(EVP_MD_CTX_new());
  CHECK(context != nullptr) << "out of memory";
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  size_t length = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, DigestFor(key.get()), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &length, data, bytes.size()) != 1)
    return Fail(ErrorCode::kInternal, "OpenSSL cannot sign with this key: {}", Reason());
  std::string signature(length, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, data,
                     bytes.size()) != 1)
    return Fail(ErrorCode::kInternal, "OpenSSL cannot sign with this key: {}", Reason());
  signature.resize(length);
  return signature;
}

Result<bool> CheckSignature(std::string_view public_pem, std::string_view bytes, std::string_view signature) {
  ASSIGN_OR_RETURN(const Key key, ReadPublic(public_pem));
  RETURN_IF_ERROR(CheckKind(key.get()));
  const DigestContext context(EVP_MD_CTX_new());
  CHECK(context != nullptr) << "out of memory";
  if (EVP_DigestVerifyInit(context.get(), nullptr, DigestFor(key.get()), nullptr, key.get()) != 1)
    return Fail(ErrorCode::kInternal, "OpenSSL cannot check with this key: {}", Reason());
  const int same =
      EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  ERR_clear_error();
  return same == 1;
}

Result<std::string> TimestampQuery(std::string_view bytes) {
  const Query query(TS_REQ_new());
  CHECK(query != nullptr) << "out of memory";
  CHECK(TS_REQ_set_version(query.get(), 1) == 1);
  CHECK(TS_REQ_set_msg_imprint(query.get(), ImprintOf(bytes).get()) == 1);
  CHECK(TS_REQ_set_cert_req(query.get(), 1) == 1);
  std::array<unsigned char, 8> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
    return Fail(ErrorCode::kInternal, "OpenSSL gives no random number: {}", Reason());
  random[0] &= 0x7f;
  const std::unique_ptr<BIGNUM, Free<BN_free>> big(
      BN_bin2bn(random.data(), static_cast<int>(random.size()), nullptr));
  const std::unique_ptr<ASN1_INTEGER, Free<ASN1_INTEGER_free>> nonce(BN_to_ASN1_INTEGER(big.get(), nullptr));
  CHECK(TS_REQ_set_nonce(query.get(), nonce.get()) == 1);
  unsigned char* der = nullptr;
  const int length = i2d_TS_REQ(query.get(), &der);
  CHECK(length > 0) << "the query does not encode";
  std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(length));
  OPENSSL_free(der);
  return text;
}

Result<Timestamp> CheckTimestamp(std::string_view response_der, std::string_view bytes,
                                 std::optional<std::string_view> query_der,
                                 std::string_view authorities_pem) {
  const auto* place = reinterpret_cast<const unsigned char*>(response_der.data());
  const Response response(
      d2i_TS_RESP(nullptr, &place, static_cast<long>(std::min(response_der.size(), kMaxBytes))));
  if (response == nullptr) return Fail(ErrorCode::kCorrupt, "this is no time-stamp response: {}", Reason());
  Query query;
  if (query_der) {
    ASSIGN_OR_RETURN(query, ReadQuery(*query_der));
  } else {
    query.reset(TS_REQ_new());
    CHECK(query != nullptr) << "out of memory";
    TS_REQ_set_version(query.get(), 1);
  }
  // Whatever the query asked for: it is these bytes that the token must speak of.
  CHECK(TS_REQ_set_msg_imprint(query.get(), ImprintOf(bytes).get()) == 1);
  const VerifyContext context(TS_REQ_to_TS_VERIFY_CTX(query.get(), nullptr));
  if (context == nullptr) return Fail(ErrorCode::kCorrupt, "this is no time-stamp query: {}", Reason());
  ASSIGN_OR_RETURN(Store store, TrustIn(authorities_pem));
  TS_VERIFY_CTX_set_store(context.get(), store.release());
  TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE);
  if (TS_RESP_verify_response(context.get(), response.get()) != 1)
    return Fail(ErrorCode::kCorrupt, "the time-stamp does not hold: {}", Reason());
  ERR_clear_error();
  TS_TST_INFO* info = TS_RESP_get_tst_info(response.get());
  Timestamp stamp;
  stamp.time = InstantOf(TS_TST_INFO_get_time(info));
  stamp.serial = HexOf(TS_TST_INFO_get_serial(info));
  stamp.authority = SignerOf(response.get());
  return stamp;
}

}  // namespace mingcha::base
