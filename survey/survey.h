#pragma once

#include <string>
#include <vector>

#include "base/message.h"
#include "model/catalogue.h"
#include "model/page_facts.h"
#include "model/page_record.h"
#include "model/site.h"
#include "model/unit.h"

namespace mingcha::survey {

struct SeenLink {
  std::string url, text;
};

/// One page of a portal as a first look found it. Plain data.
struct SeenPage {
  std::string site;  ///< Key of the site it was asked for: `host` or `host:port`.
  std::string url;   ///< As asked.
  std::string found_on;
  std::string anchor;  ///< Text of the link that led here.
  model::FetchOutcome outcome = model::FetchOutcome::kOk;
  int http_status = 0;
  model::PageKind kind = model::PageKind::kDetail;
  std::string title;
  std::string organiser;  ///< Who keeps the site, as its foot says; empty: it does not.
  std::vector<std::string> trail;
  std::vector<model::ListEntry> entries;
  std::vector<SeenLink> links;   ///< Those with a text, in order.
  int list_pages = 0;            ///< Of a list: the pages it says it has; 0: unknown.
  bool paged_by_script = false;  ///< Its further pages cannot be followed.
};

/// What is proposed of one site. `doubts` are for whoever confirms the folder.
struct ProposedSite {
  std::string id, name, unit, cms, host, seed;
  model::SiteKind kind = model::SiteKind::kOther;
  bool crawl = true;
  std::vector<base::Message> doubts;
};

struct ProposedUnit {
  std::string id, name;
  model::UnitKind kind = model::UnitKind::kDepartment;
  bool of_plan = false;  ///< A unit of the plan that the folder extends; its duties come from there.
  std::vector<std::string> aliases, classes;
  std::vector<base::Message> doubts;
  std::vector<std::string> proposed_classes = {};  ///< Whose members the plan leaves open: to be confirmed.
};

/// A stretch of a site: whose it is, and which items it is the place for.
struct ProposedPlace {
  std::string id, site, prefix, unit;  ///< No unit, and active: all units share it.
  std::string name;                    ///< Of the column or the folder.
  std::vector<std::string> items;      ///< Ids or globs; empty: everything of the unit.
  bool active = true;                  ///< False: written as a comment only, until somebody confirms it.
  std::vector<base::Message> doubts;
};

/// A column that nothing of the plan fits.
struct OtherColumn {
  std::string site, name, url;
};

/// A starting configuration for a new district, read off its portal.
struct Proposal {
  std::vector<ProposedSite> sites;
  std::vector<ProposedUnit> units;
  std::vector<ProposedPlace> places;
  std::vector<OtherColumn> others;
  std::vector<std::string> dropped_units;  ///< Ids of the plan's units in office that were not found.
  std::vector<std::string> dropped_areas;  ///< Ids of areas for which no unit is left to answer.
  std::vector<base::Message> doubts;       ///< About the whole.
};

}  // namespace mingcha::survey
