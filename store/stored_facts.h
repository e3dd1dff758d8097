#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "model/page_facts.h"
#include "store/database.h"

namespace mingcha::store {

/// What was read of pages, in the database. They are put into words and taken out of them by several threads,
/// a few hundred pages at once, since that is most of their cost; the database itself is asked by the
/// caller's thread alone. Borrows the database; calls belong inside its transactions.
class StoredFacts {
 public:
  explicit StoredFacts(Database* database) : database_(database) {}

  [[nodiscard]] base::Status Clear();
  /// Adds facts, replacing those of the same page.
  [[nodiscard]] base::Status Save(const std::vector<model::PageFacts>& facts);
  /// All of them by page id, in memory that does not grow; the visitor may use the database.
  [[nodiscard]] base::Status ForEach(const std::function<base::Status(model::PageFacts)>& visit);
  /// Those of the pages named, in their order; nullopt: nothing was read of it.
  [[nodiscard]] base::Result<std::vector<std::optional<model::PageFacts>>> Of(
      const std::vector<int64_t>& page_ids);

 private:
  Database* database_;
};

}  // namespace mingcha::store
