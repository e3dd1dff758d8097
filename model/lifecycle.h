#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/message.h"
#include "model/basis.h"
#include "model/limit.h"

namespace mingcha::model {

/// One stage of a project's life: a column of the lifecycle matrix. The order of the list is the order of
/// life. Items name their stage (`Item::stage`).
struct StageSpec {
  std::string id, name;
  std::string phase;  ///< A heading over several columns: 立项, 用地, 招标投标, 建设, 竣工.
  /// Stages that have to come first: where this one's day is earlier than theirs, the order is inverted.
  std::vector<std::string> after;
  DateMeaning meaning =
      DateMeaning::kUnknown;  ///< Day of the stage that is compared first; default its event.
  Basis basis;                ///< Of `after`; not verified: inversions go to review.
  ConfigPlace place;

  bool operator==(const StageSpec&) const = default;
};

/// What is known of one stage of one project.
enum class StageState {
  kPublished,       ///< Stands there, on time or without a limit.
  kLate,            ///< Stands there, late.
  kPending,         ///< Owed, not yet due.
  kMissing,         ///< Owed, due, not found where it must stand: a hole.
  kExempt,          ///< Registered as not to be published, or declared absent.
  kUndeterminable,  ///< Stands there; the event's day is not known.
  kUnverifiable,    ///< Not found; not all places could be read.
  kAlternative,     ///< Another stage of the same one_of set stands there.
  kConditional,     ///< Owed only if something holds that pages do not say.
  kReview,          ///< A hole that rests on something unverified: for a person.
  kNotOwed,         ///< Nothing says that it is owed.
};

struct StageCell {
  std::string stage;
  StageState state = StageState::kNotOwed;
  base::Message note;             ///< The condition, the alternative, the reason; may be empty.
  std::optional<base::Date> day;  ///< Event day of the stage (decided, signed …), else day of publication.
  DateMeaning day_meaning = DateMeaning::kUnknown;
  std::optional<base::Date> published_on;  ///< Earliest.
  std::optional<base::Date> due_on;
  std::vector<std::string> obligations;  ///< Ids.
  std::vector<std::string> disclosures;  ///< Ids, over all sites.
  std::vector<std::string> urls;         ///< Of the disclosures, same order.
  std::vector<std::string> findings;     ///< Ids.

  bool operator==(const StageCell&) const = default;
};

/// Two stages whose days stand the wrong way round (施工 before 施工许可).
struct OrderInversion {
  std::string earlier, later;         ///< Stage ids in the order of life.
  base::Date earlier_day, later_day;  ///< later_day < earlier_day: that is the fault.
  DateMeaning earlier_meaning = DateMeaning::kUnknown, later_meaning = DateMeaning::kUnknown;
  std::string earlier_url, later_url;
  Basis basis;
  bool needs_review = true;
  std::string finding;  ///< Id of the order_violation finding.

  bool operator==(const OrderInversion&) const = default;
};

/// One row of the matrix: all that is known of one project, over all sites.
struct ProjectLifecycle {
  std::string id;  ///< Stable: hash of its codes, else of its name.
  std::string name;
  std::vector<std::string> codes;  ///< Project code first.
  std::vector<std::string> units;  ///< Units charged in it, in the plan's order.
  bool major = false;              ///< In the major-project register.
  std::vector<StageCell> cells;    ///< One a stage, in the plan's order.
  std::vector<std::string> holes;  ///< Stage ids that are kMissing (and kReview).
  std::vector<OrderInversion> inversions;

  bool operator==(const ProjectLifecycle&) const = default;
};

}  // namespace mingcha::model
