#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extractors/content.h"
#include "model/lexicon.h"

namespace mingcha::extractors {

/// GB 32100-2015: unified social credit code, 18 characters, check character valid (MOD 31).
[[nodiscard]] bool IsValidUscc(std::string_view value);
/// GB 11714: organisation code, `XXXXXXXX-C` or without the hyphen, check character valid (MOD 11).
[[nodiscard]] bool IsValidOrgCode(std::string_view value);
/// GB 11643: resident id of 18 characters: birth date that exists (1850 on), check character valid. `x`
/// counts as `X`.
[[nodiscard]] bool IsValidResidentId(std::string_view value);
/// True for 12 to 19 digits whose Luhn sum (ISO/IEC 7812) is right.
[[nodiscard]] bool IsValidLuhn(std::string_view digits);
/// Mainland mobile number: 11 digits, 13 to 19 in front.
[[nodiscard]] bool IsMobile(std::string_view value);
/// ISO 7064 MOD 11,10 over all digits, the last being the check digit.
[[nodiscard]] bool IsValidMod1110(std::string_view digits);

/// Which rule a unified project code follows. The first group is a year in the old form (2015 to 2020), YYMM
/// in the new one (November 2020 on). `2015` … `2020` may only be old, except that no date is ever read off.
enum class ProjectCodeForm { kOld, kNew, kUnknown };

/// A unified project code in a text (domain.md 7.1).
struct ProjectCode {
  std::string value;  ///< `2018-120115-48-03-123456`
  ProjectCodeForm form = ProjectCodeForm::kUnknown;
  bool typo_suspected = false;  ///< New form whose check digit does not fit: a warning, never a verdict.
  size_t begin = 0, end = 0;    ///< Byte range in the text given.

  bool operator==(const ProjectCode&) const = default;
};
[[nodiscard]] std::vector<ProjectCode> FindProjectCodes(std::string_view text);

/// A document number (发文字号) in a text.
struct DocNumber {
  std::string value;  ///< Normalised: word, 〔year〕, number without leading zeros, 号.
  std::string word;   ///< The agency's word (代字).
  int year = 0;
  int number = 0;
  bool repaired = false;  ///< A bracket was missing: year and number were told apart by the year's length.
  size_t begin = 0, end = 0;  ///< Byte range in the text given.

  bool operator==(const DocNumber&) const = default;
};

/// An index number (索引号) taken apart.
struct IndexNumber {
  std::string prefix;  ///< Before the slash.
  int year = 0;        ///< Year of entry into the CMS, never a formation date.
  std::string serial;
  enum class Prefix {
    kUscc,
    kOrgCode,
    kUnknown
  } kind = Prefix::kUnknown;  ///< kUnknown: neither check holds.

  bool operator==(const IndexNumber&) const = default;
};
/// nullopt if the text is no index number of the form prefix/year-serial.
[[nodiscard]] std::optional<IndexNumber> ParseIndexNumber(std::string_view value);

/// A match with its place.
struct FoundNumber {
  std::string value;          ///< Folded to ASCII width, without white space.
  size_t begin = 0, end = 0;  ///< Byte range in the text given.

  bool operator==(const FoundNumber&) const = default;
};

/// Index numbers anywhere in a text.
[[nodiscard]] std::vector<FoundNumber> FindIndexNumbers(std::string_view text);

class FoldedText;

/// Finds numbers whose form depends on the language.
///
/// Lexicon: `patterns.doc_number_parts` (groups word, year, number), `words.doc_number_stop` (words before
/// the agency's word), `words.doc_number_format` (one entry: `{word}〔{year}〕{number}号`),
/// `patterns.parcel_number`, `patterns.icp`, `patterns.police_filing`, `words.reference_number_labels`
/// (labels before tender and procurement numbers), `words.site_code_labels`. Immutable after Create: any
/// thread may read.
class NumberFinder {
 public:
  /// Fails with kInvalidInput on a pattern that does not compile or lacks its groups.
  [[nodiscard]] static base::Result<NumberFinder> Create(const model::Lexicon& lexicon);

  [[nodiscard]] std::vector<DocNumber> FindDocNumbers(std::string_view text) const;
  /// The same of a text that is folded already (extractors/folded_text.h).
  [[nodiscard]] std::vector<DocNumber> FindDocNumbers(const FoldedText& folded) const;
  /// The document number a metadata field holds; nullopt if none.
  [[nodiscard]] std::optional<DocNumber> ParseDocNumber(std::string_view value) const;
  [[nodiscard]] std::vector<FoundNumber> FindParcelNumbers(std::string_view text) const;
  [[nodiscard]] std::vector<FoundNumber> FindIcpNumbers(std::string_view text) const;
  [[nodiscard]] std::vector<FoundNumber> FindPoliceFilings(std::string_view text) const;
  /// `bm` + 8 digits anywhere, 10 digits after a site-code label.
  [[nodiscard]] std::vector<FoundNumber> FindSiteCodes(std::string_view text) const;
  /// Numbers after the labels of tender and procurement numbers.
  [[nodiscard]] std::vector<FoundNumber> FindReferenceNumbers(std::string_view text) const;
  /// Project codes, reference and parcel numbers of the main text, in that order of trust, without repeats.
  [[nodiscard]] std::vector<std::string> FindCodes(std::string_view text) const;
  [[nodiscard]] std::vector<std::string> FindCodes(const FoldedText& folded) const;

 private:
  struct Compiled;
  explicit NumberFinder(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mingcha::extractors
