#include "crawler/engine/crawl_run.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "base/digest.h"

namespace mingcha::crawler {
namespace {

namespace asio = boost::asio;
using model::FetchOutcome;

constexpr int kHighWater = 256;      // Tasks of one site in memory: enough to keep its hosts busy, and
constexpr int kLowWater = 128;       // few enough that the frontier's priorities still decide.
constexpr int kFailuresToDoubt = 5;  // Requests in a row without an answer: no more repetitions.

model::PageRecord RecordOf(const model::FetchTask& task, base::Instant now) {
  model::PageRecord record;
  record.site = task.site;
  record.url = task.url;
  record.final_url = task.url;
  record.kind = task.kind;
  record.depth = task.depth;
  record.found_on = task.found_on;
  record.anchor = task.anchor;
  record.fetched_at = now;
  return record;
}

}  // namespace

CrawlRun::CrawlRun(const CrawlOptions& options, model::FrontierLog& frontier, model::PageSink& sink,
                   const model::LinkFinder& links, const base::Clock& clock, CrawlObserver* observer)
    : options_(options),
      frontier_(frontier),
      sink_(sink),
      links_(links),
      clock_(clock),
      observer_(observer),
      scope_(options),
      workers_(static_cast<size_t>(std::max(1, options.workers))) {}

base::Result<CrawlSummary> CrawlRun::Run() {
  for (const model::SiteProfile& site : options_.sites) {
    if (!site.crawl) continue;
    SiteState state;
    state.profile = &site;
    state.summary.site = site.id;
    sites_.push_back(std::move(state));
  }
  if (sites_.empty()) {
    return base::Fail(base::ErrorCode::kInvalidInput,
                      "no site is to be crawled: give at least one site with a seed and `crawl: true`");
  }
  started_ = reported_ = Steady::now();
  asio::co_spawn(io_, Main(), [this](const std::exception_ptr& thrown) {
    if (thrown) Fail({base::ErrorCode::kInternal, base::Msg("the crawl's main loop broke off"), {}});
    grace_.cancel();
  });
  io_.run();
  workers_.join();
  writer_.join();
  if (error_) return tl::unexpected(*error_);
  CrawlSummary out;
  out.stop_reason = stop_reason_;
  out.pages = progress_.fetched;
  out.bytes = progress_.bytes;
  out.elapsed_ms = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - started_).count();
  out.complete = true;
  for (SiteState& site : sites_) {
    out.complete = out.complete && site.summary.waiting == 0;
    out.sites.push_back(std::move(site.summary));
  }
  return out;
}

void CrawlRun::Stop() {
  asio::post(io_, [this] { OnStop(); });
}

void CrawlRun::OnStop() {
  if (++stops_ > 1) {
    if (stopping_) stop_reason_ = "stopped_at_once";
    StopNow();
    return;
  }
  stopping_ = true;
  stop_reason_ = "stopped";
  sleeper_.WakeAll();
  wake_.Notify();
  room_.Notify();
  grace_.expires_after(std::chrono::milliseconds(options_.grace_ms));
  grace_.async_wait([this](const boost::system::error_code& error) {
    if (!error) StopNow();
  });
}

void CrawlRun::StopNow() {
  stopping_ = true;
  sleeper_.WakeAll();
  wake_.Notify();
  room_.Notify();
  client_.CancelAll();
}

void CrawlRun::Fail(base::Error error) {
  if (!error_) error_ = std::move(error);
  StopNow();
}

// --- The main coroutine
// -------------------------------------------------------------------------------------

CrawlRun::Awaitable<void> CrawlRun::Main() {
  const bool opened = co_await Open();
  if (opened) co_await Dispatch();
  while (coroutines_ > 0) co_await quiet_.Wait();
  co_await Close();
  Report(true);
}

