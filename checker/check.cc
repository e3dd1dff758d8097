#include "checker/check.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "checker/chains.h"
#include "checker/check_index.h"
#include "checker/cited.h"
#include "checker/column_findings.h"
#include "checker/copy_findings.h"
#include "checker/coverage.h"
#include "checker/deadlines.h"
#include "checker/due_soon.h"
#include "checker/exemptions.h"
#include "checker/findings.h"
#include "checker/history_findings.h"
#include "checker/lifecycle.h"
#include "checker/matcher.h"
#include "checker/obligations.h"
#include "checker/page_claims.h"
#include "checker/page_findings.h"
#include "checker/places.h"
#include "checker/projects.h"
#include "checker/report_findings.h"
#include "checker/rulings.h"
#include "checker/sampling.h"
#include "checker/score_tree.h"
#include "checker/scoring.h"
#include "checker/sections.h"
#include "checker/timeliness.h"
#include "checker/unit_coverage.h"
#include "checker/verdicts.h"

namespace mingcha::checker {
namespace {

constexpr size_t kMaxJoinedProof = 12;

template <typename T>  // a container
void Append(T more, T* list) {
  if (list->empty()) {
    *list = std::move(more);
    return;
  }
  list->insert(list->end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Of columns, copies, annual reports, earlier rounds and cited numbers.
std::vector<model::Finding> MorePageFindings(const CheckIndex& index, const Cases& cases,
                                             const std::vector<SiteReach>& reach, const LimitTable& limits,
                                             PlaceGuard* guard) {
  std::vector<model::Finding> findings = ColumnFindings(index, cases, reach, *guard);
  Append(CopyFindings(index, cases, *guard), &findings);
  Append(ReportFindings(index, *guard), &findings);
  Append(HistoryFindings(index, limits, *guard), &findings);
  Append(CitedGaps(index, guard), &findings);
  return findings;
}

/// Known obligations, then what found pages imply, then what only pages show, then what nobody knows.
Cases AllCases(const CheckIndex& index, const LimitTable& limits, const ProjectJoin& projects,
               const PageClaims& claims) {
  const Sections sections(index, projects);
  const Matcher matcher(index, projects, sections);
  Cases cases = KnownObligations(index, limits, projects, sections);
  Append(ChainObligations(index, limits, projects, sections, &cases), &cases);
  for (Case& owed : cases) matcher.Match(&owed);
  matcher.MatchLikeNames(&cases);
  claims.Look(&cases);
  Append(PageObligations(index, projects, sections, cases), &cases);
  Append(UnknownUniverse(index, cases), &cases);
  return WithIds(index, std::move(cases));
}

/// A shared item that somebody published is that unit's, not the lead's (settled 1).
void CreditMaker(const CheckIndex& index, Case* owed) {
  if (!owed->shared || owed->matched.empty() || owed->primary == nullptr || owed->primary->unit.empty())
    return;
  owed->record.unit = owed->primary->unit;
  owed->record.shown_unit = index.Canonical(owed->primary->unit);
  owed->record.review_only = false;
}

bool IsAsked(const CheckIndex& index, const Case& owed) {
  const auto& only = index.plan.assessment.only_units;
  return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& unit) {
           return index.Canonical(unit) == owed.record.shown_unit;
         });
}

bool IsAsked(const CheckIndex& index, const model::Finding& finding) {
  const auto& only = index.plan.assessment.only_units;
  return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& unit) {
           return index.Canonical(unit) == finding.unit;
         });
}

void SortFindings(std::vector<model::Finding>* findings) {
  std::sort(findings->begin(), findings->end(), [](const model::Finding& a, const model::Finding& b) {
    return std::tie(a.unit, a.item, a.kind, a.project, a.url, a.id, a.reason.format, a.reason.args) <
           std::tie(b.unit, b.item, b.kind, b.project, b.url, b.id, b.reason.format, b.reason.args);
  });
  const auto same = [](const model::Finding& a, const model::Finding& b) { return a == b; };
  findings->erase(std::unique(findings->begin(), findings->end(), same), findings->end());
}

