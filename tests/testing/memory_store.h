#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/ports.h"

namespace mingcha::testing {

/// A frontier that lives in memory and keeps the port's promises. One thread at a time.
class MemoryFrontier : public model::FrontierLog {
 public:
  base::Result<int> Add(const std::vector<model::FetchTask>& tasks) override {
    int added = 0;
    for (const model::FetchTask& task : tasks) {
      if (!keys_.insert(task.key.empty() ? task.url : task.key).second) continue;
      if (entries_.try_emplace(task.url, Entry{task, State::kWaiting, entries_.size(), {}}).second) ++added;
    }
    return added;
  }

  base::Result<std::vector<model::FetchTask>> Take(std::string_view site, int limit) override {
    std::vector<Entry*> waiting;
    for (auto& [url, entry] : entries_) {
      if (entry.state == State::kWaiting && entry.task.site == site) waiting.push_back(&entry);
    }
    std::sort(waiting.begin(), waiting.end(), [](const Entry* a, const Entry* b) {
      return std::tuple(a->task.kind, a->task.depth, a->order) <
             std::tuple(b->task.kind, b->task.depth, b->order);
    });
    std::vector<model::FetchTask> out;
    for (Entry* entry : waiting) {
      if (static_cast<int>(out.size()) >= limit) break;
      entry->state = State::kInFlight;
      out.push_back(entry->task);
    }
    return out;
  }

  base::Status Finish(std::string_view url, model::FetchOutcome outcome) override {
    Entry& entry = entries_.at(std::string(url));
    entry.state = State::kDone;
    entry.outcome = outcome;
    return {};
  }

  base::Status Retry(const model::FetchTask& task) override {
    Entry& entry = entries_.at(task.url);
    entry.state = State::kWaiting;
    entry.task = task;
    return {};
  }

  base::Result<bool> Postpone(const model::FetchTask& task) override {
    Entry& entry = entries_.at(task.url);
    entry.state = State::kPostponed;
    entry.task = task;
    return true;
  }

  base::Result<int> Recall() override {
    int recalled = 0;
    for (auto& [url, entry] : entries_) {
      if (entry.state != State::kPostponed) continue;
      entry.state = State::kWaiting;
      ++recalled;
    }
    return recalled;
  }

  base::Result<int> Recover() override {
    int recovered = 0;
    for (auto& [url, entry] : entries_) {
      if (entry.state != State::kInFlight) continue;
      entry.state = State::kWaiting;
      ++recovered;
    }
    return recovered;
  }

  base::Result<int> Waiting(std::string_view site) override {
    return Count(site, State::kWaiting) + Count(site, State::kPostponed);
  }

  base::Result<int> Done(std::string_view site) override { return Count(site, State::kDone); }

 private:
  enum class State { kWaiting, kInFlight, kDone, kPostponed };
  struct Entry {
    model::FetchTask task;
    State state = State::kWaiting;
    size_t order = 0;
    model::FetchOutcome outcome = model::FetchOutcome::kOk;
  };

  int Count(std::string_view site, State state) const {
    return static_cast<int>(std::count_if(entries_.begin(), entries_.end(), [&](const auto& pair) {
      const Entry& entry = pair.second;
      const bool counts = state != State::kDone || (entry.task.kind != model::TaskKind::kRobots &&
                                                    entry.outcome != model::FetchOutcome::kBudget);
      return entry.state == state && entry.task.site == site && counts;
    }));
  }

  std::map<std::string, Entry> entries_;
  std::set<std::string> keys_;
};

/// A sink that keeps everything; can be told to fail. One thread at a time while a crawl runs.
class MemorySink final : public model::PageSink {
 public:
  base::Result<model::PageRecord> Store(model::PageRecord record, const model::Exchange& exchange) override {
    if (fail_after_ >= 0 && static_cast<int>(records_.size()) >= fail_after_) {
      return base::Fail(base::ErrorCode::kIo, "no space left on device");
    }
    record.id = static_cast<int64_t>(records_.size()) + 1;
    records_.push_back(record);
    exchanges_.push_back(exchange);
    return record;
  }

  base::Result<std::optional<model::EarlierPage>> Earlier(std::string_view url) override {
    const auto found = earlier_.find(url);
    if (found == earlier_.end()) return std::nullopt;
    if (found->second.sha256.empty()) return base::Fail(base::ErrorCode::kCorrupt, "the archive is damaged");
    return found->second;
  }

  /// What an earlier round left at `url`; without a digest it cannot be read.
  void SetEarlier(std::string url, model::EarlierPage page) { earlier_[std::move(url)] = std::move(page); }
  /// The store fails from the n-th record on (0: at once); negative: never.
  void FailAfter(int n) { fail_after_ = n; }
  [[nodiscard]] const std::vector<model::PageRecord>& records() const { return records_; }
  [[nodiscard]] const std::vector<model::Exchange>& exchanges() const { return exchanges_; }
  /// Null if there is none; aborts nothing, so that a test can say what is missing.
  [[nodiscard]] const model::PageRecord* Find(std::string_view url) const {
    const auto found = std::find_if(records_.begin(), records_.end(),
                                    [&](const model::PageRecord& record) { return record.url == url; });
    return found == records_.end() ? nullptr : &*found;
  }
  /// The last record of an address that was asked again by a later run.
  [[nodiscard]] const model::PageRecord* FindLast(std::string_view url) const {
    const auto found = std::find_if(records_.rbegin(), records_.rend(),
                                    [&](const model::PageRecord& record) { return record.url == url; });
    return found == records_.rend() ? nullptr : &*found;
  }
  [[nodiscard]] const model::Exchange* ExchangeOf(std::string_view url) const {
    const model::PageRecord* record = Find(url);
    return record == nullptr ? nullptr : &exchanges_[static_cast<size_t>(record->id) - 1];
  }

 private:
  std::vector<model::PageRecord> records_;
  std::vector<model::Exchange> exchanges_;
  std::map<std::string, model::EarlierPage, std::less<>> earlier_;
  int fail_after_ = -1;
};

}  // namespace mingcha::testing
