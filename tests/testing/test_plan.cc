#include "tests/testing/test_plan.h"

#include "base/check.h"
#include "rules/plan_loader.h"

namespace mingcha::testing {

const model::Plan& BaodiPlan() {
  static const model::Plan plan = [] {
    rules::LoadOutcome outcome = rules::LoadPlan(MINGCHA_SOURCE_DIR "/config/baodi");
    CHECK(outcome.ok()) << "config/baodi does not load: " << outcome.errors.size() << " errors";
    return std::move(outcome.plan);
  }();
  return plan;
}

}  // namespace mingcha::testing
