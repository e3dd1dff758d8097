#include <algorithm>
#include <charconv>
#include <ostream>
#include <utility>

#include "checker/check.h"
#include "cli/pipeline.h"
#include "config/run_config.h"
#include "extractors/project_name.h"
#include "review/fold.h"
#include "store/act_log.h"

namespace mingcha::cli {
namespace {

constexpr std::string_view kActsApplied = "review.acts";

}  // namespace

base::Status RunCheck(const Context& context, const model::Plan& plan, store::Assessment* assessment) {
  ASSIGN_OR_RETURN(const base::WorkdayCalendar calendar, config::MakeCalendar(plan));
  model::RunManifest manifest = ManifestOf(assessment);
  if (!plan.assessment.window)
    return base::Fail(base::ErrorCode::kInvalidInput,
                      "the stored plan has no window; check again with --window A..B");
  const base::Date as_of = plan.assessment.as_of.value_or(base::ChinaDate(manifest.crawl_ended));
  RETURN_IF_ERROR(checker::CheckRange(calendar, as_of, *plan.assessment.window));

  ASSIGN_OR_RETURN(const std::vector<model::ReviewAct> acts, store::ActLog::Read(assessment->folder()));
  model::Plan ruled = plan;
  review::ApplyActs(acts, &ruled.registers);
  checker::CheckInput input{ruled, calendar, as_of, *plan.assessment.window, {}, {}, {}, manifest.complete};
  ASSIGN_OR_RETURN(input.subject_form, extractors::SubjectReader::FormOf(ruled.lexicon));
  RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    input.pages.push_back(page);
    return {};
  }));
  ASSIGN_OR_RETURN(input.facts, assessment->LoadFacts());
  RETURN_IF_ERROR(assessment->ForEachDisclosure([&](const model::Disclosure& disclosure) -> base::Status {
    input.disclosures.Add(disclosure);
    return {};
  }));
  input.disclosures.Seal();
  // A folder whose extraction knows of no rounds is judged as a first round.
  const auto history = assessment->LoadHistory();
  if (!history && history.error().code != base::ErrorCode::kNotFound) return tl::unexpected(history.error());
  if (history) input.history = &*history;
  if (history && history->rounds.size() > 1) {
    ASSIGN_OR_RETURN(input.earlier_findings, assessment->LoadFindingsBefore());
  }
  *context.err << context.Say(
                      base::Msg("checking {} disclosures as of {}", input.disclosures.size(), as_of.Iso()))
               << "\n";
  manifest.as_of = as_of;
  manifest.window = plan.assessment.window;
  manifest.calendar = plan.calendar.name;
  RETURN_IF_ERROR(
      assessment->ReplaceCheck([&](const checker::TakeObligation& take) -> base::Result<store::StoredCheck> {
        ASSIGN_OR_RETURN(checker::CheckOutput output, checker::Check(input, take));
        review::AddRemarks(acts, &output.result);
        return store::StoredCheck{std::move(output.result), std::move(output.coverage)};
      }));
  RETURN_IF_ERROR(assessment->SaveManifest(manifest));
  RETURN_IF_ERROR(assessment->SaveText(kActsApplied, std::to_string(acts.size())));
  return assessment->Flush();
}

int64_t ActsApplied(store::Assessment* assessment) {
  const auto noted = assessment->LoadText(kActsApplied);
  int64_t number = 0;
  if (noted) std::from_chars(noted->data(), noted->data() + noted->size(), number);
  return number;
}

base::Result<int> ExitCodeOf(store::Assessment* assessment) {
  const model::RunManifest manifest = ManifestOf(assessment);
  ASSIGN_OR_RETURN(const std::vector<model::SiteCoverage> coverage, assessment->LoadCoverage());
  const bool all_reached = std::all_of(coverage.begin(), coverage.end(),
                                       [](const model::SiteCoverage& site) { return site.reached; });
  if (!manifest.complete || !all_reached) return static_cast<int>(kIncomplete);
  bool counts = false;
  RETURN_IF_ERROR(assessment->ForEachFinding([&](const model::Finding& finding) -> base::Status {
    counts = counts || (!finding.needs_review && finding.kind != model::FindingKind::kUndeterminable &&
                        finding.kind != model::FindingKind::kUnverifiable);
    return {};
  }));
  return static_cast<int>(counts ? kFindings : kClean);
}

}  // namespace mingcha::cli
