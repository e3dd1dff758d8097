#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <ostream>

#include "checker/findings.h"
#include "cli/evidence_copies.h"
#include "cli/files.h"
#include "cli/pdf.h"
#include "cli/pipeline.h"
#include "cli/stored_round.h"
#include "cli/version.h"
#include "reports/render.h"
#include "reports/report_view.h"
#include "store/act_log.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;

std::string UnitName(const model::Plan& plan, const std::string& id) {
  const model::Unit* unit = plan.FindUnit(id);
  return unit == nullptr ? id : unit->name;
}

std::string SummaryJson(const model::RunManifest& manifest, const store::StoredCheck& check,
                        const std::string& reports) {
  boost::json::object counted;
  boost::json::object to_review;
  for (const model::Finding& finding : check.result.findings) {
    boost::json::value& count =
        (finding.needs_review ? to_review : counted)[model::FindingKindName(finding.kind)];
    count = (count.is_int64() ? count.as_int64() : 0) + 1;
  }
  boost::json::array not_reached;
  for (const model::SiteCoverage& site : check.coverage) {
    if (!site.reached) not_reached.emplace_back(site.site);
  }
  return boost::json::serialize(boost::json::object{{"event", "summary"},
                                                    {"complete", manifest.complete},
                                                    {"pages", manifest.pages},
                                                    {"disclosures", manifest.disclosures},
                                                    {"as_of", manifest.as_of ? manifest.as_of->Iso() : ""},
                                                    {"findings", counted},
                                                    {"to_review", to_review},
                                                    {"not_reached", not_reached},
                                                    {"reports", reports}});
}

/// Where a round before stands now: as it was named, or beside this assessment; empty: nowhere.
std::string FolderOf(const model::Round& round, const std::string& here) {
  const fs::path named(round.folder);
  for (const fs::path& folder : {named, fs::path(here).parent_path() / named.filename()}) {
    std::error_code error;
    if (!named.empty() && fs::exists(folder / "assessment.db", error)) return folder.string();
  }
  return {};
}

/// The figures of the rounds named, else of those that were carried over and can still be found.
base::Result<std::vector<reports::RoundFigures>> TrendOf(const Context& context, const ReportOptions& options,
                                                         store::Assessment* assessment) {
  std::vector<reports::RoundFigures> figures;
  for (const std::string& folder : options.trend) {
    ASSIGN_OR_RETURN(const std::unique_ptr<StoredRound> earlier, LoadRound(folder));
    figures.push_back(reports::FiguresOf(earlier->Input(context)));
  }
  if (!options.trend.empty()) return figures;
  ASSIGN_OR_RETURN(const std::vector<model::Round> rounds, assessment->RoundsBefore());
  for (const model::Round& round : rounds) {
    const std::string folder = FolderOf(round, assessment->folder());
    const auto earlier = folder.empty() ? nullptr : LoadRound(folder).value_or(nullptr);
    if (earlier != nullptr && earlier->plan.assessment.id == round.id) {
      figures.push_back(reports::FiguresOf(earlier->Input(context)));
    } else {
      *context.err << context.Say(base::Msg(
                          "the trend leaves out round {} ({}): its folder {} is not there any more; name it "
                          "with --trend",
                          round.number, round.id, round.folder))
                   << "\n";
    }
  }
  return figures;
}

}  // namespace

model::RunManifest ManifestOf(store::Assessment* assessment) {
  auto stored = assessment->LoadManifest();
  if (stored) return *stored;
  model::RunManifest manifest;
  manifest.tool_version = ToolVersion();
  return manifest;
}

