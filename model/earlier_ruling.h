#pragma once

#include <optional>
#include <string>

#include "model/finding.h"
#include "model/review_act.h"

namespace mingcha::model {

/// What a reviewer decided in an earlier round of the finding that has the same id (settled 20).
struct EarlierRuling {
  std::string round;               ///< Id of that round.
  ReviewAct act;                   ///< Its number is 0: it stands in another log.
  std::optional<Finding> finding;  ///< As it was judged then; nullopt: that round has it no more.

  bool operator==(const EarlierRuling&) const = default;
};

}  // namespace mingcha::model
