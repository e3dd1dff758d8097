#pragma once

#include "base/result.h"
#include "store/database.h"

namespace mingcha::store {

/// Marks a database as an assessment's: `mgca` in ASCII (PRAGMA application_id).
inline constexpr int64_t kApplicationId = 0x6D676361;
/// Version this program reads and writes (PRAGMA user_version); older ones are migrated, newer ones refused.
inline constexpr int64_t kSchemaVersion = 5;

/// Makes all tables in an empty database, in one transaction.
[[nodiscard]] base::Status CreateSchema(Database* database);

/// Refuses a database that is no assessment's or of a newer version; brings an older one up to date
/// (kReadWrite). Errors: kCorrupt (damaged, half-made or not ours), kUnsupported (version).
[[nodiscard]] base::Status CheckSchema(Database* database, OpenMode mode);

}  // namespace mingcha::store
