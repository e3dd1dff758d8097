#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "base/result.h"
#include "base/workday_calendar.h"
#include "checker/notices.h"
#include "model/assessment.h"
#include "model/history.h"
#include "model/page_facts.h"
#include "model/page_record.h"
#include "model/plan.h"
#include "model/run.h"

namespace mingcha::checker {

/// All that a check depends on: there is no clock, network, locale or file beside it.
/// `plan` and `calendar` must outlive the call. The vectors may come in any order.
struct CheckInput {
  const model::Plan& plan;
  const base::WorkdayCalendar& calendar;
  base::Date as_of;
  model::Window window;
  std::vector<model::PageRecord> pages;
  std::vector<model::PageFacts> facts;
  Notices disclosures;          ///< From model::Disclosures: one by one where there are many.
  bool crawl_complete = false;  ///< The crawl came to its own end; false makes every place incomplete.
  const model::History* history = nullptr;  ///< All rounds; null or of one round: nothing to compare.
  /// Brings a name of a register or a title to the form that subjects of disclosures have, so that the two
  /// can be compared (extractors::SubjectReader, which made those). Pure. Absent: names are only folded.
  std::function<std::string(std::string_view)> subject_form = {};
  /// The findings of the round before; absent: there was none, or they are not at hand.
  std::optional<std::vector<model::Finding>> earlier_findings = {};
};

/// What the check gives, all of it sorted.
struct CheckOutput {
  model::CheckResult result;
  std::vector<model::SiteCoverage> coverage;  ///< By site id.
};

/// Settled 13: an as-of date or window outside the calendar is an error before the run (kOutOfRange), as is a
/// window that ends before it begins (kInvalidInput).
[[nodiscard]] base::Status CheckRange(const base::WorkdayCalendar& calendar, base::Date as_of,
                                      model::Window window);

/// Judges every obligation of the plan against what was read.
///
/// Pure: equal input gives equal output, whatever the order of pages, facts and disclosures. Thread-safe.
/// Fails only as CheckRange does; what cannot be decided is a verdict, never an error.
[[nodiscard]] base::Result<CheckOutput> Check(const CheckInput& input);

/// Where obligations go one by one, in the order of the result; an error ends the check.
using TakeObligation = std::function<base::Status(const model::Obligation&)>;
/// The same for many obligations: they are worded and handed over one at a time when all is judged, and
/// `result.obligations` stays empty.
[[nodiscard]] base::Result<CheckOutput> Check(const CheckInput& input, const TakeObligation& take);

}  // namespace mingcha::checker
