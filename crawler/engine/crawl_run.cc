#include "crawler/engine/crawl_run.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "base/digest.h"

namespace mingcha::crawler {
namespace {

namespace asio = boost::asio;
using model::FetchOutcome;

constexpr int kHighWater = 256;  // Tasks of one site in memory: enough to keep its hosts busy, and
constexpr int kLowWater = 128;   // few enough that the frontier's priorities still decide.

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
    if (!site.hours.empty()) {
      const auto hours = base::DayHours::Parse(site.hours);
      if (!hours)
        return base::Fail(base::ErrorCode::kInvalidInput, "site {}: hours are written as HH:MM-HH:MM",
                          site.id);
      hours_.emplace(site.id, *hours);
    }
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
  const auto recovered = co_await Write([this] { return frontier_.Recover(); });
  if (!recovered) {
    Fail(base::WithPlace(recovered.error(), "frontier"));
    co_return false;
  }
  co_await AddSeeds();
  for (SiteState& site : sites_) {
    const std::string& id = site.profile->id;
    const auto done = co_await Write([this, &id] { return frontier_.Done(id); });
    const auto waiting = co_await Write([this, &id] { return frontier_.Waiting(id); });
    if (!done || !waiting) {
      Fail(base::WithPlace(done ? waiting.error() : done.error(), "frontier"));
      co_return false;
    }
    if (!site.profile->path_budgets.empty() && *done > 0) {
      const auto counted = co_await Write([this, &site] {
        return frontier_.ForEachDone(site.profile->id, [&](std::string_view address) {
          if (const auto url = base::Url::Parse(address)) traps_.CountEarlier(*site.profile, *url);
        });
      });
      if (!counted) Fail(base::WithPlace(counted.error(), "frontier"));
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
      const base::FoldRules fold = FoldRulesOf(*site.profile);
      task.url = url && url->is_http() ? base::CleanUrl(*url, fold) : seed;
      if (const auto clean = base::Url::Parse(task.url); clean && clean->is_http())
        task.key = base::FoldKey(*clean, fold);
      (url && url->is_http() ? seeds : bad).push_back(std::move(task));
    }
  }
  auto added = co_await Write([this, &seeds] { return frontier_.Add(seeds); });
  if (!added) Fail(base::WithPlace(added.error(), "frontier"));
  for (const model::FetchTask& task : bad) {
    auto fresh = co_await Write([this, &task] { return frontier_.Add({task}); });
    if (!fresh) Fail(base::WithPlace(fresh.error(), "frontier"));
    if (error_ || *fresh == 0) continue;
    ++progress_.queued;
    Visit visit;
    visit.task = task;
    visit.record = RecordOf(task);
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
    if (in_memory_ == 0) {
      bool more = co_await SecondChance();
      if (!more) more = co_await Refill();
      if (!more) break;
      continue;
    }
    co_await wake_.Wait();
  }
}

/// What was put aside comes back once, when nothing else is left; false: there is nothing.
CrawlRun::Awaitable<bool> CrawlRun::SecondChance() {
  if (last_round_) co_return false;
  last_round_ = true;
  const auto recalled = co_await Write([this] { return frontier_.Recall(); });
  if (!recalled) {
    Fail(base::WithPlace(recalled.error(), "frontier"));
    co_return false;
  }
  if (*recalled == 0) co_return false;
  hosts_.ForgiveAll(options_.failures_to_down, std::chrono::milliseconds(options_.patience_ms));
  for (SiteState& site : sites_) site.maybe_waiting = true;
  co_return true;
}

/// Nothing waits any more: what only earlier rounds know, and what vanished. False: nothing of that either.
CrawlRun::Awaitable<bool> CrawlRun::Refill() {
  if (coroutines_ > 0) {
    co_await quiet_.Wait();  // Retries may come back.
    co_return true;
  }
  std::vector<model::SiteAddresses> asked;
  for (const SiteState& site : sites_) asked.push_back({site.profile->id, FoldRulesOf(*site.profile)});
  const auto added = co_await Write([this, &asked] { return frontier_.Refill(asked); });
  if (!added) Fail(base::WithPlace(added.error(), "frontier"));
  if (!added || *added == 0) co_return false;
  progress_.queued += *added;
  last_round_ = false;  // What comes now gets all its chances too.
  for (SiteState& site : sites_) site.maybe_waiting = true;
  co_return true;
}

CrawlRun::Awaitable<bool> CrawlRun::TakeFor(SiteState& site) {
  site.maybe_waiting = false;
  const int limit = kHighWater - site.in_memory;
  auto batch = co_await Write([this, &site, limit] { return frontier_.Take(site.profile->id, limit); });
  if (!batch) {
    Fail(base::WithPlace(batch.error(), "frontier"));
    co_return false;
  }
  if (static_cast<int>(batch->size()) >= limit) site.maybe_waiting = true;
  for (model::FetchTask& task : *batch) {
    if (stopping_) co_return true;
    const std::string refused = WhyNotNow(site, task);
    if (refused.empty()) {
      if (task.attempts == 0) {
        ++site.taken;
        ++taken_;
      }
      ++site.in_memory;
      ++in_memory_;
      Enqueue(std::move(task));
      continue;
    }
    Visit visit;
    visit.record = RecordOf(task);
    visit.record.outcome = FetchOutcome::kBudget;
    visit.record.outcome_detail = refused;
    visit.task = std::move(task);
    co_await Save(visit);
  }
  co_return !batch->empty();
}

/// Budgets and traps; the reason in English, empty if the task may be asked.
std::string CrawlRun::WhyNotNow(const SiteState& site, const model::FetchTask& task) {
  // What comes back for another attempt was counted before, and how it failed is its outcome.
  if (task.attempts > 0) return {};
  if (task.depth > site.profile->max_depth) return "depth limit";
  if (site.taken >= site.profile->max_pages || (options_.page_budget > 0 && taken_ >= options_.page_budget))
    return "page budget used up";
  const auto url = base::Url::Parse(task.url);
  return url ? traps_.Admit(*site.profile, *url, task.depth) : std::string();
}

CrawlRun::Awaitable<void> CrawlRun::Close() {
  const auto recovered = co_await Write([this] { return frontier_.Recover(); });
  if (!recovered) Fail(base::WithPlace(recovered.error(), "frontier"));
  for (SiteState& site : sites_) {
    const auto waiting = co_await Write([this, &site] { return frontier_.Waiting(site.profile->id); });
    if (waiting) {
      site.summary.waiting = *waiting - site.left;
    } else {
      Fail(base::WithPlace(waiting.error(), "frontier"));
    }
  }
}

}  // namespace mingcha::crawler