/// One id, one finding (settled 20): what was seen of it on further pages is more evidence, not another
/// accusation. A firm one speaks before one for review. `findings` are sorted.
void JoinSameIds(std::vector<model::Finding>* findings) {
  std::unordered_map<std::string, size_t> kept;
  size_t count = 0;
  for (size_t i = 0; i < findings->size(); ++i) {
    model::Finding& finding = (*findings)[i];
    const auto [it, is_new] = kept.try_emplace(finding.id, count);
    if (is_new) {
      if (count != i) (*findings)[count] = std::move(finding);
      ++count;
      continue;
    }
    model::Finding& first = (*findings)[it->second];
    if (first.needs_review && !finding.needs_review) std::swap(first, finding);
    if (!finding.url.empty() && finding.url != first.url && first.details.size() < kMaxNotes)
      first.details.push_back(base::Msg("the same on {}", finding.url));
    for (model::Evidence& proof : finding.evidence) {
      if (first.evidence.size() < kMaxJoinedProof) first.evidence.push_back(std::move(proof));
    }
  }
  findings->resize(count);
}

}  // namespace

base::Status CheckRange(const base::WorkdayCalendar& calendar, base::Date as_of, model::Window window) {
  if (window.to < window.from) {
    return base::Fail(
        base::ErrorCode::kInvalidInput,
        "the window ends before it begins ({} to {}); correct window in assessment.yaml or --window",
        window.from.Iso(), window.to.Iso());
  }
  for (const base::Date day : {as_of, window.from, window.to}) {
    if (auto inside = calendar.IsWorkday(day); !inside)
      return tl::unexpected(base::WithPlace(inside.error(), "as-of date and window"));
  }
  return {};
}

base::Result<CheckOutput> Check(const CheckInput& input) {
  std::vector<model::Obligation> obligations;
  auto output = Check(input, [&](const model::Obligation& obligation) -> base::Status {
    obligations.push_back(obligation);
    return {};
  });
  if (output) output->result.obligations = std::move(obligations);
  return output;
}

base::Result<CheckOutput> Check(const CheckInput& input, const TakeObligation& take) {
  RETURN_IF_ERROR(CheckRange(input.calendar, input.as_of, input.window));
  const CheckIndex index(input);
  const std::vector<SiteReach> reach = ReachOfSites(index);
  const LimitTable limits(index);
  const ProjectJoin projects(index);
  const Migration migration(index);
  const Timeliness timeliness(index, limits, migration);
  PlaceGuard guard(index, reach);
  const PageClaims claims(index, projects);
  VerdictEngine engine(index, timeliness, claims, &guard);
  Cases cases = AllCases(index, limits, projects, claims);
  for (Case& owed : cases) {
    engine.Judge(&owed);
    CreditMaker(index, &owed);
  }
  std::erase_if(cases, [&](const Case& owed) { return !IsAsked(index, owed); });

  Restriction restriction;
  CheckOutput output;
  output.result.samples = DrawOfPlan(index, &restriction);
  std::erase_if(cases, [&](const Case& owed) { return !restriction.Allows(owed); });
  LifecycleMatrix matrix(index, projects, cases);
  Append(DrawOfFound(index, matrix, &restriction), &output.result.samples);
  if (restriction.groups) {
    std::erase_if(cases, [&](const Case& owed) { return !restriction.Allows(owed); });
    matrix.Keep(*restriction.projects);
  }

  output.result.findings = FindingsOf(index, cases, limits, guard, migration);
  matrix.AddFindings(&output.result.findings);
  Append(PageFindings(index, cases, guard, engine), &output.result.findings);
  Append(MorePageFindings(index, cases, reach, limits, &guard), &output.result.findings);
  std::erase_if(output.result.findings, [&](const model::Finding& finding) {
    return !IsAsked(index, finding) || !restriction.Allows(index, finding);
  });
  SortFindings(&output.result.findings);
  JoinSameIds(&output.result.findings);
  ExcuseInspection(index, &output.result.findings, &output.result.closed);
  ApplyRulings(index, &cases, &output.result.findings, &output.result.closed);
  CompareRounds(index, limits, cases, &output.result.findings, &output.result.closed);
  output.result.units = ScoreUnits(index, cases, output.result.findings, restriction);
  output.result.aggregates = AggregateScores(input.plan, output.result.units, input.as_of);
  output.result.projects = matrix.Take();
  output.result.due_soon = DueSoon(index, cases);
  output.result.unit_coverage = CoverageOfUnits(index, reach, guard, cases);
  for (const SiteReach& site : reach) output.coverage.push_back(site.coverage);
  for (; !cases.empty(); cases.pop_front()) RETURN_IF_ERROR(take(RecordOf(index, std::move(cases.front()))));
  return output;
}

}  // namespace mingcha::checker
