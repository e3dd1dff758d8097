#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::rules {

/// The words by which catalogue tables are read: data of `catalogue_words.tsv`, compiled once. Immutable, any
/// thread.
class CatalogueWords {
 public:
  static const CatalogueWords& Get();
  ~CatalogueWords();
  CatalogueWords(const CatalogueWords&) = delete;
  CatalogueWords& operator=(const CatalogueWords&) = delete;

  /// Meaning of a column heading; empty if it is none. White space and what stands in brackets do not count.
  [[nodiscard]] std::string Heading(std::string_view text) const;
  /// A table of one kind whose text begins with one of its words: the meaning, and the text behind it.
  [[nodiscard]] std::optional<std::pair<std::string, std::string_view>> Mark(std::string_view kind,
                                                                             std::string_view text) const;
  /// Meaning of the first pattern of the kind that is found in folded text; empty if none is.
  [[nodiscard]] std::string Find(std::string_view kind, std::string_view folded) const;
  /// All patterns of kind `limit` found in folded text, in the order of the words: meaning and number.
  struct LimitHit {
    std::string meaning;
    int days = 0;
  };
  [[nodiscard]] std::vector<LimitHit> Limits(std::string_view folded) const;
  /// `folded` without what the kind's pattern finds.
  [[nodiscard]] std::string Without(std::string_view kind, std::string_view folded) const;

 private:
  CatalogueWords();
  struct Word;
  std::vector<std::unique_ptr<Word>> words_;
};

}  // namespace mingcha::rules
