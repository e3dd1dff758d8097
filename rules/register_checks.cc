#include <map>
#include <tuple>

#include "base/text.h"
#include "rules/register_loader.h"

namespace mingcha::rules {
namespace {

/// Which case a row is about; equal keys of two rows are one case.
using CaseKey = std::tuple<std::string, std::string, std::string, std::string>;

template <typename Row>
CaseKey KeyOf(const Row& row) {
  return {row.item, row.unit, base::FoldLabel(row.subject), base::FoldLabel(row.project_code)};
}

class RegisterCheck {
 public:
  RegisterCheck(const model::Registers& registers, std::vector<Diagnostic>* errors)
      : registers_(registers), errors_(errors) {}

  void Run() {
    Exemptions();
    Ledger();
    Joins();
  }

 private:
  /// Places (`file:row`) are what the rows carry: the fault names both.
  void Fault(const std::string& place, base::Message expected, const std::string& other,
             base::Message remedy) {
    errors_->push_back({place, 0, 0, {}, std::move(expected), other, std::move(remedy)});
  }

  void Exemptions() {
    std::map<std::pair<CaseKey, int>, const model::ExemptionRow*> by_case;
    std::map<CaseKey, const model::ExemptionRow*> any_year;
    for (const auto& row : registers_.exemptions) {
      const auto [at, is_new] = by_case.try_emplace({KeyOf(row), row.year.value_or(0)}, &row);
      if (!is_new && at->second->ground != row.ground)
        Fault(row.place, base::Msg("one ground for one case"), at->second->place,
              base::Msg("keep the row that holds and delete the other"));
      any_year.try_emplace(KeyOf(row), &row);
    }
    for (const auto& row : registers_.no_events) {
      const CaseKey whole{row.item, row.unit, "", ""};
      for (const int year : {0, row.year}) {
        const auto at = by_case.find({whole, year});
        if (at == by_case.end()) continue;
        Fault(row.place, base::Msg("either exempt or declared never to have happened, not both"),
              at->second->place, base::Msg("keep the row that holds and delete the other"));
      }
    }
    for (const auto& row : registers_.extensions) {
      const auto at = any_year.find(KeyOf(row));
      if (at == any_year.end()) continue;
      Fault(row.place, base::Msg("either exempt or granted more time, not both"), at->second->place,
            base::Msg("keep the row that holds and delete the other"));
    }
  }

  void Ledger() {
    std::map<std::tuple<std::string, std::string, std::string, std::string>, const model::LedgerRow*>
        documents;
    for (const auto& row : registers_.ledger) {
      if (row.doc_number.empty() || !row.event_date) continue;
      const auto [at, is_new] = documents.try_emplace(
          {row.item, row.unit, base::FoldLabel(row.doc_number), base::FoldLabel(row.subject)}, &row);
      if (is_new || at->second->event_date == row.event_date ||
          at->second->event_meaning != row.event_meaning)
        continue;
      Fault(row.place,
            base::Msg("one day for one document ({} here, {} there)", row.event_date->Iso(),
                      at->second->event_date->Iso()),
            at->second->place, base::Msg("keep the row that holds and delete the other"));
    }
  }

  void Joins() {
    std::map<std::pair<std::string, std::string>, const model::ProjectJoinRow*> pairs;
    for (const auto& row : registers_.project_joins) {
      std::string one = base::FoldLabel(row.project_code.empty() ? row.name : row.project_code);
      std::string other =
          base::FoldLabel(row.other_project_code.empty() ? row.other_name : row.other_project_code);
      if (one == other && row.name == row.other_name) {
        Fault(row.place, base::Msg("two projects that differ"), one, {});
        continue;
      }
      if (other < one) std::swap(one, other);
      const auto [at, is_new] = pairs.try_emplace({one, other}, &row);
      if (is_new || at->second->split == row.split) continue;
      Fault(row.place, base::Msg("two projects either merged or split, not both"), at->second->place,
            base::Msg("keep the row that holds and delete the other"));
    }
  }

  const model::Registers& registers_;
  std::vector<Diagnostic>* errors_;
};

}  // namespace

void CheckRegisters(const model::Plan& plan, std::vector<Diagnostic>* errors) {
  RegisterCheck(plan.registers, errors).Run();
}

}  // namespace mingcha::rules
