// The part of CrawlRun that learns how an origin answers: robots files (RFC 9309), dead addresses.
#include <algorithm>
#include <utility>

#include "crawler/engine/crawl_run.h"
#include "model/robots_trouble.h"

namespace mingcha::crawler {
namespace {

using model::FetchOutcome;

constexpr int kRobotsRedirects = 5;  // RFC 9309 2.3.1.2

/// Failures under which no page of the origin could be had either.
bool IsUnreachable(FetchOutcome outcome) {
  return outcome == FetchOutcome::kDns || outcome == FetchOutcome::kConnect ||
         outcome == FetchOutcome::kTls || outcome == FetchOutcome::kForbiddenAddress ||
         outcome == FetchOutcome::kHostBusy;
}

RobotsAnswer AnswerOf(const HttpResponse& response) {
  return {response.outcome, response.status, response.body, response.detail};
}

}  // namespace

CrawlRun::Awaitable<CrawlRun::RobotsLeave> CrawlRun::AskRobots(base::Url url, std::string site) {
  RobotsState& state = hosts_.RobotsOf(url);  // Lives in hosts_.
  RobotsLeave out;
  ForgetStaleRobots(state);
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
    out.provisional = state.provisional;
    co_return out;
  }
  const RobotsVerdict verdict = state.rules.Judge(url.href());
  if (!verdict.allowed) {
    out.outcome = FetchOutcome::kRobotsDenied;
    out.detail = verdict.rule;
    out.provisional = state.provisional;
  }
  if (const HostState& host = hosts_.Of(url); out.provisional && !host.busy.empty()) {
    out.outcome = FetchOutcome::kHostBusy;  // That is why no file could be had.
    out.detail = host.busy;
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
  if (response.outcome == FetchOutcome::kHostBusy) {  // Nothing was asked: nothing to record or remember.
    state.unreachable = response.outcome;
    state.detail = response.detail;
    state.provisional = true;
    state.stage = RobotsState::Stage::kKnown;
    state.changed.Notify();
    co_return;
  }
  bool first = state.fetched_at == base::Instant();
  visit.counted = !first;
  if (first && RobotsCannotBeHad(AnswerOf(response))) {
    const bool recalled = co_await RecallRobots(state, visit);
    first = !recalled;
  }
  ApplyRobots(state, response, options_.user_agent, first);
  state.fetched_at = clock_.Now();
  if (const auto delay = state.rules.crawl_delay_ms()) {
    const int64_t obeyed = std::min<int64_t>(*delay, options_.max_crawl_delay_ms);
    hosts_.Of(url).pace.SetCrawlDelay(std::chrono::milliseconds(obeyed));
  }
  // Recorded once for ever: a resumed run asks again but has its record already. Where no file could be had,
  // the one that pages are judged by in the end takes the place of that trouble.
  co_await Judge(visit);
  co_await Save(visit, true, state.provisional);
  state.stage = RobotsState::Stage::kKnown;
  state.changed.Notify();
}

/// 2.3.1.4: a copy that an earlier run left serves while none can be had, and the record says so. True:
/// `state` has its rules.
CrawlRun::Awaitable<bool> CrawlRun::RecallRobots(RobotsState& state, Visit& visit) {
  const auto earlier = co_await Write([this, &visit] { return sink_.Earlier(visit.task.url); });
  if (!earlier || !*earlier) co_return false;  // A copy that cannot be read is none.
  const model::EarlierPage& copy = **earlier;
  if (!RobotsCopyServes(copy.fetched_at, clock_.Now())) co_return false;
  state.rules = RobotsRules::Parse(copy.body, options_.user_agent);
  visit.robots_note = "judged by the copy of " + copy.fetched_at.Iso();
  state.unreachable = FetchOutcome::kOk;
  state.provisional = false;
  co_return true;
}

CrawlRun::Awaitable<HttpResponse> CrawlRun::FetchRobots(base::Url robots_url, const model::SiteProfile& site,
                                                        Visit& visit) {
  base::Url url = robots_url;
  int attempt = 1;
  for (;;) {
    std::optional<HttpResponse> response = co_await Ask(url, site, model::TaskKind::kRobots, {});
    visit.given_up = !response.has_value();
    if (visit.given_up) co_return HttpResponse{};
    if (IsRedirect(*response) && static_cast<int>(visit.record.redirects.size()) < kRobotsRedirects) {
      // 2.3.1.2: also to other hosts. Addresses are checked where the connection is made.
      const auto target = RedirectTarget(*response, url);
      if (target && target->is_http()) {
        visit.record.redirects.push_back({response->status, url.href(), target->HrefWithoutFragment()});
        visit.record.final_url = target->HrefWithoutFragment();
        TakeAnswer(visit, std::move(*response));
        KeepRedirectAnswer(visit);
        url = *target;
        continue;
      }
    }
    const FetchOutcome outcome = response->outcome == FetchOutcome::kOk
                                     ? JudgeAnswer(response->status, "", "", options_).outcome
                                     : response->outcome;
    if (attempt <= options_.retries && MayPass(outcome, response->status) && hosts_.Of(url).busy.empty()) {
      ++attempt;
      co_await sleeper_.Until(Steady::now() + BackOff(url.href(), attempt, options_.retry_base_ms,
                                                      options_.retry_cap_ms, options_.seed));
      continue;
    }
    TakeAnswer(visit, *response);
    co_return std::move(*response);
  }
}

/// 2.4: a copy is good for 24 hours; an older one serves only while no newer can be had.
void CrawlRun::ForgetStaleRobots(RobotsState& state) const {
  constexpr int64_t kDayMillis = 86'400'000;
  if (state.stage != RobotsState::Stage::kKnown) return;
  const int64_t age = clock_.Now().unix_millis() - state.fetched_at.unix_millis();
  if (age >= kDayMillis) state.stage = RobotsState::Stage::kUnknown;
}

void CrawlRun::ApplyRobots(RobotsState& state, const HttpResponse& response, const std::string& agent,
                           bool first) {
  const bool unreachable = RobotsCannotBeHad(AnswerOf(response));
  const bool had_rules = !first && !state.provisional;
  if (unreachable && had_rules) return;  // 2.3.1.4: the cached copy goes on.
  state.provisional = unreachable;
  state.unreachable = FetchOutcome::kOk;
  state.detail = std::string(model::kRobotsUnreachable) + response.detail;
  if (IsUnreachable(response.outcome)) {
    state.unreachable = response.outcome;
    state.detail = response.detail;
  } else {
    state.rules = RulesAfter(AnswerOf(response), agent);
  }
}

// --- What the origin says to an address that cannot exist
// ---------------------------------------------------------

/// `state` lives in hosts_.
CrawlRun::Awaitable<void> CrawlRun::AskBogus(base::Url url, std::string site) {
  ProbeState& state = hosts_.ProbeOf(url);
  while (state.stage != ProbeState::Stage::kKnown && !stopping_) {
    if (state.stage == ProbeState::Stage::kFetching) {
      co_await state.changed.Wait();
      continue;
    }
    state.stage = ProbeState::Stage::kFetching;
    Visit visit;
    visit.task.url = BogusUrl(url.origin());
    visit.task.site = site;
    visit.task.kind = model::TaskKind::kProbe;
    visit.record.site = site;
    visit.record.url = visit.record.final_url = visit.task.url;
    visit.record.kind = model::TaskKind::kProbe;
    co_await FetchChain(visit);
    visit.given_up = visit.given_up || visit.record.outcome == FetchOutcome::kHostBusy;
    if (!visit.given_up) {
      co_await Judge(visit);
      state.answer = ReadBogusAnswer(visit.record, visit.exchange.body);
      visit.outlinks = {};
      co_await Save(visit, true);
    }
    state.stage = visit.given_up ? ProbeState::Stage::kUnknown : ProbeState::Stage::kKnown;
    state.changed.Notify();
    if (visit.given_up) co_return;
  }
}

}  // namespace mingcha::crawler