CrawlRun::Awaitable<bool> CrawlRun::Open() {
  const auto recovered = co_await On(writer_, [this] { return frontier_.Recover(); });
  if (!recovered) {
    Fail(base::WithPlace(recovered.error(), "frontier"));
    co_return false;
  }
  co_await AddSeeds();
  for (SiteState& site : sites_) {
    const std::string& id = site.profile->id;
    const auto done = co_await On(writer_, [this, &id] { return frontier_.Done(id); });
    const auto waiting = co_await On(writer_, [this, &id] { return frontier_.Waiting(id); });
    if (!done || !waiting) {
      Fail(base::WithPlace(done ? waiting.error() : done.error(), "frontier"));
      co_return false;
    }
    site.taken = *done;
    taken_ += *done;
    progress_.queued += *waiting;
  }
  co_return !error_.has_value();
}

CrawlRun::Awaitable<void> CrawlRun::AddSeeds() {
  std::vector<model::FetchTask> seeds;
  std::vector<model::FetchTask> bad;
  for (const SiteState& site : sites_) {
    for (const std::string& seed : site.profile->seeds) {
      const auto url = base::Url::Parse(seed);
      model::FetchTask task;
      task.site = site.profile->id;
      task.kind = model::TaskKind::kSeed;
      task.url = url && url->is_http() ? NormaliseForFrontier(*url) : seed;
      (url && url->is_http() ? seeds : bad).push_back(std::move(task));
    }
  }
  auto added = co_await On(writer_, [this, &seeds] { return frontier_.Add(seeds); });
  if (!added) Fail(base::WithPlace(added.error(), "frontier"));
  for (const model::FetchTask& task : bad) {
    auto fresh = co_await On(writer_, [this, &task] { return frontier_.Add({task}); });
    if (!fresh) Fail(base::WithPlace(fresh.error(), "frontier"));
    if (error_ || *fresh == 0) continue;
    ++progress_.queued;
    Visit visit;
    visit.task = task;
    visit.record = RecordOf(task, clock_.Now());
    visit.record.outcome = FetchOutcome::kBadUrl;
    visit.record.outcome_detail = "the seed is not an http or https address";
    co_await Save(visit);
  }
}

CrawlRun::Awaitable<void> CrawlRun::Dispatch() {
  while (!stopping_) {
    bool took = false;
    for (SiteState& site : sites_) {
      if (stopping_ || !site.maybe_waiting || site.in_memory >= kLowWater) continue;
      const bool some = co_await TakeFor(site);
      took = took || some;
    }
    const auto hungry = [](const SiteState& site) {
      return site.maybe_waiting && site.in_memory < kLowWater;
    };
    if (stopping_ || took || std::any_of(sites_.begin(), sites_.end(), hungry)) continue;
    if (in_memory_ == 0) break;
    co_await wake_.Wait();
  }
}

CrawlRun::Awaitable<bool> CrawlRun::TakeFor(SiteState& site) {
  site.maybe_waiting = false;
  const int limit = kHighWater - site.in_memory;
  auto batch = co_await On(writer_, [this, &site, limit] { return frontier_.Take(site.profile->id, limit); });
  if (!batch) {
    Fail(base::WithPlace(batch.error(), "frontier"));
    co_return false;
  }
  if (static_cast<int>(batch->size()) >= limit) site.maybe_waiting = true;
  for (model::FetchTask& task : *batch) {
    if (stopping_) co_return true;
    const bool deep = task.depth > site.profile->max_depth;
    const bool spent =
        site.taken >= site.profile->max_pages || (options_.page_budget > 0 && taken_ >= options_.page_budget);
    if (!deep && !spent) {
      ++site.taken;
      ++taken_;
      ++site.in_memory;
      ++in_memory_;
      Enqueue(std::move(task));
      continue;
    }
    Visit visit;
    visit.record = RecordOf(task, clock_.Now());
    visit.record.outcome = FetchOutcome::kBudget;
    visit.record.outcome_detail = deep ? "depth limit" : "page budget used up";
    visit.task = std::move(task);
    co_await Save(visit);
  }
  co_return !batch->empty();
}

