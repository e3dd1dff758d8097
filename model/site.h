#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/basis.h"

namespace mingcha::model {

enum class SiteKind { kPortal, kDepartment, kTown, kExchange, kCredit, kMunicipal, kOther };
enum class RobotsMode { kObey, kReportOnly };

/// How fast a host may be asked.
struct Pace {
  int delay_ms = 1000;      ///< Least time between two requests to one host.
  int concurrency = 1;      ///< Requests at once to one host.
  int timeout_ms = 30'000;  ///< Per request.

  bool operator==(const Pace&) const = default;
};

/// A stretch of a site that gets no more than its share (calendars, search pages, endless archives).
struct PathBudget {
  std::string pattern;  ///< RE2 on path+query; the first that matches counts.
  int max_pages = 0;    ///< 0: no limit of its own.
  int max_depth = 0;    ///< Links from the seed; 0: no limit of its own.

  bool operator==(const PathBudget&) const = default;
};

/// A place that is crawled (站点): what to ask first, what is inside, how fast.
struct SiteProfile {
  std::string id;
  std::string name;
  SiteKind kind = SiteKind::kOther;
  std::string unit;                      ///< Owning unit id; empty for platforms.
  std::vector<std::string> seeds;        ///< Absolute http(s) URLs.
  std::vector<std::string> hosts;        ///< Allowed `host` or `host:port`; default the seeds' hosts.
  std::vector<std::string> allow_paths;  ///< Path prefixes in scope; empty: all.
  std::vector<std::string> deny_paths;   ///< RE2 on path+query.
  std::string cms;                       ///< CMS profile id; empty: generic.
  Pace pace;
  RobotsMode robots = RobotsMode::kObey;
  std::string robots_authorisation;      ///< Required text for kReportOnly; printed in every report.
  bool allow_private_addresses = false;  ///< Loopback and private ranges may be connected to.
  int max_pages = 20'000;
  int max_depth = 20;
  int64_t max_body_bytes = 20'000'000;
  std::vector<PathBudget> path_budgets;
  std::vector<std::string> hours;  ///< `22:00-06:00`, local time: asked only then; empty: at any time.
  std::vector<std::string>
      drop_parameters;                 ///< Query parameters that do not tell pages apart, besides the known.
  bool fold_default_documents = true;  ///< `/a/index.html` and `/a/` are one page.
  bool fold_twins = true;              ///< http and https, with and without www, are one site.
  bool address_verified = false;       ///< The public address was read in a source, not remembered.
  std::string address_source;
  bool crawl = true;  ///< false: known, but not crawled in this assessment.
  ConfigPlace place;

  bool operator==(const SiteProfile&) const = default;
};

/// A stretch of a site that belongs to a unit (settled.md 8), and which items it is the place for.
struct PlaceRule {
  std::string id;
  std::string site;
  std::string prefix;  ///< URL path prefix, or with `host/` in front; longest match wins.
  std::string unit;
  std::vector<std::string>
      items;  ///< Ids or globs this is a sufficient place for (settled.md 9); empty: none named.
  ValidRange valid;
  ConfigPlace place;

  bool operator==(const PlaceRule&) const = default;
};

/// Where information must be seen besides the unit's own site (plan section two, four).
struct Channel {
  std::string id;
  std::string name;
  std::vector<std::string> sites;      ///< Site ids that are this channel.
  std::vector<std::string> items;      ///< Ids or globs.
  std::vector<std::string> decisions;  ///< Restricts `items` by decision nature; empty: any.
  bool required = true;                ///< Absence there is channel_missing.
  Basis basis;
  ConfigPlace place;

  bool operator==(const Channel&) const = default;
};

/// How one content-management system pages its lists and prints its pages: data of config/cms/.
struct CmsProfile {
  std::string id;
  std::string name;
  std::vector<std::string> detail_urls;    ///< RE2 on the URL path: a detail page.
  std::vector<std::string> list_urls;      ///< RE2 on the URL path: a list page.
  std::vector<std::string> pager_scripts;  ///< RE2 with groups (count, current, base, ext) on script text.
  std::string page_url;  ///< How page k is named: `{base}_{k-1}.{ext}`, `{base}_{k}.{ext}` …
  std::vector<std::string> entry_date_urls;   ///< RE2 with groups (y, m, d): the day of entry into the CMS.
  std::vector<std::string> attachment_dates;  ///< RE2 with groups (y, m, d) on attachment names.
  ConfigPlace place;

  bool operator==(const CmsProfile&) const = default;
};

}  // namespace mingcha::model
