#include "store/stored_frontier.h"

#include <charconv>
#include <functional>

#include "base/digest.h"
#include "model/enum_names.h"
#include "store/second_look.h"

namespace mingcha::store {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;
using model::FetchTask;

int64_t UrlKey(std::string_view url) {
  const std::string hex = base::Sha256Hex(url);
  uint64_t key = 0;
  std::from_chars(hex.data(), hex.data() + 16, key, 16);
  return static_cast<int64_t>(key);
}

namespace {

constexpr size_t kRemembered = size_t{1} << 16U;  // Keys kept at hand; a page of links costs no search then.

const std::string& KeyOf(const FetchTask& task) { return task.key.empty() ? task.url : task.key; }

}  // namespace

Status StoredFrontier::LoadCounts() {
  if (counted_at_ == batch_->undone()) return {};
  waiting_.clear();
  remembered_.assign(kRemembered, {});
  // 0 waiting, 3 postponed
  ASSIGN_OR_RETURN(Statement * counts,
                   database_->Cached("SELECT site, COUNT(*) FROM task WHERE state IN (0, 3) GROUP BY site"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, counts->Step());
    if (!row) break;
    waiting_[counts->Text(0)] = static_cast<int>(counts->Int(1));
  }
  counted_at_ = batch_->undone();
  return {};
}

Result<bool> StoredFrontier::AddOne(const FetchTask& task) {
  const std::string& key = KeyOf(task);
  std::string& remembered = remembered_[std::hash<std::string_view>{}(key) % kRemembered];
  if (remembered == key) return false;
  // The 64 bits stand for the text: among a million addresses two differ by them but once in some ten million
  // crawls.
  ASSIGN_OR_RETURN(
      Statement * insert,
      database_->Cached(
          "INSERT INTO task(key, url, site, kind, depth, found_on, anchor, attempts, state, outcome, fold, "
          "post, rows, fallback) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, '', ?9, ?10, ?11, ?12 "
          "WHERE NOT EXISTS(SELECT 1 FROM task WHERE fold = ?9)"));
  const int64_t place = UrlKey(task.url);
  insert->Bind(1, place).Bind(2, task.url).Bind(3, task.site);
  insert->Bind(9, task.key.empty() ? place : UrlKey(key));
  insert->Bind(4, static_cast<int64_t>(task.kind)).Bind(5, int64_t{task.depth}).Bind(6, task.found_on);
  insert->Bind(7, task.anchor).Bind(8, int64_t{task.attempts});
  insert->Bind(10, task.post).Bind(11, task.rows).Bind(12, task.fallback);
  RETURN_IF_ERROR(insert->Run());
  const bool is_new = database_->changes() == 1;
  remembered = key;
  return is_new;
}

Result<int> StoredFrontier::Add(const std::vector<FetchTask>& tasks) {
  if (tasks.empty()) return 0;
  RETURN_IF_ERROR(batch_->Begin());
  RETURN_IF_ERROR(LoadCounts());
  int added = 0;
  for (const FetchTask& task : tasks) {
    ASSIGN_OR_RETURN(const bool is_new, AddOne(task));
    if (!is_new) continue;
    ++added;
    ++waiting_[task.site];
  }
  RETURN_IF_ERROR(batch_->Checkpoint());
  return added;
}

Result<std::vector<FetchTask>> StoredFrontier::Take(std::string_view site, int limit) {
  std::vector<FetchTask> tasks;
  RETURN_IF_ERROR(batch_->Begin());
  RETURN_IF_ERROR(LoadCounts());
  const auto count = waiting_.find(site);
  if (limit <= 0 || count == waiting_.end() || count->second == 0) {
    RETURN_IF_ERROR(batch_->Checkpoint());
    return tasks;
  }
  std::vector<int64_t> places;
  ASSIGN_OR_RETURN(Statement * best,
                   database_->Cached("SELECT seq, url, kind, depth, found_on, anchor, attempts, "
                                     "post, rows, fallback FROM task "
                                     "INDEXED BY task_waiting WHERE site = ?1 AND state = 0 "
                                     "ORDER BY kind, attempts, depth, seq LIMIT ?2"));
  best->Bind(1, site).Bind(2, int64_t{limit});
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, best->Step());
    if (!row) break;
    if (best->Int(2) < 0 ||
        best->Int(2) >= static_cast<int64_t>(model::EnumNames<model::TaskKind>().size())) {
      const int64_t place = best->Int(0);
      best->Reset();
      return Fail(ErrorCode::kCorrupt, "{}: task {} is of an unknown kind. Restore the folder from a copy.",
                  database_->path(), place);
    }
    places.push_back(best->Int(0));
    tasks.push_back({.url = best->Text(1),
                     .site = std::string(site),
                     .kind = static_cast<model::TaskKind>(best->Int(2)),
                     .depth = static_cast<int>(best->Int(3)),
                     .found_on = best->Text(4),
                     .anchor = best->Text(5),
                     .attempts = static_cast<int>(best->Int(6)),
                     .etag = {},
                     .last_modified = {},
                     .key = {},
                     .place = best->Int(0),
                     .post = best->Text(7),
                     .rows = best->Text(8),
                     .fallback = best->Text(9)});
  }
  if (has_earlier_) RETURN_IF_ERROR(AddValidators(database_, &tasks));
  for (const int64_t place : places) {
    ASSIGN_OR_RETURN(Statement * mark, database_->Cached("UPDATE task SET state = 1 WHERE seq = ?1"));
    RETURN_IF_ERROR(mark->Bind(1, place).Run());
  }
  count->second -= static_cast<int>(tasks.size());
  RETURN_IF_ERROR(batch_->Checkpoint());
  return tasks;
}

