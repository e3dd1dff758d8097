#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "model/assessment.h"
#include "model/disclosure.h"
#include "model/draw.h"
#include "model/finding.h"
#include "model/lifecycle.h"
#include "model/score.h"
#include "model/site.h"

namespace mingcha::model {

/// One list as it was walked: the ground on which «missing» stands.
struct ListTrail {
  std::string site;
  std::string url;   ///< First page.
  std::string name;  ///< Column name.
  int pages = 0;     ///< Pages of it fetched.
  int entries = 0;
  bool to_end = false;  ///< Walked to its last page, or to a whole page older than the window.
  /// `end`, `older_than_window`; or why not: `failed:<outcome>`, `not_asked`, `scripted`, `pager_unread`,
  /// `repeated` (its pages show the same rows again), `short` (fewer pages than it says it has).
  std::string stop_reason;
  std::vector<std::string> pages_urls;
  int announced = 0;        ///< Pages it says it has; 0 unknown.
  int announced_rows = -1;  ///< Entries it says it has; -1 unknown.

  bool operator==(const ListTrail&) const = default;
};

/// One URL in scope that could not be read conclusively.
struct CoverageGap {
  std::string site, url, found_on, anchor;
  std::string reason;  ///< FetchOutcomeName, `attachment_unread`, `scripted_list` …

  bool operator==(const CoverageGap&) const = default;
};

/// What was reached of one site.
struct SiteCoverage {
  std::string site;
  int planned = 0, fetched = 0, denied = 0, failed = 0, dead = 0, not_asked = 0, unread = 0;
  bool reached = false;  ///< At least one seed answered with a page.
  RobotsMode robots = RobotsMode::kObey;
  std::string robots_authorisation;
  std::vector<ListTrail> lists;
  std::vector<CoverageGap> gaps;  ///< Sorted by URL.

  bool operator==(const SiteCoverage&) const = default;
};

/// The run as every report's first page tells it. Times come from the store, never from the clock.
struct RunManifest {
  std::string id;
  std::string tool_version;
  std::string config_digest, config_path;
  std::string calendar;
  std::optional<base::Date> as_of;
  std::optional<Window> window;
  base::Instant crawl_started, crawl_ended;
  bool complete = false;  ///< The crawl came to its own end.
  std::string stop_reason;
  int pages = 0, disclosures = 0;
  std::map<std::string, std::string> flags;  ///< Command-line overrides, recorded.
  std::vector<std::string> previous;         ///< SHA-256 of the earlier rounds' manifest.json, oldest first.

  bool operator==(const RunManifest&) const = default;
};

/// A finding that does not stand (any more), and why.
struct ClosedFinding {
  Finding finding;  ///< As it was found; `state` says what became of it.
  base::Message reason;
  std::vector<Evidence> evidence;  ///< What shows it: the page as it is now.

  bool operator==(const ClosedFinding&) const = default;
};

/// What the checker gives: all of it, sorted.
struct CheckResult {
  std::vector<Obligation> obligations;      ///< By id order of (item, unit, subject, period).
  std::vector<Finding> findings;            ///< By (unit, item, kind, subject, url).
  std::vector<UnitScore> units;             ///< In the plan's order.
  std::vector<AggregateScore> aggregates;   ///< In the plan's order.
  std::vector<ProjectLifecycle> projects;   ///< By name, then id.
  std::vector<DueItem> due_soon;            ///< By (unit, due, item, subject).
  std::vector<UnitCoverage> unit_coverage;  ///< In the plan's order.
  std::vector<SampleDraw> samples;          ///< In the plan's order.
  std::vector<ClosedFinding> closed;        ///< Of the round before, or dismissed; in the order of findings.

  bool operator==(const CheckResult&) const = default;
};

}  // namespace mingcha::model
