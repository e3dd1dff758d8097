#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <ostream>
#include <thread>
#include <utility>

#include "base/url.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/pipeline.h"
#include "config/run_config.h"
#include "crawler/engine/page_server.h"
#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "model/rendered.h"
#include "renderer/conversion.h"
#include "renderer/renderer.h"
#include "reports/escape.h"

namespace mingcha::cli {
namespace {

using base::Msg;

base::Status CheckBudgets(const model::Plan& plan, const RenderBudgets& budgets) {
  for (const auto& [id, pages] : budgets) {
    const auto site =
        std::find_if(plan.sites.begin(), plan.sites.end(),
                     [&, &wanted = id](const model::SiteProfile& known) { return known.id == wanted; });
    if (site == plan.sites.end() || !site->crawl)
      return base::Fail(base::ErrorCode::kInvalidInput, "{} is no site that is crawled", id);
  }
  return {};
}

/// True for what only scripts fill: a list, or a template without content, whatever the link to it says.
base::Result<bool> NeedsBrowser(const extractors::Extractor& extractor, const model::PageRecord& page,
                                store::Assessment* assessment) {
  ASSIGN_OR_RETURN(const std::string body, assessment->pages().Body(page));
  extractors::PageInput input;
  input.url = page.url;
  input.final_url = page.final_url;
  input.content_type = page.content_type;
  input.anchor = page.anchor;
  input.body = body;
  const model::PageFacts facts = extractor.Extract(input);
  return facts.scripted_list || (facts.note == model::PageNote::kTemplateEmpty &&
                                 (facts.kind == model::PageKind::kError || facts.unread_attachment));
}

/// The pages to be opened, as far as the budgets go, which they use up.
base::Result<std::vector<model::PageRecord>> Candidates(const model::Plan& plan, RenderWork* work,
                                                        store::Assessment* assessment) {
  ASSIGN_OR_RETURN(const extractors::Extractor extractor, extractors::Extractor::Create(plan));
  std::vector<model::PageRecord> all;
  RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    if (work->left.contains(page.site) && renderer::MayBeOpened(page) && !work->tried.contains(page.url))
      all.push_back(page);
    return {};
  }));
  std::sort(all.begin(), all.end(), renderer::OpensBefore);
  std::vector<model::PageRecord> out;
  for (model::PageRecord& page : all) {
    int& left = work->left[page.site];
    if (left <= 0 || assessment->FindPage(page.url + std::string(model::kRenderedMark))) continue;
    ASSIGN_OR_RETURN(const bool needs, NeedsBrowser(extractor, page, assessment));
    if (!needs) continue;
    --left;
    work->tried.insert(page.url);
    out.push_back(std::move(page));
  }
  return out;
}

/// Archives the document as a conversion of the page, and lets what it leads to be fetched.
base::Result<int> Keep(const model::PageRecord& page, const renderer::Rendered& rendered,
                       const extractors::HtmlLinkFinder& finder, const crawler::Scope& scope,
                       const base::Clock& clock, store::Assessment* assessment) {
  const model::PageRecord record = renderer::ConversionOf(page, rendered, clock.Now());
  model::Exchange exchange;
  exchange.body = rendered.dom;
  std::vector<model::FetchTask> tasks;
  for (const model::Link& link : finder.Find(page.url, record.content_type, rendered.dom).links) {
    const auto url = base::Url::Parse(link.url);
    if (!url) continue;
    const crawler::ScopeVerdict verdict = scope.Decide(*url);
    if (!verdict.inside()) continue;
    model::FetchTask task;
    task.url = crawler::NormaliseForFrontier(*url);
    task.site = verdict.site->id;
    task.kind = scope.KindOf(*verdict.site, *url);
    task.depth = page.depth + 1;
    task.found_on = page.url;
    task.anchor = link.text;
    exchange.outlinks.push_back(task.url);
    tasks.push_back(std::move(task));
  }
  ASSIGN_OR_RETURN(const model::PageRecord stored, assessment->sink().Store(record, exchange));
  (void)stored;
  return assessment->frontier().Add(tasks);
}

std::optional<model::ScriptAnswer> FromArchive(store::Assessment* assessment, const std::string& url) {
  const auto record = assessment->FindPage(url);
  if (!record || record->body_sha256.empty() || record->warc.file.empty()) return std::nullopt;
  auto body = assessment->pages().Body(*record);
  if (!body) return std::nullopt;
  return model::ScriptAnswer{true, "", record->http_status == 0 ? 200 : record->http_status,
                             record->content_type, std::move(*body)};
}

/// Sleeps in short steps, so that a signal is heard. False: there was one.
bool Sleep(std::chrono::milliseconds time, const std::atomic<bool>& stop) {
  constexpr std::chrono::milliseconds kStep{100};
  for (; time.count() > 0 && !stop; time -= kStep) std::this_thread::sleep_for(std::min(time, kStep));
  return !stop;
}

