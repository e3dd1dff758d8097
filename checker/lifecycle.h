#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "checker/case.h"
#include "checker/projects.h"
#include "model/lifecycle.h"

namespace mingcha::checker {

/// The lifecycle matrix: for every project of which a stage is owed or shown, or that is in the major-project
/// register, what is known of each stage of the plan, over all sites.
///
/// Holes come from the verdicts. Inversions come from dates: a stage shown or decided on a day before the
/// event of a stage that has to come first. The day a page was written or published proves only that its own
/// event was no later; where both stages have nothing else, the inversion is for review. Cases must be
/// judged.
class LifecycleMatrix {
 public:
  LifecycleMatrix(const CheckIndex& index, const ProjectJoin& projects, const Cases& cases);

  /// Drops every row but these.
  void Keep(const std::set<std::string>& ids);
  /// Fills the findings of the cells, and adds an order_violation for each inversion that has none yet.
  void AddFindings(std::vector<model::Finding>* findings);
  /// By name, then id. Empties the object.
  [[nodiscard]] std::vector<model::ProjectLifecycle> Take();
  /// Ids by project group, for draws.
  [[nodiscard]] const std::map<size_t, std::string>& ids() const { return ids_; }
  [[nodiscard]] const std::vector<model::ProjectLifecycle>& rows() const { return rows_; }

 private:
  /// What is gathered of one stage of one project.
  struct Cell {
    std::vector<const Case*> cases;
    std::vector<const Notice*> pages;
    const Case* one_of = nullptr;  ///< Another stage of the set stands for this one.
  };
  struct Row {
    std::map<size_t, Cell> cells;
    std::vector<const Case*> cases;
  };

  /// Position of the item's stage in the plan; npos if it has none.
  [[nodiscard]] size_t StageOf(const model::Item& item) const;
  void TakeCase(const Case& owed);
  void TakePage(size_t i);
  Row& RowOf(size_t group);
  void FinishCell(size_t stage, const Cell& cell, model::StageCell* out) const;
  void FinishRow(size_t group, const Row& row);
  void AddConditions(const Row& row, model::ProjectLifecycle* out) const;
  void AddInversions(model::ProjectLifecycle* out) const;
  void AddInversion(size_t row, model::OrderInversion* inversion, const std::map<std::string, size_t>& known,
                    std::vector<model::Finding>* findings) const;

  const CheckIndex& index_;
  const ProjectJoin& projects_;
  std::map<std::string, size_t, std::less<>> stages_;
  std::map<size_t, Row> building_;
  std::map<size_t, std::string> ids_;
  std::vector<model::ProjectLifecycle> rows_;
  /// Charged unit and item of a stage of a row, for findings on inversions.
  std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>> charged_;
  /// Rows that give a day, by project id and stage.
  std::map<std::pair<std::string, std::string>, std::vector<const model::LedgerRow*>> ledger_;
};

}  // namespace mingcha::checker
