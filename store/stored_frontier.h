#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/ports.h"
#include "store/database.h"
#include "store/write_batch.h"

namespace mingcha::store {

/// First 64 bits of SHA-256 over a URL, the index of tables that are looked up by URL.
[[nodiscard]] int64_t UrlKey(std::string_view url);

/// The frontier in the database. Memory does not grow with the number of tasks: only a count per site is
/// held, and a bounded table of late keys.
///
/// Order of Take within a site: kind, then tasks tried less often, then depth, then order of discovery. Add
/// keeps a task's first discovery. Finish of an unknown URL is kNotFound.
class StoredFrontier final : public model::FrontierLog {
 public:
  /// Both must outlive the frontier.
  StoredFrontier(Database* database, WriteBatch* batch) : database_(database), batch_(batch) {}

  base::Result<int> Add(const std::vector<model::FetchTask>& tasks) override;
  base::Result<std::vector<model::FetchTask>> Take(std::string_view site, int limit) override;
  base::Status Finish(std::string_view url, model::FetchOutcome outcome) override;
  base::Status FinishTask(const model::FetchTask& task, model::FetchOutcome outcome) override;
  base::Status Retry(const model::FetchTask& task) override;
  base::Result<bool> Postpone(const model::FetchTask& task) override;
  base::Result<int> Recall() override;
  base::Result<int> Done(std::string_view site) override;
  base::Status ForEachDone(std::string_view site,
                           const std::function<void(std::string_view url)>& visit) override;
  base::Result<int> Recover() override;
  base::Result<int> Waiting(std::string_view site) override;
  /// Each of its two steps at most once a run: first what no link led to, then what vanished.
  base::Result<int> Refill(const std::vector<model::SiteAddresses>& sites) override;
  /// To be told once the rows of the round before are there.
  void SetHasEarlier(bool has) { has_earlier_ = has; }

 private:
  [[nodiscard]] base::Status LoadCounts();
  [[nodiscard]] base::Result<bool> AddOne(const model::FetchTask& task);
  [[nodiscard]] base::Result<int64_t> PlaceOf(const model::FetchTask& task);
  [[nodiscard]] base::Status BackToWaiting(const model::FetchTask& task, int state);
  Database* database_;
  WriteBatch* batch_;
  std::map<std::string, int, std::less<>> waiting_;
  bool has_earlier_ = false;
  int refills_ = 0;
  std::vector<std::string> remembered_;  // keys of late: a bounded table, so memory stays flat
  int64_t counted_at_ = -1;              // batch_->undone() when counted
};

}  // namespace mingcha::store
