#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/workday_calendar.h"
#include "model/disclosure.h"
#include "model/explanation.h"
#include "model/page_facts.h"
#include "model/page_record.h"
#include "model/plan.h"
#include "model/run.h"

namespace mingcha::checker {

/// What an explanation may draw on: one finished check and what it rested on. Borrows everything.
struct ExplainSource {
  const model::Plan& plan;
  const base::WorkdayCalendar& calendar;
  const model::RunManifest& run;
  const model::CheckResult& result;
  const std::vector<model::SiteCoverage>& coverage;
  const std::vector<model::Disclosure>& disclosures;
  /// The facts read from a page, where they are at hand; may be empty.
  std::function<std::optional<model::PageFacts>(int64_t page_id)> facts_of;
};

/// The calendar walked from `event` (not counted) to the last day of the limit: each day, whether it counts,
/// and the notice that decides about it. Natural days that end on a day off run on to the next working day,
/// for limits to publish by. The walk stops where the calendar ends; the last step says so.
[[nodiscard]] std::vector<model::CalendarStep> StepsOfLimit(const base::WorkdayCalendar& calendar,
                                                            base::Date event, const model::LimitRule& limit);
/// Every day after `due` up to and with `day`, counted in `unit`: the days a publication was over.
[[nodiscard]] std::vector<model::CalendarStep> StepsOver(const base::WorkdayCalendar& calendar,
                                                         base::Date due, base::Date day, model::DayUnit unit);

/// Tells why: rule and article and why no other rule governs, what it rests on, dates with their sources,
/// the calendar day by day, candidates and why they were refused, coverage, evidence, points, and what would
/// change the verdict. Sentences only: no verdict is made here. Pure; immutable after construction; any
/// thread.
class Explainer {
 public:
  explicit Explainer(const ExplainSource& source);

  [[nodiscard]] model::Explanation OfFinding(const model::Finding& finding) const;
  [[nodiscard]] model::Explanation OfObligation(const model::Obligation& obligation) const;
  [[nodiscard]] model::Explanation OfPage(const model::PageRecord& page) const;
  [[nodiscard]] model::Explanation OfProject(const model::ProjectLifecycle& project) const;
  [[nodiscard]] model::Explanation OfScore(const model::UnitScore& score) const;

 private:
  using Section = model::ExplainSection;

  [[nodiscard]] std::string UnitName(std::string_view id) const;
  [[nodiscard]] std::string ItemName(std::string_view id) const;
  [[nodiscard]] const model::LimitRule* Limit(std::string_view id) const;
  void AddObligation(const model::Obligation& obligation, model::Explanation* out) const;
  void AddRule(const model::Obligation& obligation, model::Explanation* out) const;
  void AddDates(const model::Obligation& obligation, model::Explanation* out) const;
  void AddCalendar(const model::Obligation& obligation, model::Explanation* out) const;
  void AddCandidates(const model::Obligation& obligation, model::Explanation* out) const;
  void AddCoverage(std::string_view unit, model::Explanation* out) const;
  void AddEvidence(const model::Finding& finding, model::Explanation* out) const;
  void AddPoints(const model::Finding& finding, model::Explanation* out) const;
  void AddRemedy(const model::Finding& finding, const model::Obligation* obligation,
                 model::Explanation* out) const;
  void AddDisclosure(const model::Disclosure& disclosure, Section* section) const;
  void AddNode(const model::ScoreNode& node, Section* section) const;

  ExplainSource source_;
  std::unordered_map<std::string_view, const model::Obligation*> obligations_;
  std::unordered_map<std::string_view, const model::Disclosure*> disclosures_;
};

}  // namespace mingcha::checker
