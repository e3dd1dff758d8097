#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <fstream>
#include <map>
#include <memory>
#include <ostream>
#include <thread>

#include "base/digest.h"
#include "base/url.h"
#include "cli/load.h"
#include "cli/pipeline.h"
#include "config/run_config.h"
#include "crawler/engine/http_client.h"
#include "crawler/robots.h"
#include "crawler/scope.h"
#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "model/rendered.h"
#include "renderer/renderer.h"

namespace mingcha::cli {
namespace {

using base::Msg;

/// Answers what a page's scripts ask for: from the archive, else by a fetch of our own under the rules of the
/// crawl (scope, robots, pace), archived like any other. One thread.
class PageServer {
 public:
  PageServer(const crawler::CrawlOptions& options, const base::Clock& clock, store::Assessment* assessment)
      : options_(options), scope_(options), clock_(clock), assessment_(assessment) {}

  [[nodiscard]] renderer::Answer Serve(const renderer::Asked& asked, const std::string& page);
  [[nodiscard]] const base::Status& status() const { return status_; }
  [[nodiscard]] const crawler::Scope& scope() const { return scope_; }

 private:
  static renderer::Answer Refuse(std::string why) { return {false, std::move(why), 0, {}, {}}; }
  [[nodiscard]] std::optional<renderer::Answer> FromArchive(const std::string& url);
  [[nodiscard]] const crawler::RobotsRules& RobotsOf(const base::Url& url, const model::SiteProfile& site);
  renderer::Answer Fetch(const base::Url& url, const renderer::Asked& asked, const model::SiteProfile& site,
                         const std::string& page);
  crawler::HttpResponse Ask(const base::Url& url, const std::string& post, const model::SiteProfile& site);

