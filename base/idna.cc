#include <unicode/uchar.h>
#include <unicode/uidna.h>

#include <memory>

#include "base/check.h"
#include "base/text.h"
#include "base/url.h"

namespace mingcha::base {
namespace {

/// Longest domain handed to IDNA. The standard sets none, but Punycode takes quadratic time; DNS ends at 253.
constexpr size_t kMaxUnicodeDomainBytes = 4096;

/// Errors the URL Standard does not ask for: CheckHyphens and VerifyDnsLength are false.
constexpr uint32_t kIgnoredErrors = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                    UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                    UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

struct CloseIdna {
  void operator()(UIDNA* idna) const { uidna_close(idna); }
};

/// ICU's processor: immutable, so shared by all threads.
const UIDNA* Processor() {
  static const std::unique_ptr<UIDNA, CloseIdna> processor = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UIDNA, CloseIdna> idna(
        uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, &status));
    CHECK(U_SUCCESS(status)) << "ICU cannot open UTS #46: " << u_errorName(status);
    return idna;
  }();
  return processor.get();
}

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > 0x7F) return false;
  }
  return true;
}

bool IsForbiddenDomainByte(char c) {
  constexpr std::string_view kForbidden = " #/:<>?@[\\]^|%";
  const auto value = static_cast<unsigned char>(c);
  return value <= 0x1F || value == 0x7F || kForbidden.find(c) != std::string_view::npos;
}

/// Capitals whose lower case came after IDNA2003.
bool IsLateCapital(char32_t c) {
  return c == 0x4C0 || c == 0x2132 || c == 0x2183 || (c >= 0x10A0 && c <= 0x10C5);
}

/// Fillers, inherent vowels and musical format controls: invisible, default-ignorable.
bool IsInvisible(char32_t c) {
  return c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x3164 || c == 0xFFA0 ||
         (c >= 0x1D173 && c <= 0x1D17A);
}

/// UTS #46 since revision 33 (Unicode 16) maps or ignores characters which it disallowed before, for the sake
/// of IDNA2003. ICU 72 has the older table; with ICU 76 or later this function changes nothing and can go.
std::string MapAsRevision33(std::string_view domain) {
  std::string mapped;
  for (size_t pos = 0; pos < domain.size();) {
    const char32_t c = NextCodePoint(domain, &pos);
    if (IsInvisible(c)) continue;
    AppendUtf8(IsLateCapital(c) ? static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))) : c, &mapped);
  }
  return mapped;
}

std::optional<std::string> UnicodeToAscii(std::string_view utf8_domain) {
  if (utf8_domain.size() > kMaxUnicodeDomainBytes) return std::nullopt;
  const std::string domain = MapAsRevision33(utf8_domain);
  std::string ascii(domain.size() * 4 + 64, '\0');
  for (int attempt = 0; attempt < 2; ++attempt) {
    UIDNAInfo result = UIDNA_INFO_INITIALIZER;
    UErrorCode status = U_ZERO_ERROR;
    const int32_t length =
        uidna_nameToASCII_UTF8(Processor(), domain.data(), static_cast<int32_t>(domain.size()), ascii.data(),
                               static_cast<int32_t>(ascii.size()), &result, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
      ascii.resize(static_cast<size_t>(length));
      continue;
    }
    if (U_FAILURE(status) || (result.errors & ~kIgnoredErrors) != 0) return std::nullopt;
    ascii.resize(static_cast<size_t>(length));
    return ascii;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> DomainToAscii(std::string_view utf8_domain) {
  std::optional<std::string> ascii =
      IsAscii(utf8_domain) ? ToLowerAscii(utf8_domain) : UnicodeToAscii(utf8_domain);
  if (!ascii || ascii->empty()) return std::nullopt;
  for (const char c : *ascii) {
    if (IsForbiddenDomainByte(c)) return std::nullopt;
  }
  return ascii;
}

}  // namespace mingcha::base
