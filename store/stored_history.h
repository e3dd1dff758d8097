#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/history.h"
#include "store/database.h"

namespace mingcha::store {

/// The chain's history in the database. One thread.
///
/// Tables …_before hold what was carried over and are written once; `history` and `look` are built from them
/// and from the present pages, facts and disclosures, as often as those change.
class StoredHistory {
 public:
  using VisitPage = std::function<base::Status(model::PageHistory)>;
  using VisitLook = std::function<base::Status(const model::ListLook&)>;

  /// Must outlive this.
  explicit StoredHistory(Database* database) : database_(database) {}

  /// The rounds before the present one, oldest first.
  [[nodiscard]] base::Result<std::vector<model::Round>> RoundsBefore();
  /// The history with the present round in it, page by page in no order, and every look at a list, earlier
  /// rounds' included. `for_next_round` leaves the disclosures with their pages.
  [[nodiscard]] base::Status Compute(bool for_next_round, const VisitPage& page, const VisitLook& look);
  /// Replaces `history` and `look`. To be called inside a transaction.
  [[nodiscard]] base::Status Rebuild();

  /// What Rebuild wrote, by URL. kNotFound before.
  [[nodiscard]] base::Status ForEach(const std::function<base::Status(const model::PageHistory&)>& visit);
  [[nodiscard]] base::Result<std::vector<model::ListLook>> Looks();

 private:
  [[nodiscard]] base::Result<std::optional<model::PageHistory>> Before(const std::string& url);
  Database* database_;
};

}  // namespace mingcha::store