  const crawler::CrawlOptions& options_;
  const crawler::Scope scope_;
  const base::Clock& clock_;
  store::Assessment* assessment_;
  base::Status status_;
  std::map<std::string, crawler::RobotsRules> robots_;                               // by origin
  std::map<std::string, std::chrono::steady_clock::time_point, std::less<>> asked_;  // by host
};

std::optional<renderer::Answer> PageServer::FromArchive(const std::string& url) {
  const auto record = assessment_->FindPage(url);
  if (!record || record->body_sha256.empty() || record->warc.file.empty()) return std::nullopt;
  auto body = assessment_->pages().Body(*record);
  if (!body) return std::nullopt;
  return renderer::Answer{true, "", record->http_status == 0 ? 200 : record->http_status,
                          record->content_type, std::move(*body)};
}

crawler::HttpResponse PageServer::Ask(const base::Url& url, const std::string& post,
                                      const model::SiteProfile& site) {
  // The pace of the host, as in the crawl: one request at a time here.
  auto& last = asked_[url.host()];
  int64_t delay_ms = site.pace.delay_ms;
  if (const auto known = robots_.find(url.origin()); known != robots_.end()) {
    const int64_t asked_for = known->second.crawl_delay_ms().value_or(0);
    delay_ms = std::max(delay_ms, std::min<int64_t>(asked_for, options_.max_crawl_delay_ms));
  }
  const auto next = last + std::chrono::milliseconds(delay_ms);
  if (last != std::chrono::steady_clock::time_point()) std::this_thread::sleep_until(next);
  boost::asio::io_context io;
  crawler::HttpClient client(io);
  crawler::HttpRequest request;
  request.url = url.href();
  request.user_agent = options_.user_agent;
  request.ca_file = options_.ca_file;
  request.max_body_bytes = site.max_body_bytes;
  request.timeout_ms = site.pace.timeout_ms;
  request.connect_timeout_ms = options_.connect_timeout_ms;
  request.allow_private_addresses = site.allow_private_addresses;
  request.post = post;
  crawler::HttpResponse out;
  out.outcome = model::FetchOutcome::kReset;
  boost::asio::co_spawn(io, client.Fetch(std::move(request)),
                        [&](const std::exception_ptr& error, crawler::HttpResponse response) {
                          if (!error) out = std::move(response);
                          client.CancelAll();
                        });
  io.run();
  last = std::chrono::steady_clock::now();
  return out;
}

const crawler::RobotsRules& PageServer::RobotsOf(const base::Url& url, const model::SiteProfile& site) {
  const auto [known, added] = robots_.try_emplace(url.origin(), crawler::RobotsRules::AllowAll());
  if (!added) return known->second;
  const std::string address = url.origin() + "/robots.txt";
  // RFC 9309 2.3.1: rules, none (4xx), or no leave. Redirects are followed by the crawl only, which archived
  // the rules at their end under this address.
  const auto take = [&, &rules = known->second](int status, const std::string& body) {
    if (status >= 200 && status < 300) {
      rules = crawler::RobotsRules::Parse(body, options_.user_agent);
    } else if (status < 400 || status >= 500 || status == 429) {
      rules = crawler::RobotsRules::DisallowAll("robots.txt cannot be had");
    }
  };
  if (const auto kept = FromArchive(address)) {
    take(kept->status, kept->body);
    return known->second;
  }
  const crawler::HttpResponse response = Ask(*base::Url::Parse(address), "", site);
  take(response.outcome == model::FetchOutcome::kOk ? response.status : 0, response.body);
  return known->second;
}

renderer::Answer PageServer::Fetch(const base::Url& url, const renderer::Asked& asked,
                                   const model::SiteProfile& site, const std::string& page) {
  if (site.robots == model::RobotsMode::kObey) {
    const crawler::RobotsVerdict verdict = RobotsOf(url, site).Judge(url.href());
    if (!verdict.allowed) return Refuse("robots: " + verdict.rule);
  }
  const crawler::HttpResponse response = Ask(url, asked.post, site);
  if (response.outcome != model::FetchOutcome::kOk)
    return Refuse(std::string(model::FetchOutcomeName(response.outcome)));
  if (crawler::IsRedirect(response)) return Refuse("a redirect");
  model::PageRecord record;
  record.site = site.id;
  record.url = record.final_url = url.href();
  record.kind = model::TaskKind::kProbe;  // data of a page, no page: nothing is extracted from it
  record.outcome = response.status >= 400 ? model::FetchOutcome::kClientError : model::FetchOutcome::kOk;
  record.http_status = response.status;
  record.content_type = response.content_type;
  record.remote_address = response.remote_address;
  record.body_sha256 = base::Sha256Hex(response.body);
  record.body_bytes = static_cast<int64_t>(response.body.size());
  record.fetched_at = clock_.Now();
  record.elapsed_ms = response.elapsed_ms;
  record.found_on = page;
  record.http_version = response.http_version;
  record.tls = response.tls;
  record.timing = response.timing;
  // A request with a body is not what the address alone would give: it is not kept under it.
  if (asked.post.empty()) {
    model::Exchange exchange;
    exchange.request_head = response.request_head;
    exchange.response_head = response.response_head;
    exchange.body = response.body;
    if (const auto stored = assessment_->sink().Store(record, exchange); !stored)
      status_ = tl::unexpected(stored.error());
  }
  return {true, "", response.status, response.content_type, response.body};
}

renderer::Answer PageServer::Serve(const renderer::Asked& asked, const std::string& page) {
  if (!status_) return Refuse("the archive cannot be written");
  const auto url = base::Url::Parse(asked.url);
  if (!url) return Refuse("no address");
  if (asked.method != "GET" && asked.method != "POST") return Refuse("method " + asked.method);
  if (asked.method == "POST" && (asked.post.empty() || asked.post.starts_with('{')))
    return Refuse("a POST that is no form");
  // A frame or a script of the page may be of a kind that the crawl leaves alone; its place must be ours.
  const crawler::ScopeVerdict verdict = scope_.Decide(*url);
  const bool script = asked.kind == "Script" && verdict.reason == crawler::SkipReason::kUnwantedType;
  if (!verdict.inside() && !script)
    return Refuse("out of scope: " + std::string(crawler::SkipReasonName(verdict.reason)));
  if (asked.method == "GET") {
    if (auto kept = FromArchive(crawler::NormaliseForFrontier(*url))) return std::move(*kept);
    if (auto kept = FromArchive(url->href())) return std::move(*kept);
  }
  const model::SiteProfile* site = verdict.site != nullptr ? verdict.site : nullptr;
  if (site == nullptr) {
    // The type was refused after the place was found fit: the site of the page that asks.
    const auto home = base::Url::Parse(page);
    const crawler::ScopeVerdict own = home ? scope_.Decide(*home) : crawler::ScopeVerdict{};
    if (own.site == nullptr || !home || home->host() != url->host())
      return Refuse("a script of another host");
    site = own.site;
  }
  return Fetch(*url, asked, *site, page);
}

/// Pages of a site that only scripts fill, in order of id.
base::Result<std::vector<model::PageRecord>> Candidates(const model::Plan& plan, const RenderBudgets& budgets,
                                                        store::Assessment* assessment) {
  ASSIGN_OR_RETURN(const extractors::Extractor extractor, extractors::Extractor::Create(plan));
  std::map<std::string, int> left;
  for (const auto& [id, pages] : budgets) {
    const auto site =
        std::find_if(plan.sites.begin(), plan.sites.end(),
                     [&, &wanted = id](const model::SiteProfile& known) { return known.id == wanted; });
    if (site == plan.sites.end() || !site->crawl)
      return base::Fail(base::ErrorCode::kInvalidInput, "{} is no site that is crawled", id);
    left[id] = pages;
  }
  std::vector<model::PageRecord> all;
  RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    if (left.contains(page.site) && !page.body_sha256.empty() && !page.warc.file.empty()) all.push_back(page);
    return {};
  }));
  std::vector<model::PageRecord> out;
  for (model::PageRecord& page : all) {
    const bool may = page.kind == model::TaskKind::kSeed || page.kind == model::TaskKind::kList ||
                     page.kind == model::TaskKind::kDetail;
    if (!may || left[page.site] <= 0 || page.url.find('#') != std::string::npos) continue;
    ASSIGN_OR_RETURN(const std::string body, assessment->pages().Body(page));
    extractors::PageInput input;
    input.url = page.url;
    input.final_url = page.final_url;
    input.content_type = page.content_type;
    input.body = body;
    const model::PageFacts facts = extractor.Extract(input);
    const bool empty = facts.kind == model::PageKind::kError && facts.note == model::PageNote::kTemplateEmpty;
    if (!facts.scripted_list && !empty) continue;
    if (assessment->FindPage(page.url + std::string(model::kRenderedMark))) continue;
    --left[page.site];
    out.push_back(std::move(page));
  }
  return out;
}

