#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {

/// What a scenario says of one address after the crawl.
struct ExpectedPage {
  std::string target;
  std::string outcome;        ///< `none`: no record.
  std::string says;           ///< Part of outcome_detail.
  std::optional<int> visits;  ///< Requests the site saw.
};

/// Bounds of a count, both included.
struct ExpectedCount {
  int at_least = 0, at_most = 1 << 30;
};

/// One scripted site and how its crawl must end; one file of tests/crawler/scenarios each.
///
/// A file has `about` (one sentence), `site` and `options` (settings by their names in model/site.h and
/// crawler/crawl_options.h), `routes` (target → reply, or a list of replies for the first, second … visit,
/// the last for all further), `otherwise` (reply to every other target) and `expect`. A reply has `status`,
/// `headers`, `body`, `links`, `repeat` (how often the body stands there), `gzip`, `delay_ms`, `chunk_bytes`,
/// `chunk_delay_ms` and `fault`. In bodies, links and header values `{self}` is the target asked for,
/// `{host}` the site's host and port, `{+N}` the last number of the target plus N,
/// `{-self}` the target without its last number.
struct Scenario {
  std::string name, about;
  std::map<std::string, std::string> site, options;
  std::map<std::string, std::vector<std::string>> site_lists, option_lists;
  std::map<std::string, std::vector<testing::Reply>> routes;
  std::optional<testing::Reply> otherwise;
  std::vector<ExpectedPage> pages;
  std::map<std::string, ExpectedCount> outcomes;  ///< Outcome → how many pages end so.
  std::map<std::string, ExpectedCount> skipped;   ///< Reason → how many links were left.
  std::optional<ExpectedCount> requests;          ///< All the site saw.
};

/// Every fault of the file is a test failure naming it.
[[nodiscard]] Scenario ReadScenario(const std::string& path);
/// Paths of all scenario files, sorted.
[[nodiscard]] std::vector<std::string> ScenarioFiles();

/// Sets the bench up as the scenario says.
void Script(const Scenario& scenario, CrawlBench* bench);
/// Compares what a crawl left with what the scenario expects.
void Compare(const Scenario& scenario, const CrawlBench& bench, const CrawlSummary& summary);

}  // namespace mingcha::crawler
