#pragma once

#include <string>
#include <vector>

#include "model/basis.h"

namespace mingcha::model {

enum class DrawKind { kAreas, kUnits, kProjects, kPages };

/// What is to be drawn by lot (抽样), so that nobody can say it was chosen.
struct DrawSpec {
  std::string id;
  DrawKind kind = DrawKind::kAreas;
  int count = 0;                   ///< Drawn at most; the whole population if it is smaller.
  std::string seed;                ///< Any text; printed in every report.
  std::vector<std::string> units;  ///< Projects, pages: only those of these units or classes; empty: all.
  bool per_unit = false;           ///< `count` from each unit, not in all.
  std::vector<std::string> fixed;  ///< Ids that are always in, beside the drawn ones.
  bool restricts = false;          ///< Only what was drawn is judged and scored.
  ConfigPlace place;

  bool operator==(const DrawSpec&) const = default;
};

}  // namespace mingcha::model