/// Archives the document as a conversion of the page, and lets what it leads to be fetched.
base::Result<int> Keep(const model::PageRecord& page, const renderer::Rendered& rendered,
                       const extractors::HtmlLinkFinder& finder, const PageServer& server,
                       const base::Clock& clock, store::Assessment* assessment) {
  model::PageRecord record = page;
  record.id = 0;
  record.url = record.final_url = page.url + std::string(model::kRenderedMark);
  record.redirects.clear();
  record.content_type = "text/html; charset=utf-8";
  record.last_modified.clear();
  record.etag.clear();
  record.body_sha256 = base::Sha256Hex(rendered.dom);
  record.body_bytes = static_cast<int64_t>(rendered.dom.size());
  record.fetched_at = clock.Now();
  record.found_on = page.url;
  record.warc = record.revisit = {};
  record.body_from.reset();
  record.earlier_looks.clear();
  record.imported = {"rendered", rendered.browser, page.url, page.body_sha256};
  model::Exchange exchange;
  exchange.body = rendered.dom;
  std::vector<model::FetchTask> tasks;
  for (const model::Link& link : finder.Find(page.url, record.content_type, rendered.dom).links) {
    const auto url = base::Url::Parse(link.url);
    if (!url) continue;
    const crawler::ScopeVerdict verdict = server.scope().Decide(*url);
    if (!verdict.inside()) continue;
    model::FetchTask task;
    task.url = crawler::NormaliseForFrontier(*url);
    task.site = verdict.site->id;
    task.kind = server.scope().KindOf(*verdict.site, *url);
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

std::string Cell(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c == '\n' ? ' ' : c);
  return out + "\"";
}

}  // namespace

base::Result<int> RunRender(const Context& context, const base::Clock& clock, const model::Plan& plan,
                            const RenderBudgets& budgets, store::Assessment* assessment) {
  ASSIGN_OR_RETURN(const std::vector<model::PageRecord> pages, Candidates(plan, budgets, assessment));
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
  PageServer server(options, clock, assessment);
  std::ofstream table(assessment->reports_folder() + "/rendered.csv", std::ios::trunc | std::ios::binary);
  table << "page,end,detail,request,kind,refusal\n";
  int found = 0;
  for (const model::PageRecord& page : pages) {
    const renderer::Rendered rendered =
        renderer::Render(page.url, browser, options.user_agent, {},
                         [&](const renderer::Asked& asked) { return server.Serve(asked, page.url); });
    RETURN_IF_ERROR(base::Status(server.status()));
    table << Cell(page.url) << ',' << renderer::RenderEndName(rendered.end) << ',' << Cell(rendered.detail)
          << ",,,\n";
    for (const renderer::RequestNote& note : rendered.requests) {
      table << Cell(page.url) << ",,," << Cell(note.url) << ',' << note.kind << ',' << Cell(note.refusal)
            << "\n";
    }
    if (rendered.end != renderer::RenderEnd::kDone) continue;
    ASSIGN_OR_RETURN(const int added, Keep(page, rendered, finder, server, clock, assessment));
    found += added;
  }
  if (!table.flush())
    return base::Fail(base::ErrorCode::kIo, "{}: cannot be written", assessment->reports_folder());
  RETURN_IF_ERROR(assessment->Flush());
  return found;
}

}  // namespace mingcha::cli