base::Status RunReport(const Context& context, const model::Plan& plan, store::Assessment* assessment,
                       const ReportOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StoredRound> round, LoadRound(plan, assessment));
  const fs::path folder = assessment->reports_folder();
  std::error_code error;
  fs::create_directories(folder, error);
  reports::ReportInput input = round->Input(context);
  input.csv_bom = options.csv_bom;
  ASSIGN_OR_RETURN(input.earlier_rounds, TrendOf(context, options, assessment));
  if (options.copies) {
    ASSIGN_OR_RETURN(input.copies, WriteEvidenceCopies(context, *round, assessment, folder));
  }
  ASSIGN_OR_RETURN(const std::vector<reports::RenderedFile> files, reports::RenderAll(input));
  for (const reports::RenderedFile& file : files) {
    fs::create_directories((folder / file.name).parent_path(), error);
    RETURN_IF_ERROR(WriteFile(folder / file.name, file.bytes));
  }
  if (options.pdf) RETURN_IF_ERROR(WritePdfs(folder));
  ASSIGN_OR_RETURN(const std::vector<model::ReviewAct> acts, store::ActLog::Read(assessment->folder()));
  if (const auto left = static_cast<int64_t>(acts.size()) - ActsApplied(assessment); left > 0) {
    *context.err << context.Say(base::Msg(
                        "{} acts of the review are not in these reports: run `mingcha check` on the folder, "
                        "then `mingcha report`",
                        left))
                 << "\n";
  }
  return assessment->FinishManifest({{"config", plan.digest}});
}

ReportOptions OptionsAsBefore(const std::string& reports_folder) {
  ReportOptions options;
  std::error_code error;
  options.copies = fs::is_directory(fs::path(reports_folder) / "evidence", error);
  for (fs::directory_iterator file(reports_folder, error), end; !error && file != end; file.increment(error))
    options.pdf = options.pdf || file->path().extension() == ".pdf";
  return options;
}

base::Status PrintSummary(const Context& context, const model::Plan& plan, store::Assessment* assessment) {
  const model::RunManifest manifest = ManifestOf(assessment);
  ASSIGN_OR_RETURN(const store::StoredCheck check, assessment->LoadCheck());
  if (context.json) {
    *context.out << SummaryJson(manifest, check, assessment->reports_folder()) << "\n";
    return {};
  }
  std::ostream& out = *context.out;
  const auto say = [&](const base::Message& message) { out << context.Say(message) << "\n"; };
  out << plan.assessment.title << "\n";
  say(base::Msg("{} pages archived, {} disclosures found, judged as of {}", manifest.pages,
                manifest.disclosures, manifest.as_of ? manifest.as_of->Iso() : "-"));
  std::map<model::FindingKind, std::pair<int, int>> kinds;  // counted, to review
  std::map<std::string, int> asked;                         // Of a unit's missing: how many await review.
  for (const model::Finding& finding : check.result.findings) {
    if (finding.kind == model::FindingKind::kMissing && finding.needs_review) ++asked[finding.unit];
    ++(finding.needs_review ? kinds[finding.kind].second : kinds[finding.kind].first);
  }
  for (const auto& [kind, counts] : kinds) {
    say(base::Msg("  {}: {} findings, {} to review", checker::KindWord(kind), counts.first, counts.second));
  }
  for (const model::UnitScore& unit : check.result.units) {
    if (unit.owed == 0) continue;
    const int to_review = asked[unit.unit];
    say(base::Msg("  {}: owed {}, on time or present {}, late {}, missing {} (and {} to review), score {}",
                  UnitName(plan, unit.unit), unit.owed, unit.on_time + unit.present, unit.late,
                  unit.missing - to_review, to_review,
                  unit.score ? fmt::format("{:.1f}", *unit.score) : "-"));
  }
  for (const model::SiteCoverage& site : check.coverage) {
    const model::SiteProfile* profile = plan.FindSite(site.site);
    const std::string name = fmt::format("{} ({})", profile == nullptr ? "" : profile->name, site.site);
    if (!site.reached) {
      say(
          base::Msg("  site {} was not reached: what should stand there cannot be judged; check its address "
                    "in sites.yaml, then --resume",
                    name));
    } else if (!site.gaps.empty()) {
      say(base::Msg("  site {}: {} addresses could not be read; the report names each", name,
                    site.gaps.size()));
    }
  }
  if (!manifest.complete) say(base::Msg("the crawl did not come to its end; go on with --resume"));
  say(base::Msg("report: {}", (fs::path(assessment->reports_folder()) / "index.html").string()));
  return {};
}

}  // namespace mingcha::cli