Result<int64_t> StoredFrontier::PlaceOf(const FetchTask& task) {
  if (task.place > 0) return task.place;
  ASSIGN_OR_RETURN(Statement * find, database_->Cached("SELECT seq FROM task WHERE key = ?1 AND url = ?2"));
  find->Bind(1, UrlKey(task.url)).Bind(2, task.url);
  ASSIGN_OR_RETURN(const bool known, find->Step());
  if (!known) return Fail(ErrorCode::kNotFound, "Frontier: {} was never added.", task.url);
  const int64_t place = find->Int(0);
  find->Reset();
  return place;
}

Status StoredFrontier::Finish(std::string_view url, model::FetchOutcome outcome) {
  FetchTask task;
  task.url = std::string(url);
  return FinishTask(task, outcome);
}

Status StoredFrontier::FinishTask(const FetchTask& task, model::FetchOutcome outcome) {
  RETURN_IF_ERROR(batch_->Begin());
  RETURN_IF_ERROR(LoadCounts());
  ASSIGN_OR_RETURN(const int64_t place, PlaceOf(task));
  if (task.place == 0) {  // Not by way of Take: it may still be waiting.
    ASSIGN_OR_RETURN(Statement * find, database_->Cached("SELECT state, site FROM task WHERE seq = ?1"));
    ASSIGN_OR_RETURN(const bool known, find->Bind(1, place).Step());
    if (known && (find->Int(0) == 0 || find->Int(0) == 3)) --waiting_[find->Text(1)];
    find->Reset();
  }
  ASSIGN_OR_RETURN(Statement * mark,
                   database_->Cached("UPDATE task SET state = 2, outcome = ?2 WHERE seq = ?1"));
  RETURN_IF_ERROR(mark->Bind(1, place).Bind(2, model::EnumName(outcome)).Run());
  return batch_->Checkpoint();
}

Status StoredFrontier::BackToWaiting(const FetchTask& task, int state) {
  RETURN_IF_ERROR(batch_->Begin());
  RETURN_IF_ERROR(LoadCounts());
  ASSIGN_OR_RETURN(const int64_t place, PlaceOf(task));
  ASSIGN_OR_RETURN(
      Statement * mark,
      database_->Cached("UPDATE task SET state = ?3, attempts = ?2 WHERE seq = ?1 AND state = 1"));
  RETURN_IF_ERROR(mark->Bind(1, place).Bind(2, int64_t{task.attempts}).Bind(3, int64_t{state}).Run());
  if (database_->changes() == 0)
    return Fail(ErrorCode::kNotFound, "Frontier: {} is not in flight.", task.url);
  ++waiting_[task.site];
  return batch_->Checkpoint();
}

Status StoredFrontier::Retry(const FetchTask& task) { return BackToWaiting(task, 0); }

Result<bool> StoredFrontier::Postpone(const FetchTask& task) {
  RETURN_IF_ERROR(BackToWaiting(task, 3));
  return true;
}

Result<int> StoredFrontier::Recall() {
  RETURN_IF_ERROR(batch_->Begin());
  RETURN_IF_ERROR(database_->Execute("UPDATE task SET state = 0 WHERE state = 3"));
  const int recalled = database_->changes();
  RETURN_IF_ERROR(batch_->Checkpoint());
  return recalled;
}

Result<int> StoredFrontier::Done(std::string_view site) {
  ASSIGN_OR_RETURN(
      Statement * count,
      database_->Cached(
          "SELECT COUNT(*) FROM task WHERE site = ?1 AND state = 2 AND kind <> ?2 AND outcome <> ?3"));
  count->Bind(1, site).Bind(2, static_cast<int64_t>(model::TaskKind::kRobots));
  ASSIGN_OR_RETURN(const bool row, count->Bind(3, model::EnumName(model::FetchOutcome::kBudget)).Step());
  const int done = row ? static_cast<int>(count->Int(0)) : 0;
  count->Reset();
  return done;
}

Status StoredFrontier::ForEachDone(std::string_view site,
                                   const std::function<void(std::string_view url)>& visit) {
  ASSIGN_OR_RETURN(
      Statement * rows,
      database_->Cached(
          "SELECT url FROM task WHERE site = ?1 AND state = 2 AND kind <> ?2 AND outcome <> ?3"));
  rows->Bind(1, site).Bind(2, static_cast<int64_t>(model::TaskKind::kRobots));
  rows->Bind(3, model::EnumName(model::FetchOutcome::kBudget));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, rows->Step());
    if (!row) return {};
    visit(rows->Text(0));
  }
}

Result<int> StoredFrontier::Recover() {
  RETURN_IF_ERROR(batch_->Begin());
  RETURN_IF_ERROR(database_->Execute("UPDATE task SET state = 0 WHERE state = 1"));
  const int recovered = database_->changes();
  counted_at_ = -1;
  RETURN_IF_ERROR(batch_->Commit());
  return recovered;
}

Result<int> StoredFrontier::Refill(const std::vector<model::SiteAddresses>& sites) {
  int added = 0;
  while (has_earlier_ && added == 0 && refills_ < 2) {
    RETURN_IF_ERROR(batch_->Begin());
    auto step = refills_ == 0 ? AddUnlinked(database_, sites) : AskVanishedAgain(database_);
    if (!step) return step;
    ++refills_;
    added = *step;
    RETURN_IF_ERROR(batch_->Commit());
  }
  counted_at_ = -1;
  return added;
}

Result<int> StoredFrontier::Waiting(std::string_view site) {
  RETURN_IF_ERROR(LoadCounts());
  const auto count = waiting_.find(site);
  return count == waiting_.end() ? 0 : count->second;
}

}  // namespace mingcha::store
