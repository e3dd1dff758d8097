#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reports/report_view.h"

namespace mingcha::reports {

/// Texts of the data block, each once; index 0 is the empty text. Texts are cleaned (CleanText).
class StringPool {
 public:
  StringPool() { (void)Index(""); }
  [[nodiscard]] int Index(std::string_view text);
  /// The JSON array of all texts, safe inside a script element.
  [[nodiscard]] std::string Json() const;

 private:
  std::unordered_map<std::string, int> index_;
  std::vector<const std::string*> texts_;  ///< Keys of index_, which do not move.
};

// The parts of index.html, in its order. Each gives markup in which every text is escaped.

/// Warnings that belong above the verdict: an incomplete run, sites that were not reached.
[[nodiscard]] std::string AlertsHtml(const ReportView& view);
/// The verdict in one sentence, as text.
[[nodiscard]] std::string VerdictText(const ReportView& view);
[[nodiscard]] std::string TilesHtml(const ReportView& view);
[[nodiscard]] std::string BarHtml(const ReportView& view);
[[nodiscard]] std::string FactsHtml(const ReportView& view);
[[nodiscard]] std::string CoverageHtml(const ReportView& view);
[[nodiscard]] std::string UnitsHtml(const ReportView& view, StringPool* pool);
[[nodiscard]] std::string MatrixHtml(const ReportView& view, StringPool* pool);
/// The first findings as plain table rows.
[[nodiscard]] std::string PlainRowsHtml(const ReportView& view);
/// The JSON data block: every finding, and the words of the script (each `w('…')` in `script`).
[[nodiscard]] std::string DataBlock(const ReportView& view, std::string_view script, StringPool* pool);
[[nodiscard]] std::string MethodsHtml(const ReportView& view);
/// A time limit in words.
[[nodiscard]] std::string LimitText(const ReportView& view, const model::LimitRule& limit);
/// Figures with their numbers as tables; those without numbers are left out.
[[nodiscard]] std::string ChartsHtml(const ReportView& view);
/// The same numbers for the script, as JSON.
[[nodiscard]] std::string ChartsJson(const ReportView& view);
[[nodiscard]] std::string GlossaryHtml(const ReportView& view);

/// Fills a template: `{{t:English text}}` is said in the report's language and escaped, `{{name}}` is the
/// slot of that name, taken as markup. A name without a slot is a bug and aborts.
[[nodiscard]] std::string FillTemplate(std::string_view text, const ReportView& view,
                                       const std::map<std::string, std::string, std::less<>>& slots);

/// An element with text content, escaped: `<tag attributes>text</tag>`. `attributes` is markup of ours.
[[nodiscard]] std::string Tag(std::string_view tag, std::string_view attributes, std::string_view text);
/// The same around markup.
[[nodiscard]] std::string Wrap(std::string_view tag, std::string_view attributes, std::string_view markup);
/// A right-aligned number cell.
[[nodiscard]] std::string NumberCell(int64_t value);
/// A link if a browser may follow it, else the text; never markup.
[[nodiscard]] std::string LinkHtml(std::string_view url);

}  // namespace mingcha::reports
