#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/workday_calendar.h"
#include "model/assessment.h"
#include "model/catalogue.h"
#include "model/inspection.h"
#include "model/lexicon.h"
#include "model/lifecycle.h"
#include "model/limit.h"
#include "model/site.h"
#include "model/unit.h"

namespace mingcha::model {

/// Everything a configuration folder says, merged and checked: what the loader gives and every stage reads.
/// Plain data; lists keep the order of the files, ids are unique. Immutable after loading, so any thread may
/// read it.
struct Plan {
  AssessmentSpec assessment;
  std::string document;  ///< Title of the plan that is assessed.
  std::vector<Domain> domains;
  std::vector<Area> areas;
  std::vector<Item> items;
  std::vector<TitleContext> title_contexts;
  std::vector<Unit> units;
  std::vector<std::string> unit_classes;
  std::vector<SiteProfile> sites;
  std::vector<PlaceRule> places;
  std::vector<Channel> channels;
  std::vector<CmsProfile> cms;
  std::vector<LimitRule> limits;
  std::vector<ChainLink> chains;
  std::vector<StageSpec> stages;  ///< Columns of the lifecycle matrix, in the order of life.
  std::vector<ExemptionGround> grounds;
  std::vector<std::pair<std::string, std::string>> twins;  ///< first gives way: tender.notice, bidding.notice
  Scoring scoring;
  Inspection inspection;
  Lexicon lexicon;
  Registers registers;
  base::CalendarSpec calendar;
  std::string digest;              ///< SHA-256 over all loaded files, names and bytes, in order.
  std::vector<std::string> files;  ///< Every file read, as named.

  [[nodiscard]] const Item* FindItem(std::string_view id) const;
  [[nodiscard]] const Area* FindArea(std::string_view id) const;
  [[nodiscard]] const Unit* FindUnit(std::string_view id) const;
  [[nodiscard]] const SiteProfile* FindSite(std::string_view id) const;
  [[nodiscard]] const ExemptionGround* FindGround(std::string_view id) const;
};

/// True if `id` is `glob`, or `glob` ends in `*` and `id` begins with what stands before it.
[[nodiscard]] bool GlobMatches(std::string_view glob, std::string_view id);
/// True if any glob matches.
[[nodiscard]] bool AnyGlobMatches(const std::vector<std::string>& globs, std::string_view id);

/// Unit ids named by a list of unit ids and class names, members of a class in the plan's order, no repeats.
[[nodiscard]] std::vector<std::string> ExpandUnits(const Plan& plan,
                                                   const std::vector<std::string>& units_and_classes);
/// The units an item names (its own list, else its area's), expanded.
[[nodiscard]] std::vector<std::string> ObligatedUnits(const Plan& plan, const Item& item);
/// The unit that answers for `unit` at `day`: follows successors of units whose validity ended. Never loops.
[[nodiscard]] std::string SuccessorAt(const Plan& plan, std::string_view unit, base::Date day);

}  // namespace mingcha::model
