#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/url_fold.h"
#include "model/disclosure.h"
#include "model/page_facts.h"
#include "model/page_record.h"
#include "model/run.h"

namespace mingcha::model {

/// An answer that named another address.
struct RedirectAnswer {
  std::string url;  ///< That was asked.
  base::Instant at;
  std::string remote_address;
  std::string request_head, request_body, response_head, body;  ///< As in Exchange.
};

/// The bytes of one exchange as they went over the wire, for the archive.
struct Exchange {
  std::string request_head;   ///< Request line and headers.
  std::string response_head;  ///< Status line and headers as sent.
  std::string body;           ///< Body after transfer and content decoding.
  /// Addresses in scope that the page leads to, for the record's metadata.
  std::vector<std::string> outlinks = {};
  std::string request_body = {};  ///< Of a POST.
  /// The answers that led here, one for each of the record's redirects that was asked.
  std::vector<RedirectAnswer> redirects = {};
};

/// A page as an earlier round left it: what a 304 answer speaks of.
struct EarlierPage {
  std::string body;
  std::string content_type, sha256;
  WarcRef warc;  ///< In this assessment's own folder.
  base::Instant fetched_at;
};

/// Takes what the crawler fetched: archives the bytes, stores the record, and returns it with id and WARC
/// place. Called from one thread only.
class PageSink {
 public:
  virtual ~PageSink() = default;
  virtual base::Result<PageRecord> Store(PageRecord record, const Exchange& exchange) = 0;
  /// The page an earlier round, or an earlier run of this one, left at this URL, read and checked; nullopt:
  /// there is none. The record of an unchanged page names its `warc`, `body_sha256` and `body_from`, and
  /// Store writes a revisit for it.
  virtual base::Result<std::optional<EarlierPage>> Earlier(std::string_view url) {
    (void)url;
    return std::nullopt;
  }
};

/// Gives back what is stored.
class PageSource {
 public:
  virtual ~PageSource() = default;
  /// All records in order of id.
  virtual base::Status ForEach(const std::function<base::Status(const PageRecord&)>& visit) = 0;
  /// The decoded body of one record, read from the archive and checked against its digest.
  virtual base::Result<std::string> Body(const PageRecord& record) = 0;
};

/// What one page says about where to go on.
struct PageLinks {
  std::vector<Link> links;     ///< In order of appearance, resolved, http(s) only.
  bool is_list = false;        ///< Looks like a list page (many dated entries, a pager); told, as the
                               ///< rest below, for pages with a pager only.
  bool scripted_list = false;  ///< A list that only scripts fill.
  std::optional<base::Date> newest, oldest;  ///< Dates of its entries.
  std::string rows = {};                     ///< Digest of the entries' addresses; empty: no list.
  bool runs_forward = false;                 ///< Its rows run from old to new (list_order.h).
};

/// Finds outlinks; implemented where HTML is parsed, used by the crawler. Thread-safe: called from CPU
/// workers.
class LinkFinder {
 public:
  virtual ~LinkFinder() = default;
  [[nodiscard]] virtual PageLinks Find(std::string_view url, std::string_view content_type,
                                       std::string_view body) const = 0;
  /// True if the page says in words that what was asked for is not there, whatever its status. False where
  /// this finder knows no such words.
  [[nodiscard]] virtual bool SaysGone(std::string_view url, std::string_view content_type,
                                      std::string_view body) const {
    (void)url;
    (void)content_type;
    (void)body;
    return false;
  }
};

/// The frontier on disk: what is to be asked and what was. One thread at a time.
///
/// A task is added once for ever (by URL); Take marks it in flight; Finish marks it done. After a crash,
/// A site of the frontier, and which of its addresses count as one page.
struct SiteAddresses {
  std::string id;
  base::FoldRules fold;
};

/// tasks in flight are given out again (Recover), so a page is asked twice at worst and lost never.
class FrontierLog {
 public:
  virtual ~FrontierLog() = default;
  /// Adds those not yet known by their key (FetchTask::key, else the URL); returns how many were new.
  virtual base::Result<int> Add(const std::vector<FetchTask>& tasks) = 0;
  /// Up to `limit` waiting tasks of a site, best first (kind, depth, order of discovery), marked in flight.
  virtual base::Result<std::vector<FetchTask>> Take(std::string_view site, int limit) = 0;
  virtual base::Status Finish(std::string_view url, FetchOutcome outcome) = 0;
  /// The same for a task that Take gave out or Add took: its place saves the search.
  virtual base::Status FinishTask(const FetchTask& task, FetchOutcome outcome) {
    return Finish(task.url, outcome);
  }
  /// Back to waiting, for another attempt.
  virtual base::Status Retry(const FetchTask& task) = 0;
  /// Puts a task in flight aside until Recall: it still counts as waiting, but Take does not give it. False:
  /// this log cannot, and the task stays in flight.
  virtual base::Result<bool> Postpone(const FetchTask& task) {
    (void)task;
    return false;
  }
  /// Lets Take give postponed tasks again; returns how many there were.
  virtual base::Result<int> Recall() { return 0; }
  /// The URLs of the finished tasks that Done counts, in no order.
  virtual base::Status ForEachDone(std::string_view site,
                                   const std::function<void(std::string_view url)>& visit) {
    (void)site;
    (void)visit;
    return {};
  }
  /// Makes in-flight tasks waiting again; returns how many.
  virtual base::Result<int> Recover() = 0;
  /// Waiting tasks per site.
  virtual base::Result<int> Waiting(std::string_view site) = 0;
  /// Called when nothing waits any more. Adds what only earlier rounds know of these sites and no link led
  /// to, and makes pages that vanished wait for a second look; returns how many tasks now wait. Ends by
  /// giving 0.
  virtual base::Result<int> Refill(const std::vector<SiteAddresses>& sites) {
    (void)sites;
    return 0;
  }
  /// Finished tasks of a site, neither robots files nor those that ended as kBudget: what of its page budget
  /// earlier runs used up. A log that does not keep them says 0.
  virtual base::Result<int> Done(std::string_view site) {
    (void)site;
    return 0;
  }
};

}  // namespace mingcha::model
