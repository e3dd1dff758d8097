#include <fmt/format.h>

#include <cmath>

#include "reports/closed.h"
#include "reports/workbooks.h"

namespace mingcha::reports {
namespace {

using model::FindingKind;

std::vector<SheetColumn> Columns(const ReportView& view) {
  struct Spec {
    std::string_view word;
    double width;
    ColumnLook look;
  };
  static constexpr ColumnLook kText = ColumnLook::kText, kWrap = ColumnLook::kWrap, kDay = ColumnLook::kDay,
                              kNumber = ColumnLook::kNumber, kInput = ColumnLook::kInput;
  const std::vector<Spec> specs = {{"No.", 6, kNumber},
                                   {"Finding no.", 19, kText},
                                   {"Unit", 22, kText},
                                   {"First-level indicator", 18, kText},
                                   {"Second-level indicator", 18, kText},
                                   {"Third-level indicator", 22, kText},
                                   {"Project or subject", 30, kWrap},
                                   {"Kind", 12, kText},
                                   {"Severity", 9, kText},
                                   {"Problem", 52, kWrap},
                                   {"Address", 38, kWrap},
                                   {"Archived copy", 24, kWrap},
                                   {"Basis", 34, kWrap},
                                   {"Event date", 12, kDay},
                                   {"Due date", 12, kDay},
                                   {"Published on", 12, kDay},
                                   {"Days over", 9, kNumber},
                                   {"Counted in", 9, kText},
                                   {"Deduction", 9, kNumber},
                                   {"Found on day", 12, kDay},
                                   {"Demand", 34, kWrap},
                                   {"Rectify by", 12, kInput},
                                   {"Rectification", 26, kInput},
                                   {"Rectification address", 30, kInput},
                                   {"Recheck result", 14, kInput},
                                   {"Rechecked on", 12, kInput},
                                   {"Remarks", 18, kInput}};
  std::vector<SheetColumn> columns;
  columns.reserve(specs.size());
  for (const Spec& spec : specs) columns.push_back({view.Say(spec.word), spec.width, spec.look});
  return columns;
}

/// Reason and particulars as one text.
std::string Problem(const ReportView& view, const model::Finding& finding) {
  std::string text = view.Say(finding.reason);
  if (!finding.title.empty()) text = view.Say(base::Msg("«{}»: {}", finding.title, text));
  const std::string details = view.Sentences(finding.details);
  return details.empty() ? text : text + "\n" + details;
}

SheetCell Deduction(const ReportView& view, const model::Finding& finding) {
  const std::optional<double> points = view.DeductionOf(finding.id);
  return points ? SheetCell::Number(std::round(*points * 100) / 100) : SheetCell();
}

std::vector<SheetCell> Row(const ReportView& view, const model::Finding& finding, size_t number) {
  const model::Evidence evidence = view.MainEvidence(finding);
  const std::string area = view.AreaOf(finding.item);
  std::optional<base::Date> found_on;
  if (evidence.fetched_at) found_on = base::ChinaDate(*evidence.fetched_at);
  if (!found_on && view.input.run.crawl_ended != base::Instant())
    found_on = base::ChinaDate(view.input.run.crawl_ended);
  const bool has_days = finding.days_over > 0;
  return {SheetCell::Number(static_cast<double>(number)),
          SheetCell::Text(finding.id),
          SheetCell::Text(view.UnitName(finding.unit)),
          SheetCell::Text(view.DomainNameOf(area)),
          SheetCell::Text(area.empty() ? "" : view.AreaName(area)),
          SheetCell::Text(view.ItemName(finding.item)),
          SheetCell::Text(finding.project),
          SheetCell::Text(view.Word(finding.kind)),
          SheetCell::Text(view.Word(finding.severity)),
          SheetCell::Text(Problem(view, finding)),
          SheetCell::Link(finding.url.empty() ? evidence.url : finding.url),
          SheetCell::Text(
              evidence.warc_file.empty() ? "" : fmt::format("{}@{}", evidence.warc_file, evidence.offset)),
          SheetCell::Text(finding.rule.verified || finding.rule.source.empty()
                              ? view.Say(finding.rule.source)
                              : finding.rule.source + view.Say("[source not verified: never deducts]")),
          SheetCell::Day(finding.event_date),
          SheetCell::Day(finding.due),
          SheetCell::Day(finding.published),
          has_days ? SheetCell::Number(finding.days_over) : SheetCell(),
          has_days ? SheetCell::Text(view.Word(finding.day_unit)) : SheetCell(),
          Deduction(view, finding),
          SheetCell::Day(found_on),
          SheetCell::Text(view.Say(DemandText(finding.kind)))};
}

}  // namespace

std::string_view DemandText(FindingKind kind) {
  switch (kind) {
    case FindingKind::kMissing:
      return "Publish it in the required place and hand in its address.";
    case FindingKind::kIncomplete:
      return "Add the missing elements to the published page.";
    case FindingKind::kLate:
      return "Explain the delay; publish the like in time from now on.";
    case FindingKind::kUndeterminable:
      return "Show on the page, or hand in, the date that is unknown.";
    case FindingKind::kUnverifiable:
      return "Make the place readable, or hand in the address of the page.";
    case FindingKind::kMisplaced:
    case FindingKind::kChannelMissing:
      return "Publish it in every required place and hand in the addresses.";
    case FindingKind::kInconsistent:
    case FindingKind::kReportArithmetic:
    case FindingKind::kDateConflict:
      return "Check the figures and dates and correct what is wrong.";
    case FindingKind::kOrderViolation:
    case FindingKind::kDisplayCutShort:
      return "Explain; keep to the order and to the display period from now on.";
    case FindingKind::kBackdatedSuspect:
    case FindingKind::kChanged:
    case FindingKind::kAttachmentReplaced:
    case FindingKind::kWithdrawn:
      return "Explain the change and hand in the record of it.";
    case FindingKind::kStaleColumn:
    case FindingKind::kBlankColumn:
      return "Bring the column up to date, or declare that nothing happened.";
    case FindingKind::kDeadLink:
    case FindingKind::kForeignLink:
      return "Mend or remove the link.";
    case FindingKind::kPageTags:
      return "Add the required page tags to the template.";
    case FindingKind::kDuplicateContent:
      return "Remove or correct the repeated content.";
    case FindingKind::kPrivacyLeak:
      return "Take the page down at once, mask the private data, then publish it again.";
    case FindingKind::kExemptionFault:
      return "Hand in the ground, the approver and the date.";
  }
  return "";
}

std::vector<Sheet> ProblemSheets(const ReportView& view) {
  std::vector<Sheet> sheets;
  for (const auto& [pile, note] :
       {std::pair(
            Pile::kCounted,
            "Fill in the shaded columns and send the workbook back unchanged otherwise; rows are known by "
            "their finding no."),
        std::pair(Pile::kReview, "Doubtful findings: a person must look at them; none of them deducts."),
        std::pair(Pile::kUnverifiable,
                  "Something could not be read, so that neither presence nor absence is proved; none of them "
                  "deducts.")}) {
    Sheet sheet = NewSheet(view, pile == Pile::kCounted ? "Problem ledger" : PileKey(pile), note, {}, 3);
    sheet.columns = Columns(view);
    size_t number = 0;
    for (const model::Finding& finding : view.input.result.findings) {
      if (ReportView::PileOf(finding) == pile) sheet.rows.push_back(Row(view, finding, ++number));
    }
    sheets.push_back(std::move(sheet));
  }
  if (!view.input.result.closed.empty()) sheets.push_back(ClosedSheet(view));
  return sheets;
}

}  // namespace mingcha::reports
