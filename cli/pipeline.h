#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "checker/check.h"
#include "cli/context.h"
#include "cli/progress.h"
#include "model/plan.h"
#include "model/run.h"
#include "store/assessment.h"

namespace mingcha::cli {

/// The stages of an assessment. Each reads one state of the store and writes the next, so that any can be run
/// again alone.

/// Fetches until the frontier is empty or a signal stops it; writes pages and the run's times. False in the
/// manifest's `complete` means that pages wait for --resume. kCancelled if it was stopped by a signal.
[[nodiscard]] base::Status RunCrawl(const Context& context, const base::Clock& clock, const model::Plan& plan,
                                    store::Assessment* assessment, const CrawlOutputs& outputs = {});

/// How many pages of a site may be opened, by its id.
using RenderBudgets = std::map<std::string, int>;

/// What of it is left, and what was tried in this run.
struct RenderWork {
  RenderBudgets left;
  std::set<std::string> tried;  ///< Addresses.
};
/// By the sites' own `render:`, less what this round has opened already.
[[nodiscard]] base::Result<RenderWork> RenderWorkOf(const model::Plan& plan, store::Assessment* assessment);

/// Opens those archived pages in a browser that only scripts fill, as far as `work` allows, archives what
/// the scripts made as a conversion of the page, and adds what it leads to to the frontier; gives the number
/// of new addresses: the run is then not complete until they are crawled. Adds to reports/rendered.csv the
/// end of each rendering and each request with its refusal. kInvalidInput: no such site; kCancelled: stopped
/// by a signal.
[[nodiscard]] base::Result<int> RunRender(const Context& context, const base::Clock& clock,
                                          const model::Plan& plan, RenderWork* work,
                                          store::Assessment* assessment);

/// RunCrawl; where sites have a `render:`, then RunRender and RunCrawl in turn until nothing new is found.
[[nodiscard]] base::Status RunCrawlAndRender(const Context& context, const base::Clock& clock,
                                             const model::Plan& plan, store::Assessment* assessment,
                                             const CrawlOutputs& outputs = {});

/// Reads every archived page again and replaces facts and disclosures.
[[nodiscard]] base::Status RunExtract(const Context& context, const model::Plan& plan,
                                      store::Assessment* assessment);

/// Judges, with what reviewers decided (review/acts.jsonl); replaces obligations, findings, coverage and
/// scores.
[[nodiscard]] base::Status RunCheck(const Context& context, const model::Plan& plan,
                                    store::Assessment* assessment);

/// What the reports carry beside the usual.
struct ReportOptions {
  bool pdf = false;                ///< PDF of every Word document (LibreOffice).
  bool copies = false;             ///< Safe copies of the pages that findings cite, beside index.html.
  bool csv_bom = true;             ///< CSV files begin with a byte-order mark.
  std::vector<std::string> trend;  ///< Folders of earlier rounds, oldest first; empty: those carried over.
};

/// How many acts of the review (review/acts.jsonl) the stored verdicts hold; 0 if nobody noted any.
[[nodiscard]] int64_t ActsApplied(store::Assessment* assessment);

/// Options for writing the reports anew with what the folder holds of extras now (PDF, copies).
[[nodiscard]] ReportOptions OptionsAsBefore(const std::string& reports_folder);

/// Writes reports/ and manifest.json.
[[nodiscard]] base::Status RunReport(const Context& context, const model::Plan& plan,
                                     store::Assessment* assessment, const ReportOptions& options = {});

/// The manifest of the stored run, or a new one.
[[nodiscard]] model::RunManifest ManifestOf(store::Assessment* assessment);

/// What the stored result means for the exit code: 3 if the run is incomplete or a site was not reached, else
/// 1 if a finding counts (settled questions 19), else 0.
[[nodiscard]] base::Result<int> ExitCodeOf(store::Assessment* assessment);

/// Prints the result in a few lines: units, kinds of findings, what was not reached, where the report is.
[[nodiscard]] base::Status PrintSummary(const Context& context, const model::Plan& plan,
                                        store::Assessment* assessment);

}  // namespace mingcha::cli
