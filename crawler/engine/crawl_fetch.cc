// The part of CrawlRun that asks servers: one request, redirect chains.
#include <algorithm>
#include <set>
#include <utility>

#include "base/digest.h"
#include "crawler/engine/crawl_run.h"

namespace mingcha::crawler {
namespace {

using model::FetchOutcome;

constexpr int kAttachmentPatience = 4;     // Files are many times larger than pages.
constexpr int64_t kRobotsBytes = 524'288;  // RFC 9309 2.5 asks for 500 KiB at least.

}  // namespace

CrawlRun::Awaitable<std::optional<HttpResponse>> CrawlRun::Ask(base::Url url, const model::SiteProfile& site,
                                                               model::TaskKind kind, std::string post,
                                                               const model::FetchTask* validators) {
  const bool robots = kind == model::TaskKind::kRobots;
  HostState& host = hosts_.Of(url);
  host.pace.Tighten(site.pace);
  co_await WaitForHours(site);
  const HostTable::Turn turn = co_await hosts_.Enter(host, stopping_);
  if (turn == HostTable::Turn::kStopped) co_return std::nullopt;
  if (turn == HostTable::Turn::kBusy) co_return NotAsked(host);
  HttpRequest request;
  request.url = url.HrefWithoutFragment();
  request.user_agent = options_.user_agent;
  request.post = std::move(post);
  request.ca_file = options_.ca_file;
  request.max_body_bytes = robots ? kRobotsBytes : site.max_body_bytes;
  request.cut_at_limit = robots;
  request.unpacked = host.unpacked;
  request.max_unpack_ratio = options_.max_unpack_ratio;
  request.max_header_bytes = options_.max_header_bytes;
  request.timeout_ms =
      site.pace.timeout_ms * (kind == model::TaskKind::kAttachment ? kAttachmentPatience : 1);
  request.connect_timeout_ms = std::min(options_.connect_timeout_ms, site.pace.timeout_ms);
  request.allow_private_addresses = site.allow_private_addresses;
  if (validators != nullptr) {
    request.if_none_match = validators->etag;
    request.if_modified_since = validators->last_modified;
  }
  HttpResponse response = co_await client_.Fetch(std::move(request));
  HostTable::Leave(host);
  if (response.outcome == FetchOutcome::kCancelled) co_return std::nullopt;
  NoteHealth(host, response);
  co_return std::optional<HttpResponse>(std::move(response));
}

/// `site` is the options', which outlive the run.
CrawlRun::Awaitable<void> CrawlRun::WaitForHours(const model::SiteProfile& site) {
  constexpr std::chrono::milliseconds kLook{60'000};  // The day's clock may be set meanwhile.
  const auto hours = hours_.find(site.id);
  if (hours == hours_.end()) co_return;
  while (!stopping_) {
    const auto wait = hours->second.UntilOpen(clock_.Now());
    if (wait.count() == 0) co_return;
    co_await sleeper_.Until(Steady::now() + std::min(wait, kLook));
  }
}

/// What stands for the answer of a host that had asked to be left alone.
HttpResponse CrawlRun::NotAsked(const HostState& host) {
  HttpResponse out;
  out.outcome = FetchOutcome::kHostBusy;
  out.detail = host.busy;
  return out;
}

void CrawlRun::NoteHealth(HostState& host, const HttpResponse& response) const {
  const bool answered = response.status > 0;
  const bool trouble = !answered || response.status == 429 || response.status >= 500;
  host.pace.Answered(std::chrono::milliseconds(response.elapsed_ms), trouble);
  host.failures_in_row = answered ? 0 : host.failures_in_row + 1;
  host.unpacked = host.unpacked || response.unknown_coding;
  host.down = host.failures_in_row >= options_.failures_to_down;
  const auto wait = WaitAskedFor(response.status, response.retry_after_s);
  const auto until = Steady::now() + wait;
  if (wait <= std::chrono::milliseconds(options_.retry_cap_ms)) {
    if (wait.count() > 0) host.pace.HoldUntil(until);
  } else if (until > host.busy_until) {
    host.busy_until = until;
    host.busy = "the host asked to be left alone until " + clock_.Now().PlusMillis(wait.count()).Iso() +
                " (" + std::to_string(response.status) + ", Retry-After " +
                std::to_string(response.retry_after_s) + " s)";
  }
}

void CrawlRun::TakeAnswer(Visit& visit, HttpResponse response) {
  model::PageRecord& record = visit.record;
  record.outcome = response.outcome;
  record.outcome_detail = std::move(response.detail);
  record.http_status = response.status;
  record.content_type = std::move(response.content_type);
  record.last_modified = std::move(response.last_modified);
  record.etag = std::move(response.etag);
  record.remote_address = std::move(response.remote_address);
  record.elapsed_ms = response.elapsed_ms;
  record.http_version = std::move(response.http_version);
  record.tls = std::move(response.tls);
  record.timing = response.timing;
  visit.exchange.request_head = std::move(response.request_head);
  visit.exchange.response_head = std::move(response.response_head);
  visit.exchange.body = std::move(response.body);
}

/// The answer just taken led on: it becomes one of those on the way.
void CrawlRun::KeepRedirectAnswer(Visit& visit) {
  model::PageRecord& record = visit.record;
  model::Exchange& exchange = visit.exchange;
  exchange.redirects.push_back({record.redirects.back().from, record.fetched_at, record.remote_address,
                                std::move(exchange.request_head), std::move(exchange.request_body),
                                std::move(exchange.response_head), std::move(exchange.body)});
  exchange.request_head = exchange.request_body = exchange.response_head = exchange.body = {};
  record.http_status = 0;  // Nothing has answered at the new address yet.
  record.content_type = record.last_modified = record.etag = record.remote_address = {};
}

ScopeVerdict CrawlRun::ScopeOfHop(const model::PageRecord& record, const base::Url& target) const {
  const bool attachment = record.kind == model::TaskKind::kAttachment;
  return scope_.Decide(target, attachment ? scope_.Site(record.site) : nullptr);
}

/// True if `url` is now the next address to ask; else the visit has its outcome.
bool CrawlRun::TakeRedirect(Visit& visit, const HttpResponse& response, base::Url& url) {
  model::PageRecord& record = visit.record;
  const auto end = [&](FetchOutcome outcome, std::string detail) {
    record.outcome = outcome;
    record.outcome_detail = std::move(detail);
    return false;
  };
  const auto target = RedirectTarget(response, url);
  if (!target) return end(FetchOutcome::kBadUrl, "redirect to what is no address: " + response.location);
  const std::string href = target->HrefWithoutFragment();
  record.redirects.push_back({response.status, url.HrefWithoutFragment(), href});
  if (!target->is_http()) return end(FetchOutcome::kRedirectOutOfScope, "not_http");
  const auto came_from_it = [&](const model::Redirect& hop) { return hop.from == href; };
  if (std::any_of(record.redirects.begin(), record.redirects.end(), came_from_it)) {
    return end(FetchOutcome::kRedirectLoop, "back to " + href);
  }
  if (static_cast<int>(record.redirects.size()) > options_.max_redirects) {
    return end(FetchOutcome::kRedirectLoop,
               "more than " + std::to_string(options_.max_redirects) + " redirects");
  }
  record.final_url = href;
  const ScopeVerdict verdict = ScopeOfHop(record, *target);
  if (!verdict.inside()) {
    return end(FetchOutcome::kRedirectOutOfScope, std::string(SkipReasonName(verdict.reason)));
  }
  url = *target;
  return true;
}

CrawlRun::Awaitable<void> CrawlRun::FetchChain(Visit& visit) {
  std::optional<base::Url> url = base::Url::Parse(visit.task.url);
  const model::SiteProfile* site = scope_.Site(visit.task.site);
  if (!url || site == nullptr) co_return;
  ++visit.task.attempts;
  std::string post = visit.task.post;
  for (;;) {
    if (visit.task.kind != model::TaskKind::kRobots) {
      const RobotsLeave robots = co_await AskRobots(*url, site->id);
      visit.given_up = robots.stopped;
      if (visit.given_up) co_return;
      const bool obey =
          site->robots == model::RobotsMode::kObey || robots.outcome != FetchOutcome::kRobotsDenied;
      if (robots.outcome != FetchOutcome::kOk && obey) {
        visit.record.outcome = robots.outcome;
        visit.record.outcome_detail = robots.detail;
        visit.provisional = robots.provisional;
        co_return;
      }
      if (robots.outcome != FetchOutcome::kOk) visit.robots_note = "robots would deny: " + robots.detail;
    }
    visit.record.fetched_at = clock_.Now();
    // Validators are of the page at the task's own address, not of one that it redirects to.
    const bool first = visit.record.redirects.empty();
    std::optional<HttpResponse> response =
        co_await Ask(*url, *site, visit.record.kind, post, first ? &visit.task : nullptr);
    visit.given_up = !response.has_value();
    if (visit.given_up) co_return;
    const bool redirect = IsRedirect(*response);
    const HttpResponse head = redirect ? *response : HttpResponse{};
    TakeAnswer(visit, std::move(*response));
    visit.exchange.request_body = post;
    if (!redirect || !TakeRedirect(visit, head, *url)) co_return;
    KeepRedirectAnswer(visit);
    if (head.status != 307 && head.status != 308) post.clear();  // Fetch standard: the rest becomes a GET.
    const ScopeVerdict next = ScopeOfHop(visit.record, *url);
    if (next.inside()) site = next.site;
  }
}

/// A 304: fetches from the archive what it speaks of. Where that cannot be read, the page is asked for
/// plainly.
CrawlRun::Awaitable<void> CrawlRun::TakeUnchanged(Visit& visit) {
  if (visit.record.http_status != 304 || (visit.task.etag.empty() && visit.task.last_modified.empty()))
    co_return;
  auto earlier = co_await Write([this, &visit] { return sink_.Earlier(visit.task.url); });
  if (earlier && *earlier) {
    visit.unchanged = std::move(**earlier);
    co_return;
  }
  visit.task.etag.clear();
  visit.task.last_modified.clear();
  visit.record.redirects.clear();
  visit.exchange = {};
  co_await FetchChain(visit);
}

}  // namespace mingcha::crawler
