#pragma once

#include "model/plan.h"

namespace mingcha::testing {

/// The Baodi plan of this repository with its language and CMS profiles, loaded once. Tests that need its
/// words use it, so that they test what ships. Aborts if it does not load.
const model::Plan& BaodiPlan();

}  // namespace mingcha::testing
