#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/accuracy/ablation.h"
#include "extractors/extractor.h"
#include "model/plan.h"

namespace mingcha::bench {

/// True if what is named so belongs to the half of the corpus that is kept unseen while rules are written: by
/// a hash of the name (of a site for pages, of the text of a title, of the file of a body), so that nobody
/// chooses. Its misses are counted, never listed.
[[nodiscard]] bool HeldOut(std::string_view key);

/// How many of all are right.
struct Score {
  int right = 0, all = 0;
  void Add(bool good) {
    ++all;
    right += good ? 1 : 0;
  }
  void Add(const Score& other) {
    right += other.right;
    all += other.all;
  }
  [[nodiscard]] std::string Share() const;  ///< `45/46 97.8 %`, or `-`.
};

/// One compared field: expected, found, and whether it counts on this page.
struct Field {
  std::string name, expected, found;
  bool counts = true;
  std::string put_right = {};  ///< What the page shows where the label contradicts it; empty: it stands.

  [[nodiscard]] bool Right() const;
};

/// One page and its fields.
struct Row {
  std::string file, site, repository;
  std::vector<Field> fields;
  bool held = false;  ///< Its site belongs to the half that is not looked at while rules are written.
};

/// How many dates were given with grade certain, and how many of them are wrong.
struct CertainDates {
  int all = 0, wrong = 0;
};

/// True for the sources (`owner/name`) whose pages, titles or bodies are wanted.
using Wanted = std::function<bool(const std::string& repository)>;

/// Reads the labelled pages of those sources.
[[nodiscard]] std::vector<Row> ReadPages(const std::filesystem::path& corpus, const model::Plan& plan,
                                         const extractors::Extractor& extractor, const Wanted& wanted,
                                         CertainDates* certain);

/// Right, wrong and missed.
struct Counts {
  int right = 0, wrong = 0, missed = 0;

  [[nodiscard]] std::string Precision() const;
  [[nodiscard]] std::string Recall() const;
  void Add(const Counts& other);
};

/// What the figures of titles and notice bodies come to.
struct ItemTotals {
  Counts titles;  ///< Of all items.
  Score body_items, body_codes;
  Counts body_elements, body_dates;

  void Add(const ItemTotals& other);
};
[[nodiscard]] ItemTotals ReadItems(const std::filesystem::path& corpus, const model::Plan& plan,
                                   const Wanted& wanted);

/// Titles and notice bodies of the corpus against the classifier and the element finder; prints its tables,
/// and unless `quiet` each miss of the half that is looked at.
void PrintItemAccuracy(const std::filesystem::path& corpus, const model::Plan& plan, bool quiet);

/// Reads each source of the corpus with the rules as they would be without it (Ablation), and prints the
/// figures beside those of the whole rules; unless `quiet` also what was dropped and each miss of the half
/// that is looked at. False: a plan without a source does not compile.
bool PrintLeaveOut(const std::filesystem::path& corpus, const model::Plan& plan, const GroupOf& group_of,
                   std::string_view what, bool quiet);

}  // namespace mingcha::bench
