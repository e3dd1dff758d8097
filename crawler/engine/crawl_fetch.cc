// The part of CrawlRun that asks servers: redirect chains and robots files.
#include <algorithm>
#include <set>
#include <utility>

#include "base/digest.h"
#include "crawler/engine/crawl_run.h"

namespace mingcha::crawler {
namespace {

using model::FetchOutcome;

constexpr int kRobotsRedirects = 5;        // RFC 9309 2.3.1.2
constexpr int kAttachmentPatience = 4;     // Files are many times larger than pages.
constexpr int64_t kRobotsBytes = 524'288;  // RFC 9309 2.5 asks for 500 KiB at least.

bool IsRedirect(const HttpResponse& response) {
  const int status = response.status;
  return response.outcome == FetchOutcome::kOk && !response.location.empty() &&
         (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
}

/// Failures under which no page of the origin could be had either.
bool IsUnreachable(FetchOutcome outcome) {
  return outcome == FetchOutcome::kDns || outcome == FetchOutcome::kConnect ||
         outcome == FetchOutcome::kTls || outcome == FetchOutcome::kForbiddenAddress;
}

}  // namespace

CrawlRun::Awaitable<std::optional<HttpResponse>> CrawlRun::Ask(base::Url url, const model::SiteProfile& site,
                                                               model::TaskKind kind) {
  const bool robots = kind == model::TaskKind::kRobots;
  HostState& host = hosts_.Of(url);
  host.pace.Tighten(site.pace);
  const bool entered = co_await hosts_.Enter(host, stopping_);
  if (!entered) co_return std::nullopt;
  HttpRequest request;
  request.url = url.HrefWithoutFragment();
  request.user_agent = options_.user_agent;
  request.max_body_bytes = robots ? kRobotsBytes : site.max_body_bytes;
  request.cut_at_limit = robots;
  request.max_header_bytes = options_.max_header_bytes;
  request.timeout_ms =
      site.pace.timeout_ms * (kind == model::TaskKind::kAttachment ? kAttachmentPatience : 1);
  request.connect_timeout_ms = std::min(options_.connect_timeout_ms, site.pace.timeout_ms);
  request.allow_private_addresses = site.allow_private_addresses;
  HttpResponse response = co_await client_.Fetch(std::move(request));
  HostTable::Leave(host);
  if (response.outcome == FetchOutcome::kCancelled) co_return std::nullopt;
  host.failures_in_row = response.status > 0 ? 0 : host.failures_in_row + 1;
  co_return std::optional<HttpResponse>(std::move(response));
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
  visit.exchange = {std::move(response.request_head), std::move(response.response_head),
                    std::move(response.body)};
  visit.retry_after_s = record.http_status == 429 || record.http_status == 503 ? response.retry_after_s : 0;
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
  const auto target = base::Url::Parse(response.location, &url);
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
  for (;;) {
    if (visit.task.kind != model::TaskKind::kRobots) {
      const RobotsAnswer robots = co_await AskRobots(*url, site->id);
      visit.given_up = robots.stopped;
      if (visit.given_up) co_return;
      const bool obey =
          site->robots == model::RobotsMode::kObey || robots.outcome != FetchOutcome::kRobotsDenied;
      if (robots.outcome != FetchOutcome::kOk && obey) {
        visit.record.outcome = robots.outcome;
        visit.record.outcome_detail = robots.detail;
        co_return;
      }
      if (robots.outcome != FetchOutcome::kOk) visit.robots_note = "robots would deny: " + robots.detail;
    }
    visit.record.fetched_at = clock_.Now();
    std::optional<HttpResponse> response = co_await Ask(*url, *site, visit.record.kind);
    visit.given_up = !response.has_value();
    if (visit.given_up) co_return;
    const bool redirect = IsRedirect(*response);
    const HttpResponse head = redirect ? *response : HttpResponse{};
    TakeAnswer(visit, std::move(*response));
    if (!redirect || !TakeRedirect(visit, head, *url)) co_return;
    const ScopeVerdict next = ScopeOfHop(visit.record, *url);
    if (next.inside()) site = next.site;
  }
}

// --- robots.txt (RFC 9309)
// ----------------------------------------------------------------------------------

CrawlRun::Awaitable<CrawlRun::RobotsAnswer> CrawlRun::AskRobots(base::Url url, std::string site) {
  RobotsState& state = hosts_.RobotsOf(url);  // Lives in hosts_.
  RobotsAnswer out;
  while (state.stage != RobotsState::Stage::kKnown) {
    if (stopping_) {
      out.stopped = true;
      co_return out;
    }
    if (state.stage == RobotsState::Stage::kUnknown) {
      co_await LoadRobots(state, url, site);
    } else {
      co_await state.changed.Wait();
    }
  }
  if (state.unreachable != FetchOutcome::kOk) {
    out.outcome = state.unreachable;
    out.detail = state.detail;
    co_return out;
  }
  const RobotsVerdict verdict = state.rules.Judge(url.href());
  if (!verdict.allowed) {
    out.outcome = FetchOutcome::kRobotsDenied;
    out.detail = verdict.rule;
  }
  co_return out;
}

/// `state` lives in hosts_. Leaves kKnown, or kUnknown if the run stops.
CrawlRun::Awaitable<void> CrawlRun::LoadRobots(RobotsState& state, base::Url url, std::string site) {
  state.stage = RobotsState::Stage::kFetching;
  Visit visit;
  visit.task.url = url.origin() + "/robots.txt";
  visit.task.site = site;
  visit.task.kind = model::TaskKind::kRobots;
  visit.record.site = site;
  visit.record.url = visit.record.final_url = visit.task.url;
  visit.record.kind = model::TaskKind::kRobots;
  visit.record.fetched_at = clock_.Now();
  const model::SiteProfile& profile = *scope_.Site(site);
  const std::optional<base::Url> robots_url = base::Url::Parse(visit.task.url);
  const HttpResponse response = co_await FetchRobots(*robots_url, profile, visit);
  if (visit.given_up) {
    state.stage = RobotsState::Stage::kUnknown;
    state.changed.Notify();
    co_return;
  }
  ApplyRobots(state, response, options_.user_agent);
  if (const auto delay = state.rules.crawl_delay_ms()) {
    const int64_t obeyed = std::min<int64_t>(*delay, options_.max_crawl_delay_ms);
    hosts_.Of(url).pace.SetCrawlDelay(std::chrono::milliseconds(obeyed));
  }
  // Recorded once for ever: a resumed run asks again but has its record already.
  const auto fresh = co_await On(writer_, [this, &visit] { return frontier_.Add({visit.task}); });
  if (!fresh) {
    Fail(base::WithPlace(fresh.error(), "frontier"));
  } else if (*fresh > 0) {
    ++progress_.queued;
    co_await Judge(visit);
    co_await Save(visit);
  }
  state.stage = RobotsState::Stage::kKnown;
  state.changed.Notify();
}

CrawlRun::Awaitable<HttpResponse> CrawlRun::FetchRobots(base::Url robots_url, const model::SiteProfile& site,
                                                        Visit& visit) {
  base::Url url = robots_url;
  int attempt = 1;
  for (;;) {
    std::optional<HttpResponse> response = co_await Ask(url, site, model::TaskKind::kRobots);
    visit.given_up = !response.has_value();
    if (visit.given_up) co_return HttpResponse{};
    if (IsRedirect(*response) && static_cast<int>(visit.record.redirects.size()) < kRobotsRedirects) {
      const auto target = base::Url::Parse(response->location, &url);
      if (target && target->is_http()) {
        visit.record.redirects.push_back({response->status, url.href(), target->HrefWithoutFragment()});
        visit.record.final_url = target->HrefWithoutFragment();
        url = *target;
        continue;
      }
    }
    const FetchOutcome outcome = response->outcome == FetchOutcome::kOk
                                     ? JudgeAnswer(response->status, "", "", options_).outcome
                                     : response->outcome;
    if (attempt <= options_.retries && MayPass(outcome, response->status)) {
      ++attempt;
      co_await sleeper_.Until(Steady::now() + BackOff(url.href(), attempt, options_.retry_base_ms,
                                                      options_.retry_cap_ms, options_.seed));
      continue;
    }
    TakeAnswer(visit, *response);
    co_return std::move(*response);
  }
}

void CrawlRun::ApplyRobots(RobotsState& state, const HttpResponse& response, const std::string& agent) {
  state.detail = "robots.txt unreachable: " + response.detail;
  if (IsUnreachable(response.outcome)) {
    state.unreachable = response.outcome;
    state.detail = response.detail;
  } else if (response.outcome != FetchOutcome::kOk) {
    state.rules = RobotsRules::DisallowAll(state.detail);
  } else if (response.status >= 500 || response.status == 429) {
    // 2.3.1.4. A 429 is no leave to go on either, though 2.3.1.3 counts it among the 4xx.
    state.rules =
        RobotsRules::DisallowAll("robots.txt unreachable: status " + std::to_string(response.status));
  } else if (response.status >= 200 && response.status < 300) {
    state.rules = RobotsRules::Parse(response.body, agent);
  } else {
    state.rules = RobotsRules::AllowAll();  // 2.3.1.3 unavailable, 2.3.1.2 too many redirects
  }
}

}  // namespace mingcha::crawler
