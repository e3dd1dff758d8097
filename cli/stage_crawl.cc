#include <ostream>

#include "cli/interrupt.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "config/run_config.h"
#include "crawler/crawler.h"
#include "extractors/link_finder.h"

namespace mingcha::cli {

base::Status RunCrawl(const Context& context, const base::Clock& clock, const model::Plan& plan,
                      store::Assessment* assessment) {
  ASSIGN_OR_RETURN(crawler::CrawlOptions options, config::MakeCrawlOptions(plan));
  ASSIGN_OR_RETURN(const extractors::HtmlLinkFinder links, extractors::HtmlLinkFinder::Create(plan));
  ASSIGN_OR_RETURN(const int recovered, assessment->frontier().Recover());
  if (recovered > 0) {
    *context.err << context.Say(base::Msg(
                        "{} requests were under way when the last run ended; they are made again", recovered))
                 << "\n";
  }
  model::RunManifest manifest = ManifestOf(assessment);
  if (manifest.crawl_started == base::Instant()) manifest.crawl_started = clock.Now();
  manifest.complete = false;
  manifest.stop_reason = "running";
  RETURN_IF_ERROR(assessment->SaveManifest(manifest));

  ProgressLine progress(context);
  crawler::Crawler crawler(std::move(options), assessment->frontier(), assessment->sink(), links, clock,
                           &progress);
  const InterruptGuard guard([&] { crawler.Stop(); });
  ASSIGN_OR_RETURN(const crawler::CrawlSummary summary, crawler.Run());
  RETURN_IF_ERROR(assessment->Flush());

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
