#include "reports/tables.h"

#include <fmt/format.h>

#include <set>

#include "reports/csv_table.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (!text.empty()) text += '\n';
    text += line;
  }
  return text;
}

void FindingRow(const ReportView& view, const model::Finding& finding, CsvTable* table) {
  const model::Evidence evidence = view.MainEvidence(finding);
  table->Cell(finding.id)
      .Cell(view.UnitName(finding.unit))
      .Cell(view.AreaName(view.AreaOf(finding.item)))
      .Cell(view.ItemName(finding.item))
      .Cell(view.Word(finding.kind))
      .Cell(view.Word(finding.severity))
      .Cell(view.PileWord(ReportView::PileOf(finding)))
      .Cell(finding.project)
      .Cell(finding.title)
      .Cell(finding.url)
      .Cell(view.Say(finding.reason))
      .Cell(view.Sentences(finding.details))
      .Cell(view.DayText(finding.event_date))
      .Cell(view.DayText(finding.due))
      .Cell(view.DayText(finding.published));
  if (finding.days_over > 0) {
    table->Int(finding.days_over).Cell(view.Word(finding.day_unit));
  } else {
    table->Skip(2);
  }
  table->Cell(view.Say(finding.rule.source))
      .Cell(view.YesNo(finding.rule.verified))
      .Cell(evidence.url)
      .Cell(evidence.warc_file);
  evidence.warc_file.empty() ? table->Cell("") : table->Int(static_cast<int64_t>(evidence.offset));
  table->Cell(evidence.sha256)
      .Cell(evidence.fetched_at ? base::ChinaTimeText(*evidence.fetched_at) : "")
      .Cell(view.QuoteText(evidence))
      .Int(static_cast<int64_t>(finding.evidence.size()))
      .Cell(model::EnumName(finding.kind))
      .Cell(model::EnumName(finding.severity))
      .Cell(finding.unit)
      .Cell(finding.item)
      .Cell(finding.rule.id)
      .Cell(finding.obligation)
      .Cell(finding.ruling == model::Ruling::kNone ? "" : view.Word(finding.ruling))
      .Cell(finding.state == model::RoundState::kFirstRound ? "" : view.Word(finding.state))
      .EndRow();
}

void ObligationRow(const ReportView& view, const model::Obligation& obligation, CsvTable* table) {
  std::vector<std::string> matched;
  for (const std::string& id : obligation.matched) {
    const model::Disclosure* disclosure = view.DisclosureById(id);
    matched.push_back(disclosure == nullptr ? id : disclosure->url);
  }
  const model::LimitRule* limit = view.LimitById(obligation.limit_rule);
  table->Cell(view.UnitName(obligation.shown_unit))
      .Cell(view.AreaName(view.AreaOf(obligation.item)))
      .Cell(view.ItemName(obligation.item))
      .Cell(obligation.subject_text)
      .Cell(obligation.project_code)
      .Cell(obligation.period)
      .Cell(view.VerdictWord(obligation))
      .Cell(view.Word("source", model::EnumName(obligation.source)))
      .Cell(view.Say(obligation.reason))
      .Cell(view.DayText(obligation.event_date))
      .Cell(obligation.event_date ? view.Word("date", model::EnumName(obligation.event_meaning)) : "")
      .Cell(view.DayText(obligation.due_on))
      .Cell(view.DayText(obligation.published_on));
  std::vector<std::string> from;
  for (const std::string& place : obligation.from) from.push_back(view.PlaceText(place));
  if (obligation.days_over > 0) {
    table->Int(obligation.days_over).Cell(view.Word(obligation.day_unit));
  } else {
    table->Skip(2);
  }
  table->Cell(limit == nullptr ? "" : limit->basis.text)
      .Cell(limit == nullptr ? "" : view.YesNo(limit->basis.verified))
      .Cell(view.YesNo(obligation.review_only))
      .Cell(Lines(matched))
      .Cell(view.Sentences(obligation.notes))
      .Cell(obligation.unit == obligation.shown_unit ? "" : view.UnitName(obligation.unit))
      .Cell(obligation.id)
      .Cell(model::EnumName(obligation.verdict))
      .Cell(obligation.shown_unit)
      .Cell(obligation.item)
      .Cell(obligation.limit_rule)
      .Cell(Lines(from))
      .EndRow();
}

}  // namespace

std::string FindingsCsv(const ReportView& view) {
  CsvTable table(view, {"Finding no.",   "Unit",
                        "Area",          "Item",
                        "Kind",          "Severity",
                        "Standing",      "Project or subject",
                        "Title",         "Address",
                        "Reason",        "Particulars",
                        "Event date",    "Due date",
                        "Published on",  "Days over",
                        "Counted in",    "Rule",
                        "Rule verified", "Evidence address",
                        "Archive file",  "Archive offset",
                        "SHA-256",       "Fetched at (China time)",
                        "Quote",         "Pieces of evidence",
                        "Kind code",     "Severity code",
                        "Unit code",     "Item code",
                        "Rule code",     "Obligation no.",
                        "Ruling",        "Since the round before"});
  for (const model::Finding& finding : view.input.result.findings) FindingRow(view, finding, &table);
  return table.Take();
}

