#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/day_hours.h"
#include "crawler/content_memory.h"
#include "crawler/crawler.h"
#include "crawler/engine/host_table.h"
#include "crawler/engine/http_client.h"
#include "crawler/engine/wait.h"
#include "crawler/page_work.h"
#include "crawler/soft404.h"
#include "crawler/text_sketch.h"
#include "crawler/trap_guard.h"

namespace mingcha::crawler {

/// The crawl as coroutines on one io_context.
///
///   frontier ──Take──▶ Dispatch ──▶ host queues ──▶ Worker: robots → pace → fetch ──▶ CPU pool: judge, hash,
///      ▲                                                                              links
///      └───────────────────── writer thread: Store, Add, Finish ◀─────────────────────────┘
///
/// All members belong to the thread that runs Run; the pools get values or what stands still meanwhile.
class CrawlRun {
 public:
  CrawlRun(const CrawlOptions& options, model::FrontierLog& frontier, model::PageSink& sink,
           const model::LinkFinder& links, const base::Clock& clock, CrawlObserver* observer);

  base::Result<CrawlSummary> Run();
  /// Any thread.
  void Stop();

 private:
  using Steady = std::chrono::steady_clock;
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  struct SiteState {
    const model::SiteProfile* profile = nullptr;
    SiteCrawlSummary summary;
    int in_memory = 0;  ///< Taken from the frontier and not ended.
    int taken = 0;      ///< Against the budget, earlier runs included.
    int left = 0;       ///< Have their record, and wait for a later run (the host was busy, robots unknown).
    std::unordered_set<std::string> skipped_seen;
    bool maybe_waiting = true;  ///< The frontier may have tasks of this site.
  };
  /// One task on its way.
  struct Visit {
    model::FetchTask task;
    model::PageRecord record;
    model::Exchange exchange;
    Outlinks outlinks;
    std::string robots_note;  ///< What robots would have said, in report-only mode; which copy spoke.
    std::optional<model::EarlierPage> unchanged;  ///< What a 304 speaks of.
    std::string gone_since;  ///< Why it is none, if an earlier round read a page there (WhyGoneSince).
    TextSketch sketch;
    bool provisional = false;  ///< Robots could not be had: not the site's word.
    bool counted = false;      ///< An earlier answer to the same question was counted.
    bool aside = false;        ///< Put aside until the end of the run.
    bool given_up = false;     ///< The run stops: no record, the task stays in the frontier.
  };
  struct RobotsLeave {
    bool stopped = false;
    model::FetchOutcome outcome = model::FetchOutcome::kOk;
    std::string detail;
    bool provisional = false;
  };

  /// One step of the writer: frontier and sink are touched nowhere else, and nothing comes between the calls
  /// of one step.
  template <typename Work>
  auto Write(Work work) {
    return On(writer_, [this, work = std::move(work)]() mutable {
      if (options_.before_write) options_.before_write();
      return work();
    });
  }

  Awaitable<void> Main();
  Awaitable<bool> Open();
  Awaitable<void> AddSeeds();
  Awaitable<void> Dispatch();
  Awaitable<bool> TakeFor(SiteState& site);
  Awaitable<bool> SecondChance();
  [[nodiscard]] std::string WhyNotNow(const SiteState& site, const model::FetchTask& task);
  Awaitable<bool> Refill();
  Awaitable<void> Close();

