#pragma once

#include <string>

#include "base/result.h"

namespace mingcha::store {

/// 32 hex digits.
[[nodiscard]] std::string RandomSalt();
/// kNotFound or kCorrupt if `folder` is no assessment folder.
[[nodiscard]] base::Status CheckFolder(const std::string& folder);
/// True for a folder that holds nothing but what an interrupted Create leaves.
[[nodiscard]] bool IsEmptyOrHalfMade(const std::string& folder);
/// The database appears under its name only when it is whole: who is killed here may just begin again.
[[nodiscard]] base::Status MakeDatabase(const std::string& folder, const std::string& salt);

}  // namespace mingcha::store
