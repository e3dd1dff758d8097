#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "extractors/disclose.h"
#include "extractors/identity.h"
#include "extractors/lexicon_index.h"
#include "extractors/project_name.h"

// What disclose.cc (whole pages) and disclose_rows.cc (rows of tables) share; nothing else includes it.

namespace mingcha::extractors {

using model::Disclosure;
using model::Grade;
using model::ItemMatch;

inline constexpr size_t kTablesOfFile = 1'000;  ///< Rows are numbered by page or attachment, table, row.
inline constexpr size_t kLeastKeyBytes = 12;    ///< Four Han characters: a shorter title names nothing.

inline std::string ValueOf(const std::optional<model::TextReading>& reading) {
  return reading ? reading->value : "";
}

/// A table of which every row is a disclosure.
struct RowTable {
  const Table* table = nullptr;
  size_t header_row = 0;
  std::vector<ItemMatch> items;
  size_t subject = std::string::npos, unit = std::string::npos, number = std::string::npos;
  std::vector<size_t> acts;  ///< Columns that say what was decided.
  bool by_headers = false;   ///< The headers alone tell the items, not the page's title.
  bool by_row = false;       ///< Neither tells them: each row says itself what it is.
};

struct Discloser::Rules {
  Rules(const model::Plan& the_plan, Classifier classify, ElementFinder find, NumberFinder number,
        SubjectReader subject)
      : plan_items(the_plan.items),
        lexicon(the_plan.lexicon),
        resolver(UnitResolver::Create(the_plan)),
        classifier(std::move(classify)),
        elements(std::move(find)),
        numbers(std::move(number)),
        subjects(std::move(subject)) {
    ReadActDates(the_plan);
  }

  [[nodiscard]] const model::Item* FindItem(std::string_view id) const {
    const auto it =
        std::find_if(plan_items.begin(), plan_items.end(), [&](const auto& item) { return item.id == id; });
    return it == plan_items.end() ? nullptr : &*it;
  }
  [[nodiscard]] Disclosure Base(const PageInputMeta& meta, const model::PageFacts& facts) const;
  [[nodiscard]] Disclosure WholePage(const PageInputMeta& meta, const model::PageFacts& facts,
                                     const PageText& text, const PageAttachments& attachments,
                                     const ItemMatch& match) const;
  void ReadAttachedElements(const PageAttachments& attachments, const ItemMatch& match, ElementFindings found,
                            Disclosure* out) const;
  void SetUnit(const PageInputMeta& meta, const model::PageFacts& facts, std::string_view issuer,
               Disclosure* out) const;
  void NoteOtherBody(std::string_view issuer, std::optional<base::Date> day, Disclosure* out) const;
  [[nodiscard]] std::optional<RowTable> RowsOf(const Table& table, const model::PageFacts& facts,
                                               const PageText& text) const;
  [[nodiscard]] std::vector<ItemMatch> ItemsOfActs(const RowTable& rows,
                                                   const std::vector<std::string>& headers,
                                                   const model::PageFacts& facts, const PageText& text) const;
  /// True for the headers of a table of bidders or offers.
  [[nodiscard]] bool IsOfContest(const std::vector<std::string>& headers) const {
    return std::any_of(headers.begin(), headers.end(), [&](const std::string& header) {
      return lexicon.IsWord("row_party_headers", base::FoldLabel(header));
    });
  }
  [[nodiscard]] bool IsMixedActs(const RowTable& rows, const std::vector<std::string>& headers,
                                 const model::PageFacts& facts, const PageText& text) const;
  [[nodiscard]] std::vector<ItemMatch> ItemsOfRow(const RowTable& rows, size_t row,
                                                  std::string* told_by) const;
  [[nodiscard]] bool IsList(const RowTable& rows) const;
  [[nodiscard]] bool IsListOfOne(const RowTable& rows, const model::PageFacts& facts,
                                 const PageText& text) const;
  void AddRows(const PageInputMeta& meta, const model::PageFacts& facts, const PageText& text,
               const AttachmentText* file, const PageAttachments& attachments, const RowTable& rows,
               size_t table_index, std::vector<Disclosure>* out) const;
  void AddTables(const PageInputMeta& meta, const model::PageFacts& facts, const PageText& page,
                 const PageText& text, const AttachmentText* file, const PageAttachments& attachments,
                 size_t first_index, std::vector<Disclosure>* out) const;
  void FollowCells(const PageAttachments& attachments, const std::string& item,
                   const std::vector<std::string>& pointed, Disclosure* row) const;
  void ReadRowDates(const RowTable& rows, size_t row, Disclosure* out) const;
  [[nodiscard]] model::DateMeaning MeaningOf(const std::string& header) const;
  [[nodiscard]] const LabelValue* SubjectPair(const PageText& text) const;
  void AddSubjectCode(const Table& table, std::vector<std::string>* codes) const;

  void ReadActDates(const model::Plan& plan);

  std::vector<model::Item> plan_items;
  /// By item: the dates of acts that start a limit of it. A table with such a column is a list of acts.
  std::map<std::string, std::set<model::DateMeaning>, std::less<>> act_dates;
  LexiconIndex lexicon;
  UnitResolver resolver;
  Classifier classifier;
  ElementFinder elements;
  NumberFinder numbers;
  SubjectReader subjects;
};

}  // namespace mingcha::extractors
