#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "extractors/classifier.h"
#include "extractors/lexicon_index.h"
#include "model/plan.h"
#include "survey/survey.h"

namespace mingcha::survey {

/// A column of a site: a list of pages under a name.
struct Column {
  std::string site, url, name, unit;
  std::vector<std::string> trail;
  std::vector<std::string>
      prefixes;  ///< Paths that hold it: its own, and that of its articles if it has one.
  std::vector<model::ListEntry> entries;
  std::string unread;  ///< Why its list could not be read, though it exists; empty: it was.
  std::vector<base::Message> doubts;
};

/// How many of the units the titles in a column's list name, by whatever name.
[[nodiscard]] size_t UnitsNamedIn(const Column& column, const std::vector<ProposedUnit>& units);

/// Why an item is thought to stand in a column, best last.
enum class Ground {
  kHint,    ///< One title among many, or a weak word of the column's name.
  kArea,    ///< The column bears the name of the item's area, or holds others of it.
  kName,    ///< The column's name is that of the item.
  kTitles,  ///< Titles of the list are of the item.
};

struct ItemGuess {
  Ground ground = Ground::kHint;
  int titles = 0;  ///< Of the item in the column's list.
};

/// Maps columns to items by the catalogue's patterns: the column's name and the titles in its list. Keeps
/// references to what it is made of; immutable, any thread.
class ColumnReader {
 public:
  ColumnReader(const model::Plan& plan, const extractors::Classifier& classifier,
               const extractors::LexiconIndex& lexicon);

  /// Every item of the plan that something speaks for.
  [[nodiscard]] std::map<std::string, ItemGuess> ItemsOf(const Column& column) const;

 private:
  [[nodiscard]] std::set<std::string> AreasNamed(const std::string& name) const;
  [[nodiscard]] std::string Bared(std::string_view name) const;

  const model::Plan& plan_;
  const extractors::Classifier& classifier_;
  const extractors::LexiconIndex& lexicon_;
  std::map<std::string, std::string> area_names_;  ///< Area id to its name without general words.
};

/// The path a column's address stands for: without the name of its default document or its page number,
/// without the ending of a file. `/` and addresses that only a query tells apart give nothing.
[[nodiscard]] std::string PrefixOf(std::string_view url);

/// The folder of a column's articles that `taken` does not have, if they share one outside `prefix`; a folder
/// of dates is none.
[[nodiscard]] std::string ArticleFolder(const std::vector<model::ListEntry>& entries, std::string_view host,
                                        std::string_view prefix);

}  // namespace mingcha::survey