CrawlRun::Awaitable<void> CrawlRun::Close() {
  const auto recovered = co_await On(writer_, [this] { return frontier_.Recover(); });
  if (!recovered) Fail(base::WithPlace(recovered.error(), "frontier"));
  for (SiteState& site : sites_) {
    const auto waiting = co_await On(writer_, [this, &site] { return frontier_.Waiting(site.profile->id); });
    if (waiting) {
      site.summary.waiting = *waiting;
    } else {
      Fail(base::WithPlace(waiting.error(), "frontier"));
    }
  }
}

// --- Workers
// ------------------------------------------------------------------------------------------------

void CrawlRun::Spawn(Awaitable<void> coroutine) {
  ++coroutines_;
  asio::co_spawn(io_, std::move(coroutine), [this](const std::exception_ptr& thrown) {
    --coroutines_;
    quiet_.Notify();
    wake_.Notify();
    if (!thrown) return;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& exception) {
      Fail(
          {base::ErrorCode::kInternal, base::Msg("a part of the crawl broke off: {}", exception.what()), {}});
    } catch (...) {
      Fail({base::ErrorCode::kInternal, base::Msg("a part of the crawl broke off: {}", "unknown"), {}});
    }
  });
}

CrawlRun::SiteState* CrawlRun::Find(const std::string& site) {
  const auto found = std::find_if(sites_.begin(), sites_.end(),
                                  [&](const SiteState& state) { return state.profile->id == site; });
  return found == sites_.end() ? nullptr : &*found;
}

void CrawlRun::Enqueue(model::FetchTask task) {
  const auto url = base::Url::Parse(task.url);
  SiteState* site = Find(task.site);
  if (!url || site == nullptr) return EndTask(task.site);  // Neither can come from our own frontier.
  HostState& host = hosts_.Of(*url);
  host.pace.Tighten(site->profile->pace);
  host.queue.push_back(std::move(task));
  if (host.workers < host.pace.concurrency()) {
    ++host.workers;
    Spawn(Work(host));
  }
}

void CrawlRun::EndTask(const std::string& site) {
  if (SiteState* state = Find(site)) --state->in_memory;
  --in_memory_;
  wake_.Notify();
}

/// `host` lives in hosts_, which outlives every coroutine.
CrawlRun::Awaitable<void> CrawlRun::Work(HostState& host) {
  while (!stopping_ && !host.queue.empty() && host.workers <= host.pace.concurrency()) {
    model::FetchTask task = std::move(host.queue.front());
    host.queue.pop_front();
    const std::string site = task.site;
    const bool ended = co_await Process(std::move(task));
    if (ended) EndTask(site);
  }
  --host.workers;
}

CrawlRun::Awaitable<void> CrawlRun::Requeue(model::FetchTask task, std::chrono::milliseconds wait) {
  co_await sleeper_.Until(Steady::now() + wait);
  if (!stopping_) Enqueue(std::move(task));
}