std::string ObligationsCsv(const ReportView& view) {
  CsvTable table(view, {"Unit",
                        "Area",
                        "Item",
                        "Project or subject",
                        "Project code",
                        "Period",
                        "Verdict",
                        "Source of the obligation",
                        "Why it is owed",
                        "Event date",
                        "Event",
                        "Due date",
                        "Published on",
                        "Days over",
                        "Counted in",
                        "Rule",
                        "Rule verified",
                        "Review only",
                        "Satisfied by",
                        "Notes",
                        "Unit at the time",
                        "Obligation no.",
                        "Verdict code",
                        "Unit code",
                        "Item code",
                        "Rule code",
                        "Derived from"});
  for (const model::Obligation& obligation : view.input.result.obligations) {
    ObligationRow(view, obligation, &table);
  }
  return table.Take();
}

std::string CoverageCsv(const ReportView& view) {
  CsvTable table(
      view,
      {"Row",           "Site",      "Reached",           "Name or link text", "Address",    "Result",
       "Found on",      "Planned",   "Fetched",           "Refused",           "Failed",     "Dead",
       "Not asked",     "Unread",    "Pages of the list", "Entries",           "To its end", "Robots mode",
       "Authorisation", "Site code", "Result code"});
  for (const model::SiteCoverage& site : view.input.coverage) {
    const std::string name = view.SiteName(site.site);
    table.Cell(view.Say("Site")).Cell(name).Cell(view.YesNo(site.reached)).Skip(4);
    for (const int count :
         {site.planned, site.fetched, site.denied, site.failed, site.dead, site.not_asked, site.unread}) {
      table.Int(count);
    }
    table.Skip(3)
        .Cell(view.Word("robots", model::EnumName(site.robots)))
        .Cell(site.robots_authorisation)
        .Cell(site.site)
        .Cell("")
        .EndRow();
    for (const model::ListTrail& list : site.lists) {
      table.Cell(view.Say("List")).Cell(name).Cell("").Cell(list.name).Cell(list.url);
      table.Cell(view.ReasonWord(list.stop_reason)).Skip(8).Int(list.pages).Int(list.entries);
      table.Cell(view.YesNo(list.to_end)).Skip(2).Cell(site.site).Cell(list.stop_reason).EndRow();
    }
    for (const model::CoverageGap& gap : site.gaps) {
      table.Cell(view.Say("Not read")).Cell(name).Cell("").Cell(gap.anchor).Cell(gap.url);
      table.Cell(view.ReasonWord(gap.reason)).Cell(gap.found_on).Skip(12).Cell(site.site).Cell(gap.reason);
      table.EndRow();
    }
  }
  return table.Take();
}

std::string UnitsCsv(const ReportView& view) {
  CsvTable table(
      view, {"Rank", "Unit", "Points", "Owed", "On time", "Present", "Late", "Not published (established)",
             "Not published (to review)", "Incomplete", "Pending", "Exempt", "No event", "Undeterminable",
             "Unverifiable", "To review", "Established findings", "Unit code"});
  for (const RankedUnit& ranked : view.ranking()) {
    const model::UnitScore& unit = *ranked.score;
    ranked.rank > 0 ? table.Int(ranked.rank) : table.Cell(view.Say("not scored"));
    table.Cell(view.UnitName(unit.unit)).Cell(ReportView::PointsText(unit.score));
    const int asked = view.CountsOfUnit(unit.unit).asked;
    for (const int count : {unit.owed, unit.on_time, unit.present, unit.late, unit.missing - asked, asked,
                            unit.incomplete, unit.pending, unit.exempt, unit.no_event, unit.undeterminable,
                            unit.unverifiable, unit.to_review, view.CountedFindings(unit.unit)}) {
      table.Int(count);
    }
    table.Cell(unit.unit).EndRow();
  }
  return table.Take();
}

std::string ScoresCsv(const ReportView& view) {
  CsvTable table(view, {"Unit",
                        "Area",
                        "Weight",
                        "Completeness points",
                        "Completeness points possible",
                        "Element points",
                        "Element points possible",
                        "Timeliness points",
                        "Timeliness points possible",
                        "On time",
                        "Present",
                        "Late",
                        "Not published (established)",
                        "Not published (to review)",
                        "Pending",
                        "Exempt",
                        "No event",
                        "Undeterminable",
                        "Unverifiable",
                        "No known universe",
                        "Outside the window",
                        "Unit code",
                        "Area code"});
  std::vector<std::string> units;
  for (const model::UnitScore& unit : view.input.result.units) units.push_back(unit.unit);
  units.emplace_back();
  for (const std::string& unit : units) {
    for (const model::Area& area : view.plan.areas) {
      const VerdictCounts counts = view.Counts(unit, area.id);
      const model::UnitScore::AreaScore* score = view.AreaScoreOf(unit, area.id);
      int owed = 0;
      for (const int count : counts.of) owed += count;
      if (owed == 0 && score == nullptr) continue;
      table.Cell(view.UnitName(unit)).Cell(area.name);
      if (score == nullptr) {
        table.Skip(7);
      } else {
        for (const double part : {score->weight, score->completeness, score->completeness_of, score->elements,
                                  score->elements_of, score->timeliness, score->timeliness_of}) {
          table.Cell(ReportView::PointsText(part));
        }
      }
      for (const Verdict verdict :
           {Verdict::kOnTime, Verdict::kPresent, Verdict::kLate, Verdict::kMissing, Verdict::kPending,
            Verdict::kExempt, Verdict::kNoEvent, Verdict::kUndeterminable, Verdict::kUnverifiable,
            Verdict::kNoKnownUniverse, Verdict::kOutsideWindow}) {
        table.Int(verdict == Verdict::kMissing ? counts.missing() : counts[verdict]);
        if (verdict == Verdict::kMissing) table.Int(counts.asked);
      }
      table.Cell(unit).Cell(area.id).EndRow();
    }
  }
  return table.Take();
}

}  // namespace mingcha::reports
