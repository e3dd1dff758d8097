#include "base/digest.h"

#include <openssl/evp.h>

#include <array>

#include "base/check.h"

namespace mingcha::base {
namespace {

constexpr size_t kSha256Bytes = 32;
constexpr size_t kShortIdDigits = 16;

std::string Hex(const std::array<unsigned char, kSha256Bytes>& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex(2 * bytes.size(), '0');
  for (size_t i = 0; i < bytes.size(); ++i) {
    hex[2 * i] = kDigits[bytes[i] >> 4U];
    hex[2 * i + 1] = kDigits[bytes[i] & 0xFU];
  }
  return hex;
}

/// Looked up once: by name OpenSSL searches its providers each time.
const EVP_MD* Algorithm() {
  static const EVP_MD* const kFetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kFetched != nullptr ? kFetched : EVP_sha256();
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  CHECK(state_->context != nullptr) << "out of memory";
  CHECK(EVP_DigestInit_ex(state_->context.get(), Algorithm(), nullptr) == 1) << "OpenSSL has no SHA-256";
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::Update(std::string_view bytes) {
  CHECK(state_ != nullptr) << "Update after FinishHex";
  CHECK(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::FinishHex() {
  CHECK(state_ != nullptr) << "FinishHex twice";
  std::array<unsigned char, kSha256Bytes> digest{};
  CHECK(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1);
  state_.reset();
  return Hex(digest);
}

std::string Sha256Hex(std::string_view bytes) {
  std::array<unsigned char, kSha256Bytes> digest{};
  CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, Algorithm(), nullptr) == 1)
      << "OpenSSL has no SHA-256";
  return Hex(digest);
}

std::string ShortId(std::initializer_list<std::string_view> parts) {
  Sha256 sha;
  bool first = true;
  for (const std::string_view part : parts) {
    if (!first) sha.Update("\x1F");
    first = false;
    sha.Update(part);
  }
  return sha.FinishHex().substr(0, kShortIdDigits);
}

}  // namespace mingcha::base