CrawlRun::Awaitable<bool> CrawlRun::Process(model::FetchTask task) {
  Visit visit;
  visit.task = std::move(task);
  visit.record = RecordOf(visit.task, clock_.Now());
  while (!stopping_ && client_.received_bytes() + pending_bytes_ >= options_.max_in_flight_bytes) {
    co_await room_.Wait();
  }
  co_await FetchChain(visit);
  if (visit.given_up) co_return true;
  const auto bytes = static_cast<int64_t>(visit.exchange.body.size());
  pending_bytes_ += bytes;
  co_await Judge(visit);
  const auto url = base::Url::Parse(visit.record.final_url);
  HostState* host = url ? &hosts_.Of(*url) : nullptr;
  if (host != nullptr && visit.retry_after_s > 0) {
    const auto cap = std::chrono::milliseconds(options_.retry_cap_ms);
    const auto wish = std::chrono::milliseconds(std::min<int64_t>(visit.retry_after_s, 86'400) * 1000);
    host->pace.HoldUntil(Steady::now() + std::min(cap, wish));
  }
  const bool doubted = host == nullptr || host->failures_in_row >= kFailuresToDoubt;
  if (!stopping_ && !doubted && visit.task.attempts <= options_.retries &&
      visit.record.kind != model::TaskKind::kRobots &&
      MayPass(visit.record.outcome, visit.record.http_status)) {
    pending_bytes_ -= bytes;
    room_.Notify();
    const auto wait = BackOff(visit.task.url, visit.task.attempts + 1, options_.retry_base_ms,
                              options_.retry_cap_ms, options_.seed);
    Spawn(Requeue(std::move(visit.task), wait));
    co_return false;
  }
  co_await Save(visit);
  pending_bytes_ -= bytes;
  room_.Notify();
  co_return true;
}

CrawlRun::Awaitable<void> CrawlRun::Judge(Visit& visit) {
  const bool answered = visit.record.outcome == FetchOutcome::kOk;
  const bool any_body = !visit.exchange.body.empty();
  if (answered || any_body) {
    co_await On(workers_, [this, &visit, answered] {
      const std::string& body = visit.exchange.body;
      if (!body.empty()) visit.record.body_sha256 = base::Sha256Hex(body);
      visit.record.body_bytes = static_cast<int64_t>(body.size());
      if (!answered) return true;
      StatusVerdict verdict =
          JudgeAnswer(visit.record.http_status, visit.exchange.response_head, body, options_);
      visit.record.outcome = verdict.outcome;
      visit.record.outcome_detail = std::move(verdict.detail);
      if (verdict.outcome == FetchOutcome::kOk) {
        visit.outlinks = FindOutlinks(visit.record, body, scope_, options_, links_);
      }
      return true;
    });
  }
  if (!visit.robots_note.empty()) {
    std::string& detail = visit.record.outcome_detail;
    detail += (detail.empty() ? "" : "; ") + visit.robots_note;
  }
}

CrawlRun::Awaitable<void> CrawlRun::Save(Visit& visit) {
  int added = 0;
  const auto saved = co_await On(writer_, [this, &visit, &added]() -> base::Status {
    ASSIGN_OR_RETURN(visit.record, sink_.Store(visit.record, visit.exchange));
    if (!visit.outlinks.tasks.empty()) {
      ASSIGN_OR_RETURN(added, frontier_.Add(visit.outlinks.tasks));
    }
    return frontier_.Finish(visit.task.url, visit.record.outcome);
  });
  if (!saved) {
    Fail(base::WithPlace(saved.error(), "crawl of " + visit.task.url));
    co_return;
  }
  --progress_.queued;
  progress_.queued += added;
  if (added > 0) {
    for (const model::FetchTask& task : visit.outlinks.tasks) {
      if (SiteState* site = Find(task.site)) site->maybe_waiting = true;
    }
    wake_.Notify();
  }
  if (SiteState* site = Find(visit.record.site)) {
    for (const auto& [reason, count] : visit.outlinks.skipped) site->summary.skipped[reason] += count;
  }
  Count(visit.record);
}

void CrawlRun::Count(const model::PageRecord& record) {
  ++progress_.fetched;
  ++progress_.outcomes[record.outcome];
  progress_.bytes += record.body_bytes;
  if (SiteState* site = Find(record.site)) {
    ++site->summary.outcomes[record.outcome];
    site->summary.bytes += record.body_bytes;
  }
  Report(false);
}

void CrawlRun::Report(bool force) {
  if (observer_ == nullptr) return;
  const auto now = Steady::now();
  if (!force && now - reported_ < std::chrono::milliseconds(options_.progress_ms)) return;
  reported_ = now;
  progress_.elapsed_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now - started_).count();
  progress_.in_flight = client_.active();
  progress_.stopping = stopping_;
  observer_->OnProgress(progress_);
}

}  // namespace mingcha::crawler