  Awaitable<void> Work(HostState& host);
  Awaitable<void> Requeue(model::FetchTask task, std::chrono::milliseconds wait);
  [[nodiscard]] bool MarkLeftAlone(Visit& visit);
  /// False: the task comes back later.
  Awaitable<bool> Process(model::FetchTask task);
  Awaitable<void> FetchChain(Visit& visit);
  Awaitable<bool> AskAgain(Visit& visit, const HostState* host);
  Awaitable<bool> PutAside(Visit& visit);
  Awaitable<void> Judge(Visit& visit);
  Awaitable<void> SettleGone(Visit& visit);
  [[nodiscard]] const BogusAnswer* BogusOf(const Visit& visit);
  static void LeaveLinks(Outlinks* outlinks);
  static void ListSkipped(const Outlinks& outlinks, SiteState* site);
  [[nodiscard]] model::PageRecord RecordOf(const model::FetchTask& task) const;
  /// `own`: the crawl's own question, which was never in the frontier; it is recorded once, whoever asks
  /// again. `open`: but not this answer, which another may take the place of, in this run or a later one.
  Awaitable<void> Save(Visit& visit, bool own = false, bool open = false);
  bool TakeRedirect(Visit& visit, const HttpResponse& response, base::Url& url);
  static void TakeAnswer(Visit& visit, HttpResponse response);
  static void KeepRedirectAnswer(Visit& visit);

  /// What robots.txt of the URL's origin says, fetched first if need be.
  Awaitable<RobotsLeave> AskRobots(base::Url url, std::string site);
  Awaitable<void> LoadRobots(RobotsState& state, base::Url url, std::string site);
  Awaitable<HttpResponse> FetchRobots(base::Url robots_url, const model::SiteProfile& site, Visit& visit);
  Awaitable<bool> RecallRobots(RobotsState& state, Visit& visit);
  static void ApplyRobots(RobotsState& state, const HttpResponse& response, const std::string& agent,
                          bool first);
  void ForgetStaleRobots(RobotsState& state) const;
  Awaitable<void> AskBogus(base::Url url, std::string site);
  Awaitable<void> WaitForHours(const model::SiteProfile& site);
  static HttpResponse NotAsked(const HostState& host);
  void NoteHealth(HostState& host, const HttpResponse& response) const;
  /// `post`: body of a POST request; empty: GET. `validators`: ask whether the page an earlier round left is
  /// still the same; null: ask plainly.
  Awaitable<std::optional<HttpResponse>> Ask(base::Url url, const model::SiteProfile& site,
                                             model::TaskKind kind, std::string post,
                                             const model::FetchTask* validators = nullptr);
  Awaitable<void> TakeUnchanged(Visit& visit);
  static void RecordUnchanged(Visit& visit);
  [[nodiscard]] ScopeVerdict ScopeOfHop(const model::PageRecord& record, const base::Url& target) const;

  void Enqueue(model::FetchTask task);
  void Spawn(Awaitable<void> coroutine);
  void EndTask(const std::string& site);
  void Fail(base::Error error);
  void StopNow();
  void OnStop();
  void Count(const model::PageRecord& record);
  void Report(bool force);
  SiteState* Find(const std::string& site);

  const CrawlOptions& options_;
  model::FrontierLog& frontier_;
  model::PageSink& sink_;
  const model::LinkFinder& links_;
  const base::Clock& clock_;
  CrawlObserver* const observer_;
  const Scope scope_;
  TrapGuard traps_{options_};
  ContentMemory contents_;
  LinkMemory meanings_;                          ///< Used by the workers.
  std::map<std::string, base::DayHours> hours_;  ///< Of sites that may not be asked at any time.

  boost::asio::io_context io_{1};
  boost::asio::thread_pool workers_;
  boost::asio::thread_pool writer_{1};
  Sleeper sleeper_{io_};
  HttpClient client_{io_};
  HostTable hosts_{io_, sleeper_};
  Event wake_{io_};   ///< The dispatcher has something to look at.
  Event room_{io_};   ///< Bytes were stored.
  Event quiet_{io_};  ///< A coroutine ended.
  boost::asio::steady_timer grace_{io_};

  std::vector<SiteState> sites_;
  int in_memory_ = 0;
  int taken_ = 0;
  int coroutines_ = 0;
  int64_t pending_bytes_ = 0;  ///< Received, not yet stored.
  int stops_ = 0;
  bool stopping_ = false;
  bool last_round_ = false;  ///< What was put aside is being asked.
  std::string stop_reason_ = "end";
  std::optional<base::Error> error_;
  CrawlProgress progress_;
  Steady::time_point started_, reported_;
};

}  // namespace mingcha::crawler
