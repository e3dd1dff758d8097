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
  /// Pages that only scripts fill, opened in a browser at most (docs/adr/0040); 0: none.
  int render_pages = 0;
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

/// One way in which lists of a CMS go on: where its signs stand, and how their further pages are asked.
///
/// The patterns are RE2 with named groups. What a group read fills `{group}` in the templates; these groups
/// have a meaning: `count` pages in all, `rows` entries in all, `size` entries on a page, `current` the
/// page's own number as the CMS counts (from `first`). docs/cms.md explains them with examples.
struct PagerRule {
  std::string id;                   ///< What it is called in messages; unique in its profile.
  std::vector<std::string> script;  ///< Looked for in script text without comments; the first hit counts.
  std::vector<std::string> page;    ///< Looked for in the page's source.
  std::vector<std::string> next;    ///< Looked for in `href` and `onclick` of links named «next page».
  std::vector<std::string> values;  ///< Further groups, looked for in the page's source; may be absent.
  bool every = false;               ///< Each hit is a list of its own, not only the first.
  bool opens = false;               ///< The page itself has no rows: the templates name page 1 too.
  int first = 1;                    ///< The number that `current` has on page 1.
  /// How page k is asked, best form first; a later form is tried where the page before shows that the first
  /// is wrong. Relative to the page. Placeholders: docs/cms.md.
  std::vector<std::string> pages;
  int pages_until = 0;                    ///< Above 0: pages after this one have the form `pages_beyond`.
  std::vector<std::string> pages_beyond;  ///< As `pages`.
  std::string post;            ///< Not empty: asked by POST with this body, `name=value&…`; a template too.
  bool hidden_fields = false;  ///< The hidden fields of the page's form go into the body as well.

  bool operator==(const PagerRule&) const = default;
};

/// An answer that is no page but holds rows of a list: JSON, or markup in a wrapping of its own.
///
/// Paths walk into JSON by keys with dots (`data.list`); of several the first that leads somewhere counts.
struct ListAnswer {
  std::string id;  ///< What it is called in messages; unique in its profile.
  std::vector<std::string>
      urls;  ///< RE2 with groups on `path?query#body` of the request: an answer of this kind.
  std::vector<std::string> values;             ///< RE2 with groups on the answer's text.
  std::vector<std::string> rows;               ///< Paths to the array of rows.
  std::vector<std::string> title, link, date;  ///< Paths inside a row.
  std::string
      link_form;  ///< Template of a row's address where it holds only parts of it: `/content/{id}.html`.
  std::vector<std::string>
      markup;  ///< Paths to HTML that holds the rows; with neither, the answer itself is markup.
  std::vector<std::string> total;  ///< Paths to the number of entries in all.
  std::vector<std::string> count;  ///< Paths to the number of pages.
  int first = 1;                   ///< The number that `current` has on page 1.
  std::vector<std::string> pages;  ///< As in PagerRule.
  std::string post;                ///< As in PagerRule.

  bool operator==(const ListAnswer&) const = default;
};

/// How one content-management system is known, pages its lists and prints its pages: data of config/cms/.
struct CmsProfile {
  std::string id;
  std::string name;
  std::vector<std::string> sign_texts;  ///< RE2 on the page's source: made by this CMS.
  std::vector<std::string>
      sign_urls;  ///< RE2 on the URL path. With neither, the pagers are tried on all pages.
  std::vector<std::string> detail_urls;  ///< RE2 on the URL path: a detail page.
  std::vector<std::string> list_urls;    ///< RE2 on the URL path: a list page.
  std::vector<PagerRule> pagers;
  std::vector<ListAnswer> answers;
  std::vector<std::string> entry_date_urls;   ///< RE2 with groups (y, m, d): the day of entry into the CMS.
  std::vector<std::string> attachment_dates;  ///< RE2 with groups (y, m, d) on attachment names.
  ConfigPlace place;

  bool operator==(const CmsProfile&) const = default;
};

}  // namespace mingcha::model