/// reports/rendered.csv: the end of each rendering, and each request of it. Renderings add up.
class RenderedTable {
 public:
  explicit RenderedTable(std::string path) : path_(std::move(path)) {
    const bool begun = std::ifstream(path_).good();
    out_.open(path_, std::ios::app | std::ios::binary);
    if (!begun) out_ << "page,end,detail,request,kind,refusal\n";
  }
  void Add(const std::string& page, const renderer::Rendered& rendered) {
    Line({page, std::string(renderer::RenderEndName(rendered.end)), rendered.detail, "", "", ""});
    for (const renderer::RequestNote& note : rendered.requests)
      Line({page, "", "", note.url, note.kind, note.refusal});
  }
  base::Status Close() {
    if (out_.flush()) return {};
    return base::Fail(base::ErrorCode::kIo, "{}: cannot be written", path_);
  }

 private:
  void Line(const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) out_ << (i == 0 ? "" : ",") << reports::CsvCell(cells[i]);
    out_ << "\n";
  }
  std::string path_;
  std::ofstream out_;
};

/// What was found waits for a crawl: the run is not complete until then.
base::Status NoteWaiting(store::Assessment* assessment) {
  model::RunManifest manifest = ManifestOf(assessment);
  manifest.complete = false;
  manifest.stop_reason = "rendered pages lead to addresses that wait";
  return assessment->SaveManifest(manifest);
}

}  // namespace

base::Result<RenderWork> RenderWorkOf(const model::Plan& plan, store::Assessment* assessment) {
  RenderWork work;
  for (const model::SiteProfile& site : plan.sites) {
    if (site.crawl && site.render_pages > 0) work.left[site.id] = site.render_pages;
  }
  if (work.left.empty()) return work;
  RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    const auto left = work.left.find(page.site);
    if (left != work.left.end() && page.imported.kind == "rendered") --left->second;
    return {};
  }));
  return work;
}

base::Result<int> RunRender(const Context& context, const base::Clock& clock, const model::Plan& plan,
                            RenderWork* work, store::Assessment* assessment) {
  RETURN_IF_ERROR(CheckBudgets(plan, work->left));
  ASSIGN_OR_RETURN(const std::vector<model::PageRecord> pages, Candidates(plan, work, assessment));
  if (pages.empty()) return 0;
  ASSIGN_OR_RETURN(crawler::CrawlOptions options, config::MakeCrawlOptions(plan));
  ASSIGN_OR_RETURN(options.ca_file, AuthoritiesFile(plan, ManifestOf(assessment).config_path));
  ASSIGN_OR_RETURN(const extractors::HtmlLinkFinder finder, extractors::HtmlLinkFinder::Create(plan));
  const std::string browser = renderer::FindBrowser();
  *context.err << context.Say(browser.empty()
                                  ? Msg("{} pages are filled by scripts only; there is no Chromium to open "
                                        "them with (`mingcha doctor`)",
                                        pages.size())
                                  : Msg("opening {} pages that only scripts fill in a browser", pages.size()))
               << "\n";
  std::atomic<bool> stop = false;
  const InterruptGuard guard([&] { stop = true; });
  ASSIGN_OR_RETURN(crawler::PageServer server,
                   crawler::PageServer::Create(
                       options, clock, &assessment->sink(),
                       [&](const std::string& url) { return FromArchive(assessment, url); },
                       [&](std::chrono::milliseconds time) { return Sleep(time, stop); }));
  RenderedTable table(assessment->reports_folder() + "/rendered.csv");
  int found = 0;
  for (const model::PageRecord& page : pages) {
    if (stop) break;
    const renderer::Rendered rendered =
        renderer::Render(page.url, browser, options.user_agent, {},
                         [&](const renderer::Asked& asked) { return server.Serve(asked, page.url); });
    RETURN_IF_ERROR(base::Status(server.status()));
    if (stop) break;  // It may lack what was refused because of the stop.
    table.Add(page.url, rendered);
    if (rendered.end != renderer::RenderEnd::kDone) continue;
    ASSIGN_OR_RETURN(const int added, Keep(page, rendered, finder, server.scope(), clock, assessment));
    found += added;
  }
  RETURN_IF_ERROR(table.Close());
  if (found > 0) RETURN_IF_ERROR(NoteWaiting(assessment));
  RETURN_IF_ERROR(assessment->Flush());
  if (stop) {
    return base::Fail(base::ErrorCode::kCancelled,
                      "stopped; what was fetched is kept, and --resume goes on from there");
  }
  return found;
}

base::Status RunCrawlAndRender(const Context& context, const base::Clock& clock, const model::Plan& plan,
                               store::Assessment* assessment, const CrawlOutputs& outputs) {
  RETURN_IF_ERROR(RunCrawl(context, clock, plan, assessment, outputs));
  ASSIGN_OR_RETURN(RenderWork work, RenderWorkOf(plan, assessment));
  while (!work.left.empty()) {
    ASSIGN_OR_RETURN(const int found, RunRender(context, clock, plan, &work, assessment));
    if (found == 0) break;
    // What was found may hold further lists that only scripts fill; the budgets end it.
    RETURN_IF_ERROR(RunCrawl(context, clock, plan, assessment, outputs));
  }
  return {};
}

}  // namespace mingcha::cli
