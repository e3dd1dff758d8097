#include <fstream>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "config/run_config.h"
#include "crawler/crawler.h"
#include "crawler/scope.h"
#include "extractors/link_finder.h"

namespace mingcha::cli {
namespace {

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

/// The rows that an earlier run of the same crawl left.
std::vector<std::string> EarlierRows(const std::string& path) {
  std::vector<std::string> rows;
  std::ifstream in(path, std::ios::binary);
  std::string row;
  std::getline(in, row);  // The headings.
  while (std::getline(in, row)) {
    if (!row.empty() && row.back() == '\r') row.pop_back();
    if (!row.empty()) rows.push_back(row);
  }
  return rows;
}

/// The links that were not followed, each once with its reason: at most 5,000 a site and run. What an earlier
/// run found stays: a run that goes on does not read those pages again.
base::Status WriteSkipped(const Context& context, const std::string& path,
                          const crawler::CrawlSummary& summary) {
  std::vector<std::string> rows = EarlierRows(path);
  std::set<std::string> known(rows.begin(), rows.end());
  for (const crawler::SiteCrawlSummary& site : summary.sites) {
    for (const auto& [reason, url] : site.skipped_urls) {
      std::string row = Quoted(site.site) + "," +
                        Quoted(context.Say(base::Msg(crawler::SkipReasonName(reason)))) + "," + Quoted(url);
      if (known.insert(row).second) rows.push_back(std::move(row));
    }
  }
  std::ofstream out(path, std::ios::trunc | std::ios::binary);
  out << "\xEF\xBB\xBF" << context.Say(base::Msg("Site")) << ',' << context.Say(base::Msg("Reason")) << ','
      << context.Say(base::Msg("Address")) << "\r\n";
  for (const std::string& row : rows) out << row << "\r\n";
  if (!out.flush()) return base::Fail(base::ErrorCode::kIo, "{}: cannot be written", path);
  return {};
}

}  // namespace

base::Status RunCrawl(const Context& context, const base::Clock& clock, const model::Plan& plan,
                      store::Assessment* assessment, const CrawlOutputs& outputs) {
  ASSIGN_OR_RETURN(crawler::CrawlOptions options, config::MakeCrawlOptions(plan));
  ASSIGN_OR_RETURN(const extractors::HtmlLinkFinder links, extractors::HtmlLinkFinder::Create(plan));
  ASSIGN_OR_RETURN(const int recovered, assessment->frontier().Recover());
  if (recovered > 0) {
    *context.err << context.Say(base::Msg(
                        "{} requests were under way when the last run ended; they are made again", recovered))
                 << "\n";
  }
  model::RunManifest manifest = ManifestOf(assessment);
  ASSIGN_OR_RETURN(const std::vector<model::Round> before, assessment->RoundsBefore());
  options.later_round = !before.empty();
  ASSIGN_OR_RETURN(options.ca_file, AuthoritiesFile(plan, manifest.config_path));
  if (manifest.crawl_started == base::Instant()) manifest.crawl_started = clock.Now();
  manifest.complete = false;
  manifest.stop_reason = "running";
  RETURN_IF_ERROR(assessment->SaveManifest(manifest));

  ASSIGN_OR_RETURN(const std::unique_ptr<ProgressLine> progress, ProgressLine::Open(context, outputs));
  crawler::Crawler crawler(std::move(options), assessment->frontier(), assessment->sink(), links, clock,
                           progress.get());
  const InterruptGuard guard([&] { crawler.Stop(); });
  ASSIGN_OR_RETURN(const crawler::CrawlSummary summary, crawler.Run());
  progress->Finish();
  RETURN_IF_ERROR(assessment->Flush());
  RETURN_IF_ERROR(WriteSkipped(context, assessment->reports_folder() + "/skipped.csv", summary));
  PrintCrawlTable(context, summary);

  manifest.crawl_ended = clock.Now();
  manifest.complete = summary.complete;
  manifest.stop_reason = summary.stop_reason;
  ASSIGN_OR_RETURN(const int64_t pages, assessment->PageCount());
  manifest.pages = static_cast<int>(pages);
  RETURN_IF_ERROR(assessment->SaveManifest(manifest));
  RETURN_IF_ERROR(assessment->Flush());
  if (guard.interrupted()) {
    return base::Fail(base::ErrorCode::kCancelled,
                      "stopped; what was fetched is kept, and --resume goes on from there");
  }
  return {};
}

}  // namespace mingcha::cli
