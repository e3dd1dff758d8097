#include "rules/catalogue_words.h"

#include <re2/re2.h>

#include "base/check.h"
#include "base/text.h"
#include "embedded/rules_data.h"

namespace mingcha::rules {

struct CatalogueWords::Word {
  std::string kind, text, meaning;
  std::unique_ptr<re2::RE2> pattern;  // of kinds that are searched for
};

namespace {

bool IsLiteral(std::string_view kind) {
  return kind == "heading" || kind == "mark" || kind == "element_mark" || kind == "same" || kind == "answer";
}

/// A heading without what stands in brackets, folded.
std::string FoldHeading(std::string_view text) {
  std::string folded = base::FoldLabel(base::FoldWidth(text));
  const size_t open = folded.find('(');
  const size_t close = folded.rfind(')');
  if (open != std::string::npos && close != std::string::npos && open < close)
    folded.erase(open, close - open + 1);
  return folded;
}

}  // namespace

CatalogueWords::CatalogueWords() {
  for (const std::string_view line : base::Split(EmbeddedFile("catalogue_words.tsv"), '\n')) {
    const std::vector<std::string_view> cells = base::Split(line, '\t');
    if (line.starts_with('#') || cells.size() != 3) continue;
    auto word = std::make_unique<Word>();
    word->kind = cells[0];
    word->text = cells[1];
    word->meaning = cells[2];
    if (!IsLiteral(word->kind)) {
      word->pattern = std::make_unique<re2::RE2>(word->text);
      CHECK(word->pattern->ok()) << "catalogue_words.tsv: " << word->text;
    }
    words_.push_back(std::move(word));
  }
}

CatalogueWords::~CatalogueWords() = default;

const CatalogueWords& CatalogueWords::Get() {
  static const CatalogueWords kWords;
  return kWords;
}

std::string CatalogueWords::Heading(std::string_view text) const {
  const std::string folded = FoldHeading(text);
  if (folded.empty()) return {};
  for (const auto& word : words_) {
    if (word->kind == "heading" && word->text == folded) return word->meaning;
  }
  return {};
}

std::optional<std::pair<std::string, std::string_view>> CatalogueWords::Mark(std::string_view kind,
                                                                             std::string_view text) const {
  for (const auto& word : words_) {
    if (word->kind == kind && text.starts_with(word->text))
      return std::pair(word->meaning, text.substr(word->text.size()));
  }
  return std::nullopt;
}

std::string CatalogueWords::Find(std::string_view kind, std::string_view folded) const {
  for (const auto& word : words_) {
    if (word->kind != kind) continue;
    const bool found = word->pattern == nullptr
                           ? folded == word->text
                           : re2::RE2::PartialMatch({folded.data(), folded.size()}, *word->pattern);
    if (found) return word->meaning;
  }
  return {};
}

std::vector<CatalogueWords::LimitHit> CatalogueWords::Limits(std::string_view folded) const {
  std::vector<LimitHit> hits;
  for (const auto& word : words_) {
    if (word->kind != "limit") continue;
    int days = 0;
    if (re2::RE2::PartialMatch({folded.data(), folded.size()}, *word->pattern, &days))
      hits.push_back({word->meaning, days});
  }
  return hits;
}

std::string CatalogueWords::Without(std::string_view kind, std::string_view folded) const {
  std::string text(folded);
  for (const auto& word : words_) {
    if (word->kind == kind && word->pattern != nullptr) re2::RE2::Replace(&text, *word->pattern, "");
  }
  return text;
}

}  // namespace mingcha::rules
