#pragma once

#include <set>
#include <string>

#include "extractors/lexicon_index.h"
#include "model/plan.h"
#include "survey/names.h"
#include "survey/survey.h"

namespace mingcha::survey {

/// What the units of a proposal get once all are found: their whole names (portals call their own departments
/// without the district), what they are called in short where nobody else is called so, and the collective
/// names whose members the plan leaves open (`open_classes`): all departments are proposed for those that
/// mean departments and that some item is owed by, with one doubt for each.
void FinishUnits(const model::Plan& plan, const NameMatcher& names, const extractors::LexiconIndex& lexicon,
                 const std::set<std::string>& open_classes, Proposal* proposal);

}  // namespace mingcha::survey
