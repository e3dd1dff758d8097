#include "cli/stored_round.h"

#include "cli/pipeline.h"

namespace mingcha::cli {

reports::ReportInput StoredRound::Input(const Context& context) const {
  return {plan, manifest, check.coverage, check.result, disclosures, pages, context.lang, context.chinese};
}

base::Result<std::unique_ptr<StoredRound>> LoadRound(model::Plan plan, store::Assessment* assessment) {
  auto round = std::make_unique<StoredRound>();
  round->plan = std::move(plan);
  round->manifest = ManifestOf(assessment);
  ASSIGN_OR_RETURN(round->check, assessment->LoadCheck());
  ASSIGN_OR_RETURN(round->disclosures, assessment->LoadDisclosures());
  RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    round->pages.push_back(page);
    return {};
  }));
  return round;
}

base::Result<std::unique_ptr<StoredRound>> LoadRound(const std::string& folder) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Assessment> assessment,
                   store::Assessment::Open(folder, store::OpenMode::kReadOnly));
  ASSIGN_OR_RETURN(store::StoredPlan stored, assessment->LoadPlan());
  return LoadRound(std::move(stored.plan), assessment.get());
}

}  // namespace mingcha::cli
