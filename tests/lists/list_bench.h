#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/run.h"
#include "tests/testing/loopback_site.h"
#include "tests/testing/memory_store.h"

namespace mingcha::testing {

/// One scripted site whose lists are walked by the real crawler with the shipped CMS profiles, then read by
/// the extractor and judged by the checker. `/` links to what Walk is given; `/d/N.html` is the detail page
/// of row N.
class ListBench {
 public:
  ListBench();

  LoopbackSite site;
  MemoryFrontier frontier;
  MemorySink sink;
  int max_pages = 400;

  /// Rows first … last (numbered from 1, newest first) as `<li>` with link and day; row 1 is of `newest`,
  /// each further one `days_apart` days older.
  [[nodiscard]] std::string Rows(int first, int last) const;
  [[nodiscard]] std::string Day(int row) const;
  static std::string Title(int row);
  std::string newest = "2025-06-01";
  int days_apart = 1;

  /// A whole list page: the rows and below them the pager.
  [[nodiscard]] std::string ListPage(int first, int last, const std::string& pager) const;
  static std::string Page(const std::string& head, const std::string& body);

  /// Crawls, extracts, checks coverage: the trail whose first page is `first`.
  model::ListTrail Walk(const std::string& first);
  /// Numbers of the rows whose detail page was read.
  [[nodiscard]] std::set<int> Read() const;
  /// Requests whose target begins so.
  [[nodiscard]] int Asked(std::string_view prefix) const;
  [[nodiscard]] std::vector<model::ListTrail> trails() const { return trails_; }

 private:
  std::vector<model::ListTrail> trails_;
};

/// 1 … n.
[[nodiscard]] std::set<int> UpTo(int n);

}  // namespace mingcha::testing
