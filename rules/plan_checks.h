#pragma once

#include <string>
#include <vector>

#include "model/plan.h"
#include "rules/binder.h"

namespace mingcha::rules {

/// What the checks look at: the plan, where each key was written, and what was removed.
struct CheckInput {
  const model::Plan& plan;
  const Binder& binder;
  const std::vector<SourceFile>& files;
  const Removals& removals;
};

/// Collects faults with the place of a key (`units[zjw].aliases`), or of the entry where the key was not
/// given.
class CheckReport {
 public:
  CheckReport(const CheckInput& input, std::vector<Diagnostic>* errors, std::vector<Diagnostic>* warnings)
      : input_(input), errors_(errors), warnings_(warnings) {}

  void Error(const std::string& path, const model::ConfigPlace& fallback, base::Message expected,
             std::string found, base::Message remedy = {});
  void Warning(const std::string& path, const model::ConfigPlace& fallback, base::Message expected,
               std::string found, base::Message remedy = {});

 private:
  Diagnostic Make(const std::string& path, const model::ConfigPlace& fallback, base::Message expected,
                  std::string found, base::Message remedy) const;
  const CheckInput& input_;
  std::vector<Diagnostic>* errors_;
  std::vector<Diagnostic>* warnings_;
};

/// Every id that is mentioned exists; every glob matches something.
void CheckReferences(const CheckInput& input, std::vector<Diagnostic>* errors);
/// Window, as-of and plan date against each other and the calendar; areas weighed exist.
void CheckAssessment(const CheckInput& input, CheckReport* report);
/// Items can be recognised and judged; areas have units; elements are unique.
void CheckCatalogue(const CheckInput& input, CheckReport* report);
/// Names and aliases name one unit at any time; successions and parents end.
void CheckUnits(const CheckInput& input, CheckReport* report);
/// Sites can be crawled lawfully; places do not contradict one another.
void CheckSites(const CheckInput& input, CheckReport* report);
/// Each limit has what its kind needs; default limits do not overlap.
void CheckLimits(const CheckInput& input, CheckReport* report);
/// Chains have no circle; kinds have what they need.
void CheckChains(const CheckInput& input, CheckReport* report);

/// Stages stand in the order they must have; items name known ones.
void CheckStages(const CheckInput& input, CheckReport* report);
/// Indicators form a tree of at most three levels, each with what its formula needs.
void CheckScoring(const CheckInput& input, CheckReport* report);
/// Rows of the score register fit their indicators.
void CheckEnteredScores(const model::Plan& plan, std::vector<Diagnostic>* errors);
/// Draws can be made, and restrict only what can be restricted.
void CheckDraws(const CheckInput& input, CheckReport* report);

}  // namespace mingcha::rules
