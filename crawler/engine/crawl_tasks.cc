// The part of CrawlRun that takes one task from its host's queue to its record.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "base/digest.h"
#include "crawler/engine/crawl_run.h"
#include "model/robots_trouble.h"

namespace mingcha::crawler {
namespace {

namespace asio = boost::asio;
using model::FetchOutcome;

constexpr int kFailuresToDoubt = 5;  // Requests in a row without an answer: no more repetitions.
constexpr int kGenerations = 3;      // Of a page that leads to nothing but itself under other addresses.

/// What was refused for a reason that goes by: a host that named a later time, a robots file that could not
/// be had.
bool WaitsForALaterRun(const model::PageRecord& record) {
  return record.outcome == FetchOutcome::kHostBusy ||
         (record.outcome == FetchOutcome::kRobotsDenied && record.kind != model::TaskKind::kRobots &&
          record.outcome_detail.starts_with(model::kRobotsUnreachable));
}

}  // namespace

model::PageRecord CrawlRun::RecordOf(const model::FetchTask& task) const {
  model::PageRecord record;
  record.site = task.site;
  record.url = task.url;
  record.final_url = task.url;
  record.kind = task.kind;
  record.depth = task.depth;
  record.found_on = task.found_on;
  record.anchor = task.anchor;
  record.fetched_at = clock_.Now();
  return record;
}

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

/// True for a task of a host that is not to be asked now; its record then says why.
bool CrawlRun::MarkLeftAlone(Visit& visit) {
  const auto url = base::Url::Parse(visit.task.url);
  if (!url) return false;
  const HostState& host = hosts_.Of(*url);
  if (!host.down && host.busy.empty()) return false;
  visit.record.outcome = host.down ? FetchOutcome::kHostDown : FetchOutcome::kHostBusy;
  visit.record.outcome_detail =
      host.down ? "the host gave no answer " + std::to_string(options_.failures_to_down) + " times in a row"
                : host.busy;
  return true;
}

CrawlRun::Awaitable<bool> CrawlRun::Process(model::FetchTask task) {
  Visit visit;
  visit.task = std::move(task);
  visit.record = RecordOf(visit.task);
  while (!stopping_ && client_.received_bytes() + pending_bytes_ >= options_.max_in_flight_bytes) {
    co_await room_.Wait();
  }
  if (MarkLeftAlone(visit)) {
    const bool aside = co_await PutAside(visit);
    if (!aside) co_await Save(visit);
    co_return true;
  }
  co_await FetchChain(visit);
  if (!visit.given_up) co_await TakeUnchanged(visit);
  if (visit.given_up) co_return true;
  const bool page = visit.record.outcome == FetchOutcome::kOk && visit.record.http_status >= 200 &&
                    visit.record.http_status < 300 &&
                    visit.record.content_type.find("html") != std::string::npos;
  if (options_.probe_soft_404 && page) {
    const auto asked = base::Url::Parse(visit.task.url);
    if (asked) co_await AskBogus(*asked, visit.record.site);
  }
  const auto bytes = static_cast<int64_t>(visit.exchange.body.size());
  pending_bytes_ += bytes;
  co_await Judge(visit);
  const auto url = base::Url::Parse(visit.record.final_url);
  HostState* host = url ? &hosts_.Of(*url) : nullptr;
  const bool may_pass = visit.provisional || MayPass(visit.record.outcome, visit.record.http_status);
  if (may_pass && stopping_) {  // It had not all its chances: the task stays for the next run.
    pending_bytes_ -= bytes;
    co_return true;
  }
  if (may_pass) {
    const bool later = co_await AskAgain(visit, host);
    if (later) {
      pending_bytes_ -= bytes;
      room_.Notify();
      co_return visit.aside;
    }
  }
  co_await Save(visit);
  pending_bytes_ -= bytes;
  room_.Notify();
  co_return true;
}

/// True: another attempt will follow, soon or at the end of the run (`visit.aside`).
CrawlRun::Awaitable<bool> CrawlRun::AskAgain(Visit& visit, const HostState* host) {
  const bool doubted = host == nullptr || host->failures_in_row >= kFailuresToDoubt || !host->busy.empty();
  if (!doubted && !visit.provisional && visit.task.attempts <= options_.retries && !last_round_ &&
      visit.record.kind != model::TaskKind::kRobots) {
    const auto wait = BackOff(visit.task.url, visit.task.attempts + 1, options_.retry_base_ms,
                              options_.retry_cap_ms, options_.seed);
    Spawn(Requeue(std::move(visit.task), wait));
    co_return true;
  }
  const bool aside = co_await PutAside(visit);
  co_return aside;
}

/// Back into the frontier until nothing else is left to ask; false: it had that chance already.
CrawlRun::Awaitable<bool> CrawlRun::PutAside(Visit& visit) {
  if (!options_.second_chance || last_round_ || stopping_) co_return false;
  const auto aside = co_await Write([this, &visit] { return frontier_.Postpone(visit.task); });
  if (!aside) {
    Fail(base::WithPlace(aside.error(), "frontier"));
    co_return false;
  }
  visit.aside = *aside;
  if (!*aside) co_return false;
  if (visit.task.attempts > 0) co_return true;  // Asked already: its place in the budget stays its own.
  if (SiteState* site = Find(visit.task.site)) --site->taken;
  --taken_;
  co_return true;
}

/// The record of a page that is still as the earlier round left it.
void CrawlRun::RecordUnchanged(Visit& visit) {
  model::PageRecord& record = visit.record;
  const model::EarlierPage& earlier = *visit.unchanged;
  record.outcome = FetchOutcome::kOk;
  record.content_type = earlier.content_type;
  record.body_sha256 = earlier.sha256;
  record.body_bytes = static_cast<int64_t>(earlier.body.size());
  record.warc = earlier.warc;
  record.body_from = earlier.fetched_at;
}

CrawlRun::Awaitable<void> CrawlRun::Judge(Visit& visit) {
  if (visit.unchanged) {
    RecordUnchanged(visit);
    co_await On(workers_, [this, &visit] {
      visit.outlinks =
          FindOutlinks(visit.task, visit.record, visit.unchanged->body, scope_, options_, links_, &meanings_);
      return true;
    });
  }
  const bool answered = visit.record.outcome == FetchOutcome::kOk;
  const bool any_body = !visit.exchange.body.empty();
  if (!visit.unchanged && (answered || any_body)) {
    const BogusAnswer* bogus = BogusOf(visit);
    co_await On(workers_, [this, &visit, answered, bogus] {
      const std::string& body = visit.exchange.body;
      if (!body.empty()) visit.record.body_sha256 = base::Sha256Hex(body);
      visit.record.body_bytes = static_cast<int64_t>(body.size());
      if (!answered) return true;
      StatusVerdict verdict =
          JudgeAnswer(visit.record.http_status, visit.exchange.response_head, body, options_);
      visit.record.outcome = verdict.outcome;
      visit.record.outcome_detail = std::move(verdict.detail);
      if (verdict.outcome == FetchOutcome::kOk &&
          visit.record.content_type.find("html") != std::string::npos) {
        visit.sketch = SketchOf(body);
        if (std::string why = bogus == nullptr ? std::string() : WhySoft404(visit.record, body, *bogus);
            !why.empty()) {
          visit.record.outcome = FetchOutcome::kSoft404;
          visit.record.outcome_detail = std::move(why);
        } else if (options_.later_round) {
          visit.gone_since = WhyGoneSince(
              visit.record, links_.SaysGone(visit.record.final_url, visit.record.content_type, body));
        }
      }
      if (visit.record.outcome == FetchOutcome::kOk) {
        visit.outlinks = FindOutlinks(visit.task, visit.record, body, scope_, options_, links_, &meanings_,
                                      visit.exchange.response_head);
      } else if (visit.record.outcome == FetchOutcome::kGone ||
                 visit.record.outcome == FetchOutcome::kSoft404) {
        if (auto other = FallbackOf(visit.task, scope_)) {
          visit.outlinks.addresses.push_back(other->url);
          visit.outlinks.tasks.push_back(std::move(*other));
        }
      }
      return true;
    });
  }
  if (!visit.gone_since.empty()) co_await SettleGone(visit);
  if (visit.record.outcome == FetchOutcome::kOk && visit.record.kind != model::TaskKind::kRobots &&
      visit.record.kind != model::TaskKind::kProbe && any_body) {
    if (const auto url = base::Url::Parse(visit.task.url))
      traps_.Saw(*url, visit.record.body_sha256, visit.sketch, visit.outlinks.tasks);
    const std::string like = contents_.Note(visit.record.url, visit.record.body_sha256, visit.sketch);
    std::string& detail = visit.record.outcome_detail;
    if (!like.empty()) detail += (detail.empty() ? "" : "; ") + like;
    if (!like.empty() && contents_.Generation(visit.record.url, visit.record.found_on,
                                              visit.record.body_sha256) >= kGenerations) {
      LeaveLinks(&visit.outlinks);
    }
  }
  if (!visit.robots_note.empty()) {
    std::string& detail = visit.record.outcome_detail;
    detail += (detail.empty() ? "" : "; ") + visit.robots_note;
  }
}

/// What reads like a missing page is one only where the round before read another.
CrawlRun::Awaitable<void> CrawlRun::SettleGone(Visit& visit) {
  const auto earlier = co_await Write([this, &visit] { return sink_.Earlier(visit.task.url); });
  if (!earlier || !*earlier || (*earlier)->sha256 == visit.record.body_sha256) co_return;
  visit.record.outcome = FetchOutcome::kSoft404;
  visit.record.outcome_detail = std::move(visit.gone_since);
  visit.outlinks = {};
}

/// None of them is followed from this page; another may still name them.
void CrawlRun::LeaveLinks(Outlinks* outlinks) {
  for (const model::FetchTask& task : outlinks->tasks)
    outlinks->skipped_urls.emplace_back(SkipReason::kRepeatedPage, task.url);
  if (!outlinks->tasks.empty())
    outlinks->skipped[SkipReason::kRepeatedPage] += static_cast<int>(outlinks->tasks.size());
  outlinks->tasks.clear();
  outlinks->to_settle.clear();
}

/// What the page's origin says to dead addresses; null: not known, or nothing to tell pages by.
const BogusAnswer* CrawlRun::BogusOf(const Visit& visit) {
  if (!options_.probe_soft_404 || visit.record.kind == model::TaskKind::kProbe ||
      visit.record.kind == model::TaskKind::kRobots)
    return nullptr;
  const auto url = base::Url::Parse(visit.task.url);
  if (!url) return nullptr;
  const ProbeState& state = hosts_.ProbeOf(*url);
  return state.stage == ProbeState::Stage::kKnown && state.answer.soft ? &state.answer : nullptr;
}

CrawlRun::Awaitable<void> CrawlRun::Save(Visit& visit, bool own, bool open) {
  int added = 0;
  bool known = false;
  // It has its record, but a later run on this frontier asks it after all: Recover gives it back.
  const bool left = own ? open : WaitsForALaterRun(visit.record);
  visit.exchange.outlinks = std::move(visit.outlinks.addresses);
  const auto saved = co_await Write([this, &visit, &added, &known, own, left]() -> base::Status {
    if (own && !left) {  // Added and ended in one step: nobody may take it meanwhile.
      ASSIGN_OR_RETURN(const int fresh, frontier_.Add({visit.task}));
      known = fresh == 0;
      if (known) return {};
    }
    ASSIGN_OR_RETURN(visit.record, sink_.Store(std::move(visit.record), visit.exchange));
    if (!visit.outlinks.tasks.empty()) {
      ASSIGN_OR_RETURN(added, frontier_.Add(visit.outlinks.tasks));
    }
    return left ? base::Status() : frontier_.FinishTask(visit.task, visit.record.outcome);
  });
  if (!saved) {
    Fail(base::WithPlace(saved.error(), "crawl of " + visit.task.url));
    co_return;
  }
  if (known) co_return;
  for (const LinkMeaningPtr& meaning : visit.outlinks.to_settle)
    meaning->offered.store(true, std::memory_order_release);
  progress_.queued += added - (own ? 0 : 1);
  if (added > 0) {
    for (const model::FetchTask& task : visit.outlinks.tasks) {
      if (SiteState* site = Find(task.site)) site->maybe_waiting = true;
    }
    wake_.Notify();
  }
  if (SiteState* site = Find(visit.record.site)) {
    site->left += left && !own ? 1 : 0;
    for (const auto& [reason, count] : visit.outlinks.skipped) {
      site->summary.skipped[reason] += count;
      progress_.skipped[reason] += count;
    }
    ListSkipped(visit.outlinks, site);
  }
  if (!visit.counted) {
    Count(visit.record);
  } else if (observer_ != nullptr) {
    observer_->OnPage(visit.record);
  }
}

void CrawlRun::ListSkipped(const Outlinks& outlinks, SiteState* site) {
  constexpr size_t kMaxListed = 5'000;
  for (const auto& [reason, url] : outlinks.skipped_urls) {
    if (site->summary.skipped_urls.size() >= kMaxListed) return;
    if (site->skipped_seen.insert(url).second) site->summary.skipped_urls.emplace_back(reason, url);
  }
}

void CrawlRun::Count(const model::PageRecord& record) {
  ++progress_.fetched;
  // A bogus address is our own question: its 404 is no dead link of the site.
  const bool asked = record.kind != model::TaskKind::kProbe;
  if (asked) ++progress_.outcomes[record.outcome];
  progress_.bytes += record.body_bytes;
  if (SiteState* site = Find(record.site)) {
    if (asked) ++site->summary.outcomes[record.outcome];
    site->summary.bytes += record.body_bytes;
  }
  if (observer_ != nullptr) observer_->OnPage(record);
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
  progress_.hosts = hosts_.Progress();
  observer_->OnProgress(progress_);
}

}  // namespace mingcha::crawler
