#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/content.h"
#include "model/lexicon.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// Masks what might identify a private person: resident ids (2 + 3 digits stay), mobile numbers
/// (`138****1234`), UnionPay card numbers (4 + 4 stay). Wider than FindPrivateData on purpose: it runs over
/// every quote and element value, where a number masked too often does no harm.
[[nodiscard]] std::string MaskPrivate(std::string_view text);

/// Masks private numbers wherever a text of the page is kept: names of lists' rows and of files carry them
/// too. Index and document numbers stay: they look alike and identify no person.
void MaskFacts(model::PageFacts* facts);

struct PrivacyOptions {
  std::string salt;  ///< Per run: the same value gives the same hash within one run only.
  int year = 0;      ///< Year of publication, for ages; 0 unknown (an id then needs context to be a hit).
};

/// Finds published private data: resident ids, bank cards and mobiles of private persons.
///
/// A number alone is never enough: index numbers, permit numbers (division + date + serial look like an id
/// and 1 in 11 passes the check digit) and officials' telephones are lawful. An id needs its check digit, a
/// date a living adult may have been born on, and no word beside it that names another number; with a word
/// for identity papers beside it, age does not matter. A card needs its Luhn digit and a card word. A mobile
/// needs a private word beside it, or a table of persons in which at least five rows carry one. Words come
/// from the lexicon: `private_context`, `card_context`, `private_phone_context`, `official_context`,
/// `number_context`, `person_name_headers`, `organisation_headers`. The nearest word decides.
///
/// No raw value leaves: masked form, salted hash, masked quote. Immutable: any thread may scan.
class PrivacyScanner {
 public:
  explicit PrivacyScanner(const model::Lexicon& lexicon);

  /// At most 500 hits a page, in the order of the text.
  [[nodiscard]] std::vector<model::PrivacyHit> Find(const PageText& page,
                                                    const PrivacyOptions& options) const;

 private:
  struct Words;
  std::shared_ptr<const Words> words_;
};

}  // namespace mingcha::extractors
