#pragma once

#include <string>
#include <vector>

#include "reports/docx_writer.h"
#include "reports/report_view.h"

namespace mingcha::reports {

/// One row of the annual report's appendix. `due` is everything that fell due inside the window:
/// found + missing + asked + exempt + no_event + open. `missing` are established, `asked` await review.
struct AppendixCounts {
  int due = 0, found = 0, on_time = 0, late = 0, missing = 0, asked = 0, exempt = 0, no_event = 0, open = 0;

  [[nodiscard]] static AppendixCounts Of(const VerdictCounts& counts);
  void Add(const AppendixCounts& other);
  bool operator==(const AppendixCounts&) const = default;
};

/// What was not published, and what awaits review, as a part of a sentence.
[[nodiscard]] std::string MissingClause(const ReportView& view, const AppendixCounts& counts);

/// The plan's areas in the order of the appendix (appendix_row; then the plan's order).
[[nodiscard]] std::vector<const model::Area*> AppendixAreas(const model::Plan& plan);

/// The assessment report in the usual chapters: overview, method, results, ranking, good examples, problems
/// with cases, suggestions, coverage and limits.
[[nodiscard]] DocFile AssessmentDocument(const ReportView& view);

/// For the government office's annual report: the table of areas, the table unit by area, a paragraph a unit.
[[nodiscard]] DocFile AppendixDocument(const ReportView& view);

/// What one unit is told: its figures, its problems, what cannot be judged, what it must do.
[[nodiscard]] DocFile FeedbackDocument(const ReportView& view, const model::UnitScore& unit);

/// Units that get a feedback sheet: something was judged, is open or pending, or a finding names them.
[[nodiscard]] std::vector<const model::UnitScore*> UnitsWithFeedback(const ReportView& view);

/// `12.5%`; `-` of nothing.
[[nodiscard]] std::string ShareText(int part, int whole);

/// The plan's title, the window and the as-of day, as lines below a document's title.
void AddDocumentHead(const ReportView& view, const std::string& title, DocFile* file);

}  // namespace mingcha::reports
