#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/message.h"
#include "model/draw_spec.h"
#include "model/finding.h"

namespace mingcha::model {

struct DrawEntry {
  std::string id;  ///< Area id, unit id, project id or URL.
  std::string name;
  std::string unit;  ///< Stratum, for per_unit draws.
  int position = 0;  ///< 0-based in the sorted population of its stratum.
  int order = 0;     ///< 1-based order of drawing; 0: fixed, not drawn.

  bool operator==(const DrawEntry&) const = default;
};

/// One draw as it was made: enough to make it again (docs/scoring.md has the algorithm).
struct SampleDraw {
  std::string id;
  DrawKind kind = DrawKind::kAreas;
  std::string algorithm;  ///< `mingcha-draw-1`
  std::string seed;
  int asked = 0;
  bool per_unit = false;
  bool restricts = false;
  int population = 0;
  std::string population_sha256;  ///< Over the ids, sorted bytewise, each ended by a line feed.
  std::vector<DrawEntry> drawn;   ///< By stratum, then order of drawing.

  bool operator==(const SampleDraw&) const = default;
};

/// What falls due next: an obligation that is pending, told as a task.
struct DueItem {
  std::string obligation, item, unit, subject, project_code, period;
  std::optional<base::Date> event_date;
  base::Date due;
  int workdays_left = 0;  ///< Working days after as-of up to and with the due day.
  RuleRef rule;
  bool review_only = false;  ///< Rests on something unverified.
  base::Message reason;      ///< Why it is owed.

  bool operator==(const DueItem&) const = default;
};

/// How far the places of one unit were read: the ground under its «missing», and what stayed open.
struct UnitCoverage {
  std::string unit;
  int places = 0, places_complete = 0;     ///< Where its items may stand, over all its obligations.
  int lists = 0, lists_to_end = 0;         ///< Lists in these places.
  int pages_read = 0, pages_not_read = 0;  ///< Pages that belong to the unit by place; addresses that failed.
  int judged = 0, unverifiable = 0;        ///< Obligations.
  int no_known_universe = 0;               ///< Items of which nothing says how many there ought to be.
  std::vector<base::Message> holes;        ///< What was not reached, at most twenty sentences.

  bool operator==(const UnitCoverage&) const = default;
};

}  // namespace mingcha::model
